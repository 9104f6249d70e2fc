"""The ledger and the balances that follow from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, and_, func, or_, select, text

from rules.engine.entries import PENDING, Entry
from storage import tables
from storage.directory import ALIAS
from storage.prepared_statements import Lookup, Record, Row, attempt, find, find_records, inserting, many
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
    update=lambda new: {"streak": new.streak, "last_checkin": new.last_checkin, "zone": new.zone},
)
_TAKEN_BACK = LEDGER.alias()
_EARNED = text(
    "ledger.source IN ('message', 'reaction', 'reply', 'thanks', 'checkin', 'accepted', 'asked', 'essence',"
    " 'camp', 'camp_comment', 'quiz', 'homework')"
)
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
    connection: Connection,
    payments: Sequence[Payment],
    book: str,
    heads: Mapping[Owner, str] | None = None,
) -> set[str]:
    """Append the entries whose keys are new, and move the balances by just those.

    A key that is there already costs its own row alone.

    Args:
        connection: where the database is.
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
    if not attempt(connection, lambda: _append(connection, payments, book, heads)):
        payments = _without_known(connection, payments)
        _append(connection, payments, book, None)
    return {p.entry.key for p in payments}


def _append(
    connection: Connection, new: Sequence[Payment], book: str, heads: Mapping[Owner, str] | None
) -> None:
    if heads is None:
        owners = sorted({(p.community, p.entry.person) for p in new})
        heads = {(c, p): head for c, p, head in find(connection, _HEADS, owners)}
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
    many(connection, _ADD, rows)
    balances = [(*owner, xp, coins, 0, "", head, "", 0) for owner, (xp, coins, head) in moved.items()]
    many(connection, _MOVE, balances)


def _without_known(connection: Connection, payments: Sequence[Payment]) -> list[Payment]:
    there = {key for (key,) in find(connection, _KEYS, [(p.entry.key,) for p in payments])}
    reversed_ones = [(p.entry.reverses,) for p in payments if p.entry.reverses]
    taken = {key for (key,) in find(connection, _REVERSED, reversed_ones)}
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
        entry.status,
        entry.season,
        entry.zone,
    )


def set_streaks(connection: Connection, rows: Sequence[tuple[int, int, int, str, str]]) -> None:
    """Remember check-ins: (community, person, days in a row, local day, time zone)."""
    many(
        connection, _STREAK, [(*owner, 0, 0, streak, day, "", zone, 0) for *owner, streak, day, zone in rows]
    )


def paid_for(connection: Connection, chat: int, messages: Iterable[int]) -> list[Entry]:
    """Entries that these messages brought and that nobody took back yet."""
    wanted = sorted(set(messages))
    keys = _keys_of(connection, chat, wanted)
    written = [r for r in _ends(connection, keys) if r["granted"] > 0]
    brought = find_records(connection, _BROUGHT, [(chat, m) for m in wanted])
    return [entry_of(r) for r in sorted([*written, *brought], key=lambda r: int(r["id"]))]


def _keys_of(connection: Connection, chat: int, messages: Iterable[int]) -> list[str]:
    """The keys of what these messages earned by themselves."""
    here = [r["platform_id"] for r in find_records(connection, _HERE, [(chat,)])]
    return [f"message:{platform}:{message}" for platform in here for message in messages]


def taken_for(
    connection: Connection, chat: int, messages: Iterable[int], reasons: Iterable[str]
) -> list[Entry]:
    """Entries that took points because of these messages, and that nobody gave back yet; of those that took
    back other points than the messages' own, the ones with these reasons."""
    wanted = sorted(set(messages))
    given_back = LEDGER.alias()
    there = ~select(given_back.c.id).where(given_back.c.reverses == LEDGER.c.key).exists()
    taken = select(LEDGER).where(LEDGER.c.granted < 0, there)
    keys = _keys_of(connection, chat, wanted)
    ends = [r for r in _ends(connection, keys) if r["granted"] < 0]
    brought = taken.where(_BESIDE, LEDGER.c.chat_id == chat, LEDGER.c.message_id.in_(wanted)).where(
        LEDGER.c.reverses.is_(None) | (LEDGER.c.reason.in_(list(reasons)))
    )
    rows = [*ends, *connection.execute(brought).mappings()]
    return [entry_of(r) for r in sorted(rows, key=lambda r: int(r["id"]))]


def by_keys(connection: Connection, keys: Iterable[str]) -> dict[str, Entry]:
    """The entries with these keys."""
    query = select(LEDGER).where(LEDGER.c.key.in_(list(keys)))
    return {r["key"]: entry_of(r) for r in connection.execute(query).mappings()}


def _ends(connection: Connection, keys: Iterable[str]) -> list[Record]:
    """The last rows of the chains that begin with these keys."""
    return [end for k in keys if (end := _end(connection, k)) is not None]


def _end(connection: Connection, key: str) -> Record | None:
    """The last row of a chain of rows each of which is against the one before; None when there is none."""
    found = find_records(connection, _ROW, [(key,)])
    while found:
        against = find_records(connection, _AGAINST, [(found[0]["key"],)])
        if not against:
            return found[0]
        found = against
    return None


def end_of(connection: Connection, key: str) -> Entry | None:
    """What was last written about the act whose first entry has this key; None for nothing."""
    row = _end(connection, key)
    return entry_of(row) if row is not None else None


Reaction = tuple[int, int, int]  # own chat, message, own person who reacted


def reaction_entry(connection: Connection, reaction: Reaction, first: str) -> Entry | None:
    """What was last written about a reaction, whose first entry has the key `first`; None for nothing."""
    heads = find(connection, _REACTION, [reaction])
    row = _end(connection, heads[0][0] if heads else first)
    return entry_of(row) if row is not None else None


def set_reactions(connection: Connection, rows: Sequence[tuple[int, int, int, str]]) -> None:
    """Remember the newest entries about reactions: (chat, message, person, key)."""
    many(connection, _SET_REACTION, rows)


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
        status=r["status"],
        season=r["season"],
        zone=r["zone"],
    )


def earned_since(
    connection: Connection, community: int, sources: Sequence[str], since: int
) -> dict[int, int]:
    """By person: what these sources brought since a moment, undone points taken off."""
    query = (
        select(LEDGER.c.person_id, func.sum(LEDGER.c.granted))
        .where(LEDGER.c.community_id == community, LEDGER.c.at >= since, LEDGER.c.source.in_(sources))
        .group_by(LEDGER.c.person_id)
    )
    return {person: int(points or 0) for person, points in connection.execute(query)}


def waiting(
    connection: Connection, community: int, source: str, since: int, until: int
) -> list[tuple[int, Entry]]:
    """Entries of a source, of [since, until), that are still pending, each with its chat."""
    after = LEDGER.alias()
    query = (
        select(LEDGER)
        .where(LEDGER.c.community_id == community, LEDGER.c.at >= since, LEDGER.c.at < until)
        .where(LEDGER.c.status == PENDING, LEDGER.c.source == source)
        .where(~select(after.c.id).where(after.c.reverses == LEDGER.c.key).exists())
        .order_by(LEDGER.c.id)
    )
    return [(int(r["chat_id"] or 0), entry_of(r)) for r in connection.execute(query).mappings()]
