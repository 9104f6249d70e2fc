"""The ledger and the balances that follow from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping, bindparam, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.engine.entries import Entry
from rules.engine.state import Standing
from storage import tables
from storage.store import table
from storage.upsert import insert_new, upsert

LEDGER, STANDING, MEMBER = table(tables.LedgerRow), table(tables.Standing), table(tables.Member)
PREFERENCE, PERSON = table(tables.Preference), table(tables.Person)
_DAY = 86_400
_PAIR_DAYS = 7


async def standings(
    connection: AsyncConnection,
    community: int,
    people: Iterable[int],
    day: str,
) -> dict[int, Standing]:
    """What incentives may know of these people on local `day`.

    Who gave to whom is counted from a week before that day on: by the day and not by the moment, so that
    it does not matter with which other updates an event is decided.
    """
    since = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) - _PAIR_DAYS * _DAY
    wanted = sorted(set(people))
    if not wanted:
        return {}
    mine = (LEDGER.c.community_id == community) & LEDGER.c.person_id.in_(wanted)
    today: dict[int, dict[str, int]] = defaultdict(dict)
    last: dict[int, dict[str, int]] = defaultdict(dict)
    query = (
        select(LEDGER.c.person_id, LEDGER.c.source, func.sum(LEDGER.c.granted).label("granted"))
        .where(mine, LEDGER.c.day == day, LEDGER.c.currency == "xp")
        .group_by(LEDGER.c.person_id, LEDGER.c.source)
    )
    for row in await connection.execute(query):
        today[row.person_id][row.source] = int(row.granted)
    query = (
        select(LEDGER.c.person_id, LEDGER.c.source, func.max(LEDGER.c.at).label("at"))
        .where(mine, LEDGER.c.at > since, LEDGER.c.granted > 0)
        .group_by(LEDGER.c.person_id, LEDGER.c.source)
    )
    for row in await connection.execute(query):
        last[row.person_id][row.source] = row.at
    givers, given = await _giving(connection, community, wanted, day, since)
    query = select(STANDING).where(STANDING.c.community_id == community, STANDING.c.person_id.in_(wanted))
    rows = {r["person_id"]: r for r in (await connection.execute(query)).mappings()}
    return {
        p: Standing(
            person=p,
            day=day,
            today=today[p],
            last_at=last[p],
            recent_givers=givers[p],
            given_today=given[p],
            **_balances(rows.get(p)),
        )
        for p in wanted
    }


def _balances(row: RowMapping | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {name: row[name] for name in ("xp", "coins", "streak", "last_checkin")}


async def _giving(
    connection: AsyncConnection, community: int, people: Sequence[int], day: str, since: int
) -> tuple[defaultdict[int, dict[int, int]], defaultdict[int, dict[str, int]]]:
    """Awards received by giver since `since`, and awards given today by source."""
    givers: defaultdict[int, dict[int, int]] = defaultdict(dict)
    given: defaultdict[int, dict[str, int]] = defaultdict(dict)
    query = (
        select(LEDGER.c.person_id, LEDGER.c.actor_id, func.count().label("n"))
        .where(LEDGER.c.community_id == community, LEDGER.c.person_id.in_(people))
        .where(LEDGER.c.at > since, LEDGER.c.actor_id.is_not(None), LEDGER.c.reverses.is_(None))
        .group_by(LEDGER.c.person_id, LEDGER.c.actor_id)
    )
    for row in await connection.execute(query):
        givers[row.person_id][row.actor_id] = row.n
    query = (
        select(LEDGER.c.actor_id, LEDGER.c.source, func.count().label("n"))
        .where(LEDGER.c.community_id == community, LEDGER.c.actor_id.in_(people))
        .where(LEDGER.c.day == day, LEDGER.c.reverses.is_(None))
        .group_by(LEDGER.c.actor_id, LEDGER.c.source)
    )
    for row in await connection.execute(query):
        given[row.actor_id][row.source] = row.n
    return givers, given


async def add(
    connection: AsyncConnection, community: int, chat: int | None, entries: Sequence[Entry], book: str
) -> set[str]:
    """Append the entries whose keys are new, and move the balances by just those; the new keys."""
    rows = [
        {
            "key": e.key,
            "community_id": community,
            "person_id": e.person,
            "chat_id": chat,
            "source": e.source,
            "currency": e.currency,
            "raw": e.raw,
            "granted": e.granted,
            "day": e.day,
            "at": e.at,
            "actor_id": e.actor or None,
            "message_id": e.message_id,
            "reason": e.reason,
            "reverses": e.reverses or None,
            "book": book,
        }
        for e in entries
    ]
    new = set(await insert_new(connection, LEDGER, rows, "key"))
    moved: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for entry in entries:
        if entry.key in new:
            moved[entry.person][entry.currency == "coin"] += entry.granted
    await _move(connection, community, moved)
    return new


async def _move(connection: AsyncConnection, community: int, moved: Mapping[int, Sequence[int]]) -> None:
    """Add to balances: XP and coins by person."""
    if not moved:
        return
    blank = {"community_id": community, "xp": 0, "coins": 0, "streak": 0, "last_checkin": ""}
    await insert_new(connection, STANDING, [blank | {"person_id": p} for p in moved], "person_id")
    statement = (
        update(STANDING)
        .where(STANDING.c.community_id == community, STANDING.c.person_id == bindparam("who"))
        .values(xp=STANDING.c.xp + bindparam("more_xp"), coins=STANDING.c.coins + bindparam("more_coins"))
    )
    rows = [{"who": p, "more_xp": xp, "more_coins": coins} for p, (xp, coins) in moved.items()]
    await connection.execute(statement, rows)


async def set_streak(connection: AsyncConnection, community: int, person: int, streak: int, day: str) -> None:
    """Remember a check-in: `streak` days in a row up to local `day`."""
    row = {
        "community_id": community,
        "person_id": person,
        "xp": 0,
        "coins": 0,
        "streak": streak,
        "last_checkin": day,
    }
    await upsert(connection, STANDING, [row], ["community_id", "person_id"], ["streak", "last_checkin"])


async def paid_for(connection: AsyncConnection, chat: int, messages: Iterable[int]) -> list[Entry]:
    """Entries that these messages brought and that nobody took back yet."""
    taken_back = LEDGER.alias()
    query = (
        select(LEDGER)
        .where(tuple_(LEDGER.c.chat_id, LEDGER.c.message_id).in_([(chat, m) for m in messages]))
        .where(LEDGER.c.reverses.is_(None), LEDGER.c.granted > 0)
        .where(~select(taken_back.c.id).where(taken_back.c.reverses == LEDGER.c.key).exists())
    )
    return [entry_of(r) for r in (await connection.execute(query)).mappings()]


async def by_keys(connection: AsyncConnection, keys: Iterable[str]) -> dict[str, Entry]:
    """The entries with these keys."""
    query = select(LEDGER).where(LEDGER.c.key.in_(list(keys)))
    return {r["key"]: entry_of(r) for r in (await connection.execute(query)).mappings()}


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
