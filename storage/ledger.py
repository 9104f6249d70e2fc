"""The ledger and the balances that follow from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import RowMapping, and_, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.engine.entries import Entry
from storage import tables
from storage.directory import ALIAS
from storage.prepared_statements import Lookup, Record, Row, Trip, find_records, inserting, travel
from storage.store import table

LEDGER, STANDING, MEMBER = table(tables.LedgerRow), table(tables.Standing), table(tables.Member)
PREFERENCE, PERSON = table(tables.Preference), table(tables.Person)
REACTION = table(tables.PaidReaction)

REMOVED = "message removed"  # the reason of entries that take back what a removed message had earned
Owner = tuple[int, int]  # community and person

_KEYS = Lookup(LEDGER, ["key"], ["key"])
_REVERSED = Lookup(LEDGER, ["reverses"], ["reverses"])
_HEADS = Lookup(STANDING, ["community_id", "person_id", "head"], ["community_id", "person_id"])
_ADD = inserting(LEDGER, [c.name for c in LEDGER.c if c.name != "id"])
_OWNER = ["community_id", "person_id"]
_MOVE = inserting(
    STANDING,
    [c.name for c in STANDING.c],
    key=_OWNER,
    update=lambda new: {
        "xp": STANDING.c.xp + new.xp,
        "coins": STANDING.c.coins + new.coins,
        "head": new.head,
    },
)
_STREAK = inserting(
    STANDING,
    [c.name for c in STANDING.c],
    key=_OWNER,
    update=lambda new: {"streak": new.streak, "last_checkin": new.last_checkin},
)
_TAKEN_BACK = LEDGER.alias()
_EARNED = text("ledger.source IN ('message', 'reaction', 'thanks', 'checkin')")
_STANDS = and_(
    # The first of a chain, or what was given back of what had been earned. Not IS NULL, by whose index SQLite
    # would read nearly all.
    or_(func.coalesce(LEDGER.c.reverses, "") == "", _EARNED),
    LEDGER.c.granted > 0,
    ~select(_TAKEN_BACK.c.id).where(_TAKEN_BACK.c.reverses == LEDGER.c.key).exists(),
)
_REACTION_KEY = ["chat_id", "message_id", "person_id"]
_REACTION = Lookup(REACTION, ["head"], _REACTION_KEY)
_SET_REACTION = inserting(
    REACTION, [*_REACTION_KEY, "head"], key=_REACTION_KEY, update=lambda new: {"head": new.head}
)
_ALL = [c.name for c in LEDGER.c]
_ROW = Lookup(LEDGER, _ALL, ["key"])
_AGAINST = Lookup(LEDGER, _ALL, ["reverses"])
# Written out: a parameter would hide from SQLite that the index fits.
_BESIDE = text("ledger.source != 'message'")
_BROUGHT = Lookup(LEDGER, _ALL, ["chat_id", "message_id"], and_(_STANDS, _BESIDE))
_HERE = Lookup(ALIAS, ["platform_id"], ["chat_id"], ALIAS.c.current.is_(True))


class Payment(NamedTuple):
    """An entry with its community, and its chat if any."""

    community: int
    chat: int | None
    entry: Entry


def add(
    trip: Trip,
    payments: Sequence[Payment],
    book: str,
    heads: Mapping[Owner, str] | None = None,
) -> set[str]:
    """Append the entries whose keys are new, and move the balances by just those.

    A key that is there already costs its own row alone.

    Args:
        trip: where the database is.
        payments: in the order in which they were earned.
        book: hash of the rule book.
        heads: everybody's newest key before these entries, when it is known.

    Returns:
        The keys that were new.

    Raises:
        IntegrityError: an entry breaks something else than that its key or what it reverses is there once.
    """
    if not payments:
        return set()
    if not trip.attempt(lambda: _append(trip, payments, book, heads)):
        payments = _without_known(trip, payments)
        _append(trip, payments, book, None)
    return {p.entry.key for p in payments}


def _append(trip: Trip, new: Sequence[Payment], book: str, heads: Mapping[Owner, str] | None) -> None:
    if heads is None:
        owners = sorted({(p.community, p.entry.person) for p in new})
        heads = {(c, p): head for c, p, head in trip.find(_HEADS, owners)}
    moved: dict[Owner, list[Any]] = {}
    rows: list[Row] = []
    for community, chat, e in new:
        owner = (community, e.person)
        sums = moved.get(owner)
        if sums is None:
            sums = moved[owner] = [0, 0, heads.get(owner, "")]
        rows.append(_row(community, chat, e, book, sums[2]))
        sums[e.currency == "coin"] += e.granted
        sums[2] = e.key
    trip.many(_ADD, rows)
    trip.many(_MOVE, [(*owner, xp, coins, 0, "", head) for owner, (xp, coins, head) in moved.items()])


def _without_known(trip: Trip, payments: Sequence[Payment]) -> list[Payment]:
    there = {key for (key,) in trip.find(_KEYS, [(p.entry.key,) for p in payments])}
    reversed_ones = [(p.entry.reverses,) for p in payments if p.entry.reverses]
    taken = {key for (key,) in trip.find(_REVERSED, reversed_ones)}
    new: dict[str, Payment] = {}
    for payment in payments:
        key, reverses = payment.entry.key, payment.entry.reverses
        if key not in there and key not in new and (not reverses or reverses not in taken):
            new[key] = payment
            taken.add(reverses)
    return list(new.values())


def _row(community: int, chat: int | None, entry: Entry, book: str, previous: str) -> Row:
    return (
        entry.key,
        community,
        entry.person,
        chat,
        entry.source,
        entry.currency,
        entry.raw,
        entry.granted,
        entry.day,
        entry.at,
        entry.actor or None,
        entry.message_id,
        entry.reason,
        entry.reverses or None,
        book,
        previous or None,
    )


def set_streaks(trip: Trip, rows: Sequence[tuple[int, int, int, str]]) -> None:
    """Remember check-ins: (community, person, days in a row, local day)."""
    trip.many(
        _STREAK, [(community, person, 0, 0, streak, day, "") for community, person, streak, day in rows]
    )


async def paid_for(connection: AsyncConnection, chat: int, messages: Iterable[int]) -> list[Entry]:
    """Entries that these messages brought and that nobody took back yet."""
    wanted = sorted(set(messages))
    keys = await _keys_of(connection, chat, wanted)
    written = [r for r in await _ends(connection, keys) if r["granted"] > 0]
    brought = await find_records(connection, _BROUGHT, [(chat, m) for m in wanted])
    return [entry_of(r) for r in sorted([*written, *brought], key=lambda r: int(r["id"]))]


async def _keys_of(connection: AsyncConnection, chat: int, messages: Iterable[int]) -> list[str]:
    """The keys of what these messages earned by themselves."""
    here = [r["platform_id"] for r in await find_records(connection, _HERE, [(chat,)])]
    return [f"message:{platform}:{message}" for platform in here for message in messages]


async def taken_for(
    connection: AsyncConnection, chat: int, messages: Iterable[int], reasons: Iterable[str]
) -> list[Entry]:
    """Entries that took points because of these messages, and that nobody gave back yet; of those that took
    back other points than the messages' own, the ones with these reasons."""
    wanted = sorted(set(messages))
    given_back = LEDGER.alias()
    there = ~select(given_back.c.id).where(given_back.c.reverses == LEDGER.c.key).exists()
    taken = select(LEDGER).where(LEDGER.c.granted < 0, there)
    keys = await _keys_of(connection, chat, wanted)
    ends = [r for r in await _ends(connection, keys) if r["granted"] < 0]
    brought = taken.where(_BESIDE, LEDGER.c.chat_id == chat, LEDGER.c.message_id.in_(wanted)).where(
        LEDGER.c.reverses.is_(None) | (LEDGER.c.reason.in_(list(reasons)))
    )
    rows = [*ends, *(await connection.execute(brought)).mappings()]
    return [entry_of(r) for r in sorted(rows, key=lambda r: int(r["id"]))]


async def by_keys(connection: AsyncConnection, keys: Iterable[str]) -> dict[str, Entry]:
    """The entries with these keys."""
    query = select(LEDGER).where(LEDGER.c.key.in_(list(keys)))
    return {r["key"]: entry_of(r) for r in (await connection.execute(query)).mappings()}


async def _ends(connection: AsyncConnection, keys: Iterable[str]) -> list[Record]:
    """The last rows of the chains that begin with these keys."""
    return await travel(connection, lambda trip: [end for k in keys if (end := _end(trip, k)) is not None])


def _end(trip: Trip, key: str) -> Record | None:
    """The last row of a chain of rows each of which is against the one before; None when there is none."""
    found = trip.find_records(_ROW, [(key,)])
    while found:
        against = trip.find_records(_AGAINST, [(found[0]["key"],)])
        if not against:
            return found[0]
        found = against
    return None


Reaction = tuple[int, int, int]  # own chat, message, own person who reacted


def reaction_entry(trip: Trip, reaction: Reaction, first: str) -> Entry | None:
    """What was last written about a reaction, whose first entry has the key `first`; None for nothing."""
    heads = trip.find(_REACTION, [reaction])
    row = _end(trip, heads[0][0] if heads else first)
    return entry_of(row) if row is not None else None


def set_reactions(trip: Trip, rows: Sequence[tuple[int, int, int, str]]) -> None:
    """Remember the newest entries about reactions: (chat, message, person, key)."""
    trip.many(_SET_REACTION, rows)


def entry_of(row: RowMapping | Mapping[str, object]) -> Entry:
    """A stored row as the engine's value."""
    r = dict(row)
    return Entry(
        key=r["key"],
        person=r["person_id"],
        source=r["source"],
        currency=r["currency"],
        raw=r["raw"],
        granted=r["granted"],
        day=r["day"],
        at=r["at"],
        actor=r["actor_id"] or 0,
        message_id=r["message_id"],
        reason=r["reason"],
        reverses=r["reverses"] or "",
    )
