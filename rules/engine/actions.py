"""What the bot may do about an event, and how the wishes of several rules become one.

`merge` is idempotent, commutative and associative: of one kind the harsher wins, and a harsher
sanction makes the milder ones of its family needless (ban over kick over mute).
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
    """Give warning points that expire after `expires` seconds (0: never)."""

    points: int = 1
    expires: int = 0
    reason: str = ""


class Mute(Struct, frozen=True, tag="mute", order=True):
    """Take the right to write for `seconds`, or FOREVER."""

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


class Alert(Struct, frozen=True, tag="alert", order=True):
    """Tell the moderators."""

    note: str = ""


Action: TypeAlias = Delete | Warn | Mute | Kick | Ban | Unmute | Unban | Say | React | Alert
SANCTIONS = (Warn, Mute, Kick, Ban)


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
            return Warn(max(a.points, b.points), expires, reason)
        case Mute(), Mute():
            return Mute(_harsher_seconds(a.seconds, b.seconds))
        case Ban(), Ban():
            return Ban(_harsher_seconds(a.seconds, b.seconds))
    return max(a, b)


_NEEDLESS: dict[type, tuple[type, ...]] = {
    Ban: (Kick, Mute),
    Kick: (Mute,),
}


def merge(*groups: Iterable[Action]) -> tuple[Action, ...]:
    """One canonical tuple that does what all `groups` want, each kind at most once."""
    by_kind: dict[type, Action] = {}
    for group in groups:
        for action in group:
            kind = type(action)
            by_kind[kind] = _join(by_kind[kind], action) if kind in by_kind else action
    needless = {milder for kind in by_kind for milder in _NEEDLESS.get(kind, ())}
    kept = [a for kind, a in by_kind.items() if kind not in needless]
    return tuple(sorted(kept, key=lambda a: _ORDER.index(type(a))))


_ORDER: tuple[type, ...] = (Delete, Ban, Kick, Mute, Warn, Unban, Unmute, Say, React, Alert)
