"""Ledger entries: the only way points come and go. Amounts are whole points."""

from __future__ import annotations

from msgspec import Struct

from rules.engine.actions import React


class Entry(Struct, frozen=True, kw_only=True, gc=False):
    """One line of the append-only ledger. `key` is unique: the same act never pays twice."""

    key: str
    person: int  # own id of who receives
    source: str  # message, reaction, thanks, checkin, violation, reversal
    currency: str = "xp"  # xp or coin
    raw: int  # before caps
    granted: int  # after caps; may be 0 or negative
    day: str  # the community's local day
    at: int
    actor: int = 0  # own id of who caused it, when that is somebody else
    message_id: int = 0
    reason: str = ""  # limit that lowered it, or the rule that took it
    reverses: str = ""  # key of the entry taken back


class Award(Struct, frozen=True, gc=False):
    """What an event earns: entries for the ledger and quiet acknowledgements for the chat."""

    entries: tuple[Entry, ...] = ()
    reactions: tuple[React, ...] = ()
