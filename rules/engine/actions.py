"""What the bot may do about an event, and how the wishes of several rules become one.

`merge` is idempotent, commutative and associative: of one kind the harsher wins, a harsher sanction makes
the milder ones of its family needless (ban over kick over mute over restrict, decline over ask over
approve), and to review is also to remove and to alert.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from msgspec import Struct

from rules.engine.state import FOREVER


class Delete(Struct, frozen=True, tag="delete", order=True):
    """Remove the message; with `matched`, also the earlier ones the rule counted."""

    matched: tuple[int, ...] = ()


class Warn(Struct, frozen=True, tag="warn", order=True):
    """Give warning points that expire after `expires` seconds (0: never).

    `alone`: they count in the chat where they were given, and in no other of the community.
    """

    points: int = 1
    expires: int = 0
    reason: str = ""
    alone: bool = False


class Mute(Struct, frozen=True, tag="mute", order=True):
    """Take the right to write for `seconds`, or FOREVER."""

    seconds: int = FOREVER


class Restrict(Struct, frozen=True, tag="restrict", order=True):
    """Take the right to send some kinds (sorted, such as media or polls) for `seconds`, or FOREVER."""

    kinds: tuple[str, ...]
    seconds: int = FOREVER


class Kick(Struct, frozen=True, tag="kick", order=True):
    """Remove from the chat; may come back at once."""


class Ban(Struct, frozen=True, tag="ban", order=True):
    """Remove and keep out for `seconds`, or FOREVER."""

    seconds: int = FOREVER


class Unmute(Struct, frozen=True, tag="unmute", order=True):
    """Give the right to write back."""


class Unban(Struct, frozen=True, tag="unban", order=True):
    """Let them come back."""


class Say(Struct, frozen=True, tag="reply", order=True):
    """Answer with the operator's `text`; removed again after `lasts` seconds (0: stays)."""

    text: str
    lasts: int = 0


class React(Struct, frozen=True, tag="react", order=True):
    """Put one emoji on the message."""

    emoji: str


class Tell(Struct, frozen=True, tag="tell", order=True):
    """Write the operator's `text` to the member in private, if they let the bot."""

    text: str


class Alert(Struct, frozen=True, tag="alert", order=True):
    """Tell the moderators."""

    note: str = ""


class Review(Struct, frozen=True, tag="review", order=True):
    """Hold for a human: what the message carries goes to the moderators' room before it is removed."""


class Pin(Struct, frozen=True, tag="pin", order=True):
    """Pin the message."""


class Tag(Struct, frozen=True, tag="tag", order=True):
    """Show this beside the member's name; empty takes it away."""

    text: str


class Grant(Struct, frozen=True, tag="grant", order=True):
    """Give the member points."""

    points: int


class Void(Struct, frozen=True, tag="void", order=True):
    """The message earns nothing."""


class Slow(Struct, frozen=True, tag="slow", order=True):
    """Slow the group down for `lasts` seconds: one message of each member in `every` seconds."""

    every: int
    lasts: int


class Raid(Struct, frozen=True, tag="raid", order=True):
    """Close the group's door for `lasts` seconds, as if too many had joined at once."""

    lasts: int


class Unslow(Struct, frozen=True, tag="unslow", order=True):
    """Let the group be as fast as it likes."""


class Reopen(Struct, frozen=True, tag="reopen", order=True):
    """Open the group's door again."""


class Lock(Struct, frozen=True, tag="lock", order=True):
    """Let nobody but moderators send these kinds (sorted) for `seconds`, or FOREVER."""

    kinds: tuple[str, ...]
    seconds: int = FOREVER


class Unlock(Struct, frozen=True, tag="unlock", order=True):
    """Let these kinds (sorted) be sent again."""

    kinds: tuple[str, ...]


class Night(Struct, frozen=True, tag="night", order=True):
    """Begin the night lock, which takes these kinds (sorted), or end it."""

    on: bool
    kinds: tuple[str, ...] = ()


class Purge(Struct, frozen=True, tag="purge", order=True):
    """Remove the newest messages of the group, this many."""

    count: int


class Trust(Struct, frozen=True, tag="trust", order=True):
    """Let neither rules nor locks hold the member up."""


class Untrust(Struct, frozen=True, tag="untrust", order=True):
    """Take trust back."""


class Approve(Struct, frozen=True, tag="approve", order=True):
    """Let in whoever asks to join, unless the door itself turns them away."""


class Ask(Struct, frozen=True, tag="ask", order=True):
    """Put a request to join to the moderators, who decide by buttons."""


class Decline(Struct, frozen=True, tag="decline", order=True):
    """Decline a request to join."""


class Allow(Struct, frozen=True, tag="allow", order=True):
    """All is well: no later rule is asked."""


Action: TypeAlias = (
    Delete | Warn | Restrict | Mute | Kick | Ban | Unmute | Unban | Say | Tell | React | Alert | Review
    | Pin | Tag | Grant | Void | Slow | Raid | Approve | Ask | Decline | Allow
    | Unslow | Reopen | Lock | Unlock | Night | Purge | Trust | Untrust
)  # fmt: skip
SANCTIONS = (Warn, Restrict, Mute, Kick, Ban)
OF_THE_GROUP = (Slow, Raid)  # about the whole group, whoever gave the cause
BY_MODERATORS = (Unslow, Reopen, Lock, Unlock, Night, Purge, Trust, Untrust)  # no rule does these


def name_of(action: Action) -> str:
    """What an action is called in cases, counts and texts."""
    return type(action).__name__.lower()


def _harsher_seconds(a: int, b: int) -> int:
    return FOREVER if FOREVER in (a, b) else max(a, b)


def _join(a: Action, b: Action) -> Action:
    """The harsher of two actions of one kind."""
    match a, b:
        case Delete(), Delete():
            return Delete(tuple(sorted({*a.matched, *b.matched})))
        case Warn(), Warn():
            reason = max(a.reason, b.reason) if a.points == b.points else max(a, b).reason
            expires = 0 if 0 in (a.expires, b.expires) else max(a.expires, b.expires)
            return Warn(max(a.points, b.points), expires, reason, a.alone and b.alone)
        case Mute(), Mute():
            return Mute(_harsher_seconds(a.seconds, b.seconds))
        case Restrict(), Restrict():
            kinds = tuple(sorted({*a.kinds, *b.kinds}))
            return Restrict(kinds, _harsher_seconds(a.seconds, b.seconds))
        case Ban(), Ban():
            return Ban(_harsher_seconds(a.seconds, b.seconds))
        case Slow(), Slow():
            return Slow(max(a.every, b.every), _harsher_seconds(a.lasts, b.lasts))
    return max(a, b)


_NEEDLESS: dict[type, tuple[type, ...]] = {
    Ban: (Kick, Mute, Restrict, Ask, Approve),
    Kick: (Mute, Restrict, Ask, Approve),
    Mute: (Restrict,),
    Decline: (Ask, Approve),
    Ask: (Approve,),
}


def merge(*groups: Iterable[Action]) -> tuple[Action, ...]:
    """One canonical tuple that does what all `groups` want, each kind at most once."""
    by_kind: dict[type, Action] = {}
    for group in groups:
        for action in group:
            kind = type(action)
            by_kind[kind] = _join(by_kind[kind], action) if kind in by_kind else action
    if Review in by_kind:
        by_kind.setdefault(Delete, Delete())
        by_kind.setdefault(Alert, Alert())
    needless = {milder for kind in by_kind for milder in _NEEDLESS.get(kind, ())}
    kept = [a for kind, a in by_kind.items() if kind not in needless]
    return tuple(sorted(kept, key=lambda a: _ORDER.index(type(a))))


_ORDER: tuple[type, ...] = (
    Allow, Review, Delete, Ban, Kick, Mute, Restrict, Warn, Unban, Unmute, Decline, Ask, Approve, Raid, Slow,
    Reopen, Unslow, Lock, Unlock, Night, Purge, Trust, Untrust,
    Tag, Pin, Void, Grant, Say, Tell, React, Alert,
)  # fmt: skip
