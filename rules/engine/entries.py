"""Ledger entries: the only way points come and go. Amounts are whole points."""

from __future__ import annotations

from msgspec import Struct

from rules.engine.actions import React

FINAL, PENDING, VOID = "final", "pending", "void"
_LIMIT = "limit:"


class Entry(Struct, frozen=True, kw_only=True, gc=False):
    """One line of the append-only ledger. `key` is unique: the same act never pays twice."""

    key: str
    person: int  # own id of who receives
    source: str  # message, reaction, reply, thanks, checkin, rule …
    currency: str = "xp"  # xp or coin
    raw: int  # before caps, what it was worth
    granted: int  # after caps; may be 0 or negative, and is 0 of what is pending
    day: str  # the community's local day
    at: int
    actor: int = 0  # own id of who caused it, when that is somebody else
    message_id: int = 0
    reason: str = ""  # limit that lowered it, or the rule that took it
    reverses: str = ""  # key of the entry taken back, settled or made void
    status: str = FINAL
    season: str = ""
    zone: str = ""  # by whose clock the day is told; of check-ins alone


def adjusts(key: str) -> bool:
    """Whether an entry moves points because of a day's limits alone: it is no act of anybody."""
    return key.startswith(_LIMIT)


def limit_key(turn: int, root: str) -> str:
    """The key of the n-th such entry about an act."""
    return f"{_LIMIT}{turn}:{root}"


class Award(Struct, frozen=True, gc=False):
    """What an event earns: entries for the ledger and quiet acknowledgements for the chat."""

    entries: tuple[Entry, ...] = ()
    reactions: tuple[React, ...] = ()
