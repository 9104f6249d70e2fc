"""Entries against entries: taken back, given back, settled, made void. The ledger itself never changes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import structs

from rules.engine.caps import Caps, room
from rules.engine.entries import FINAL, PENDING, VOID, Entry
from rules.engine.state import Standing

_TURN = re.compile(r"(?:reversal|return|settled|void):(?:(\d+):)?")
_NESTED = 2  # entries up to this turn hold the whole key that they are against


def reverse(entries: Iterable[Entry], at: int, reason: str) -> list[Entry]:
    """Entries that take these back. The day is the original's, so that its cap opens again."""
    return [_opposite(e, "reversal", at, reason) for e in entries if e.granted > 0 or not e.reverses]


def give_back(entries: Iterable[Entry], at: int, reason: str) -> list[Entry]:
    """Entries that return what these took. Each can be returned once: its key says of which."""
    return [_opposite(e, "return", at, reason) for e in entries if e.granted < 0]


def counter(entry: Entry, at: int, reason: str) -> Entry:
    """Take back what an entry did: what it gave, or what it took. What is pending becomes void, and the other
    way round.
    """
    if entry.status == PENDING:
        return structs.replace(_opposite(entry, "void", at, reason), status=VOID)
    if entry.status == VOID:
        return structs.replace(_opposite(entry, "return", at, reason), status=PENDING)
    return _opposite(entry, "return" if entry.raw < 0 else "reversal", at, reason)


def settled(entry: Entry, standing: Standing, caps: Caps, at: int) -> Entry:
    """A pending entry becomes final: it is granted as far as the caps of its day allow.

    Args:
        entry: the pending one.
        standing: the receiver's, on the entry's local day.
        caps: of the day.
        at: now.
    """
    left, limit = room(caps, entry.source, standing.today)
    granted = max(0, min(entry.raw, left))
    return structs.replace(
        entry,
        key=_key_against(entry.key, "settled"),
        granted=granted,
        at=at,
        reason=limit if granted < entry.raw else "",
        reverses=entry.key,
        status=FINAL,
    )


def _opposite(entry: Entry, kind: str, at: int, reason: str) -> Entry:
    return structs.replace(
        entry,
        key=_key_against(entry.key, kind),
        raw=-entry.raw,
        granted=-entry.granted,
        at=at,
        reason=reason,
        reverses=entry.key,
    )


def _key_against(key: str, kind: str) -> str:
    """The key of an entry against this one, which names the first of the chain and does not grow with it."""
    turn, root = 1, key
    while (found := _TURN.match(root)) is not None:
        turn, root = turn + int(found[1] or 1), root[found.end() :]
    return f"{kind}:{key}" if turn <= _NESTED else f"{kind}:{turn}:{root}"
