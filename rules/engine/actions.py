"""Define what the bot may do about an event, and merge the wishes of several rules into one.

`merge` is idempotent, commutative and associative: of one kind the harsher wins, a harsher sanction makes
the milder ones of its family needless (ban over kick over mute over restrict, decline over ask over
approve), and to review is also to remove and to alert.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from msgspec import Struct

from rules.engine.state import FOREVER


class Action(Struct, frozen=True, order=True):
    """What may be done about an event.

    What is so of every action of a kind stands with its class:

    Attributes:
        sanction: it takes something from the member.
        befalls: it happens to the member or the message, so that it is a case of its own.
        of_the_group: it is about the whole group, whoever gave the cause.
        by_moderators: no rule does it.
    """

    sanction: ClassVar[bool] = False
    befalls: ClassVar[bool] = False
    of_the_group: ClassVar[bool] = False
    by_moderators: ClassVar[bool] = False

    @property
    def is_case(self) -> bool:
        """Whether a decision with it is a case: to be told, undone and appealed against."""
        return self.befalls or self.of_the_group or self.by_moderators


class Delete(Action, frozen=True, tag="delete", order=True):
    """Remove the message; with `matched`, also the earlier ones the rule counted."""

    befalls: ClassVar[bool] = True

    matched: tuple[int, ...] = ()


class Warn(Action, frozen=True, tag="warn", order=True):
    """Give warning points that expire after `expires` seconds (0: never).

    `alone`: they count in the chat where they were given, and in no other of the community.
    """

    sanction: ClassVar[bool] = True
    befalls: ClassVar[bool] = True

    points: int = 1
    expires: int = 0
    reason: str = ""
    alone: bool = False


class Mute(Action, frozen=True, tag="mute", order=True):
    """Take the right to write for `seconds`, or FOREVER."""

    sanction: ClassVar[bool] = True
    befalls: ClassVar[bool] = True

    seconds: int = FOREVER


class Restrict(Action, frozen=True, tag="restrict", order=True):
    """Take the right to send some kinds (sorted, such as media or polls) for `seconds`, or FOREVER."""

    sanction: ClassVar[bool] = True
    befalls: ClassVar[bool] = True

    kinds: tuple[str, ...]
    seconds: int = FOREVER


class Kick(Action, frozen=True, tag="kick", order=True):
    """Remove from the chat; may come back at once."""

    sanction: ClassVar[bool] = True
    befalls: ClassVar[bool] = True


class Ban(Action, frozen=True, tag="ban", order=True):
    """Remove and keep out for `seconds`, or FOREVER."""

    sanction: ClassVar[bool] = True
    befalls: ClassVar[bool] = True

    seconds: int = FOREVER


class Unmute(Action, frozen=True, tag="unmute", order=True):
    """Give the right to write back."""

    befalls: ClassVar[bool] = True


class Unban(Action, frozen=True, tag="unban", order=True):
    """Let them come back."""

    befalls: ClassVar[bool] = True


class Say(Action, frozen=True, tag="reply", order=True):
    """Answer with the operator's `text`; removed again after `lasts` seconds (0: stays)."""

    text: str
    lasts: int = 0


class React(Action, frozen=True, tag="react", order=True):
    """Put one emoji on the message."""

    emoji: str


class Tell(Action, frozen=True, tag="tell", order=True):
    """Write the operator's `text` to the member in private, if they let the bot."""

    text: str


class Alert(Action, frozen=True, tag="alert", order=True):
    """Tell the moderators."""

    note: str = ""


class Review(Action, frozen=True, tag="review", order=True):
    """Hold for a human: what the message carries goes to the moderators' group before it is removed."""

    befalls: ClassVar[bool] = True


class Pin(Action, frozen=True, tag="pin", order=True):
    """Pin the message."""

    befalls: ClassVar[bool] = True


class Tag(Action, frozen=True, tag="tag", order=True):
    """Show this beside the member's name; empty takes it away."""

    befalls: ClassVar[bool] = True

    text: str


class Grant(Action, frozen=True, tag="grant", order=True):
    """Give the member points."""

    points: int


class Void(Action, frozen=True, tag="void", order=True):
    """The message earns nothing."""

    befalls: ClassVar[bool] = True


class Slow(Action, frozen=True, tag="slow", order=True):
    """Slow the group down for `lasts` seconds: one message of each member in `every` seconds."""

    of_the_group: ClassVar[bool] = True

    every: int
    lasts: int


class Raid(Action, frozen=True, tag="raid", order=True):
    """Close the group's door for `lasts` seconds, as if too many had joined at once."""

    of_the_group: ClassVar[bool] = True

    lasts: int


class Unslow(Action, frozen=True, tag="unslow", order=True):
    """Let the group be as fast as it likes."""

    by_moderators: ClassVar[bool] = True


class Reopen(Action, frozen=True, tag="reopen", order=True):
    """Open the group's door again."""

    by_moderators: ClassVar[bool] = True


class Lock(Action, frozen=True, tag="lock", order=True):
    """Let nobody but moderators send these kinds (sorted) for `seconds`, or FOREVER."""

    by_moderators: ClassVar[bool] = True

    kinds: tuple[str, ...]
    seconds: int = FOREVER


class Unlock(Action, frozen=True, tag="unlock", order=True):
    """Let these kinds (sorted) be sent again."""

    by_moderators: ClassVar[bool] = True

    kinds: tuple[str, ...]


class Night(Action, frozen=True, tag="night", order=True):
    """Begin the night lock, which takes these kinds (sorted), or end it."""

    by_moderators: ClassVar[bool] = True

    on: bool
    kinds: tuple[str, ...] = ()


class Purge(Action, frozen=True, tag="purge", order=True):
    """Remove the newest messages of the group, this many."""

    by_moderators: ClassVar[bool] = True

    count: int


class Trust(Action, frozen=True, tag="trust", order=True):
    """Let neither rules nor locks hold the member up."""

    by_moderators: ClassVar[bool] = True


class Untrust(Action, frozen=True, tag="untrust", order=True):
    """Take trust back."""

    by_moderators: ClassVar[bool] = True


class Approve(Action, frozen=True, tag="approve", order=True):
    """Let in whoever asks to join, unless the door itself turns them away."""


class Ask(Action, frozen=True, tag="ask", order=True):
    """Put a request to join to the moderators, who decide by buttons."""

    befalls: ClassVar[bool] = True


class Decline(Action, frozen=True, tag="decline", order=True):
    """Decline a request to join."""

    befalls: ClassVar[bool] = True


class Allow(Action, frozen=True, tag="allow", order=True):
    """All is well: no later rule is asked."""


def name_of(action: Action) -> str:
    """What an action is called in cases, counts and texts."""
    return kind_name(type(action))


def kind_name(kind: type[Action]) -> str:
    """What actions of a kind are called."""
    return kind.__name__.lower()


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
    return tuple(sorted(kept, key=_place))


# In this order they are done; kinds that features bring come last, by name.
KINDS: tuple[type[Action], ...] = (
    Allow, Review, Delete, Ban, Kick, Mute, Restrict, Warn, Unban, Unmute, Decline, Ask, Approve, Raid, Slow,
    Reopen, Unslow, Lock, Unlock, Night, Purge, Trust, Untrust,
    Tag, Pin, Void, Grant, Say, Tell, React, Alert,
)  # fmt: skip
_PLACES = {kind: number for number, kind in enumerate(KINDS)}


def _place(action: Action) -> tuple[int, str]:
    return _PLACES.get(type(action), len(KINDS)), name_of(action)
