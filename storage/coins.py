"""Coins in the ledger: bring them in step with points, let old ones go, and read what somebody has."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic import ValidationError
from sqlalchemy import BigInteger, Connection, RowMapping, bindparam, func, select

from rules.config.incentives import IncentivesModel, policy_of
from rules.engine.coins import EARNED, EXPIRED, GIFT, Earned, Movement, Purse, due, purse
from rules.engine.entries import Entry, adjusts
from rules.engine.policy import CoinsPolicy
from storage import cache_invalidations, ledger
from storage.cases import BOOK
from storage.ledger import LEDGER, STANDING
from storage.prepared_statements import Record, Statement, records

COIN = "coin"
_SLACK = 9 * 86_400  # seconds: rows of a day may come a day late, and the day before it begins elsewhere
_DAY = 86_400


def _back(_insert: Any) -> Any:
    """A person's ledger rows from the newest back, as long as they are younger than both bounds."""
    mine = (STANDING.c.community_id == bindparam("community"), STANDING.c.person_id == bindparam("person"))
    head = select(STANDING.c.head).where(*mine).scalar_subquery()
    start = select(LEDGER).where(LEDGER.c.key == head, LEDGER.c.id > bindparam("after", type_=BigInteger))
    back = start.cte("back", recursive=True)
    step = select(LEDGER).where(LEDGER.c.key == back.c.previous)
    step = step.where(
        LEDGER.c.id > bindparam("after_", type_=BigInteger),
        LEDGER.c.at > bindparam("since", type_=BigInteger),
    )
    return select(back.union_all(step))


_BACK = Statement(_back, ("community", "person", "after", "after_", "since"))


def movements(connection: Connection, community: int, person: int) -> list[RowMapping]:
    """Somebody's ledger rows in coins, the oldest first."""
    query = select(LEDGER).where(LEDGER.c.currency == COIN, LEDGER.c.community_id == community)
    query = query.where(LEDGER.c.person_id == person).order_by(LEDGER.c.id)
    return list(connection.execute(query).mappings())


def as_movements(rows: Iterable[RowMapping | Entry]) -> list[Movement]:
    """The same as the engine reads them."""
    return [
        Movement(r.source, r.granted, r.day, r.at)
        if isinstance(r, Entry)
        else Movement(r["source"], r["granted"], r["day"], r["at"])
        for r in rows
    ]


def missing(
    connection: Connection, community: int, person: int, policy: CoinsPolicy, today: str, now: int
) -> tuple[list[Entry], Purse]:
    """What has to be written so that coins are in step with points and the clock, and what somebody has then.

    Days whose points moved since the last time bring what all of their points bring together.
    """
    rows = movements(connection, community, person)
    has, turns = _by_day(rows, EARNED)
    after = max((int(r["id"]) for r in rows if r["source"] == EARNED), default=0)
    found: list[Entry] = []
    for day, amount in sorted(_due_since(connection, community, person, after).items()):
        change = amount - has[day]
        if change:
            found.append(_entry(EARNED, community, person, day, turns[day], change, now))
    held = purse(as_movements([*rows, *found]), policy.lasts, now)
    gone, turns = _by_day(rows, EXPIRED)
    change = held.expired + sum(gone.values())
    if change:
        found.append(_entry(EXPIRED, community, person, today, turns[today], -change, now))
    return found, held


def _by_day(rows: Iterable[RowMapping], source: str) -> tuple[dict[str, int], dict[str, int]]:
    """By day, how many coins a source moved, and in how many rows."""
    sums, turns = defaultdict[str, int](int), defaultdict[str, int](int)
    for row in rows:
        if row["source"] == source:
            sums[row["day"]] += row["granted"]
            turns[row["day"]] += 1
    return sums, turns


def _entry(source: str, community: int, person: int, day: str, turn: int, change: int, now: int) -> Entry:
    key = f"{source}:{community}:{person}:{day}:{turn}"
    return Entry(
        key=key, person=person, source=source, currency=COIN, raw=change, granted=change, day=day, at=now
    )


def _due_since(connection: Connection, community: int, person: int, after: int) -> dict[str, int]:
    """What the days bring whose points moved after a ledger row."""
    new = records(connection, _BACK, (community, person, after, after, 0))
    days = {r["day"] for r in new if r["currency"] != COIN}
    if not days:
        return {}
    rows = new
    if after:
        rows = records(connection, _BACK, (community, person, 0, 0, _begin(min(days))))
    found = due(_earned(connection, [r for r in rows if r["day"] in days and r["currency"] != COIN]))
    return {day: found.get(day, 0) for day in days}


def _begin(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) - _SLACK


def _earned(connection: Connection, rows: list[Record]) -> list[Earned]:
    """Points of days as the engine reads them: each act, and what is against it, by the rules of then."""
    roots: dict[str, Record] = {}
    found = list[Earned]()
    policies: dict[str, CoinsPolicy | None] = {}
    for row in sorted(rows, key=lambda r: int(r["id"])):
        if adjusts(row["key"]):
            root = roots.get(row["key"].split(":", 2)[2])
        elif row["reverses"]:
            root = roots.get(row["reverses"])
        else:
            root = row if row["raw"] > 0 else None  # what rules take is no coin's business
        if root is None:
            continue
        roots[row["key"]] = root
        book = root["book"]
        if book not in policies:
            policies[book] = _policy(connection, book)
        found.append(Earned(row["day"], row["source"], row["granted"], policies[book]))
    return found


def _policy(connection: Connection, book: str) -> CoinsPolicy | None:
    body = connection.execute(select(BOOK.c.body).where(BOOK.c.hash == book)).scalar()
    return _policy_in(body) if body is not None else None


@lru_cache(maxsize=16)
def _policy_in(body: str) -> CoinsPolicy | None:
    """What a stored rule book says of coins; None when it is of an earlier shape that cannot be read."""
    try:
        files: Mapping[str, Any] = json.loads(body).get("files", {})
        return policy_of(IncentivesModel.model_validate(files.get("incentives") or {})).coins
    except (ValueError, ValidationError):
        return None


def unlike(connection: Connection, community: int, person: int) -> list[tuple[str, int, int]]:
    """Days whose coins are not what their points brought when they were counted last: day, coins, due."""
    rows = movements(connection, community, person)
    has, _ = _by_day(rows, EARNED)
    newest = max((int(r["id"]) for r in rows if r["source"] == EARNED), default=0)
    all_ = records(connection, _BACK, (community, person, 0, 0, 0))
    found = due(_earned(connection, [r for r in all_ if r["currency"] != COIN and int(r["id"]) < newest]))
    return [
        (day, has[day], found.get(day, 0)) for day in sorted({*has, *found}) if has[day] != found.get(day, 0)
    ]


def owners(connection: Connection) -> list[tuple[int, int]]:
    """Who ever earned coins: community and person."""
    query = select(LEDGER.c.community_id, LEDGER.c.person_id).where(LEDGER.c.currency == COIN)
    rows = connection.execute(query.where(LEDGER.c.source == EARNED).distinct())
    return [(int(c), int(p)) for c, p in rows]


def moved_since(connection: Connection, community: int, since: int) -> list[int]:
    """Whose points or coins moved since a moment, and who has coins that may go."""
    recent = select(LEDGER.c.person_id).where(LEDGER.c.community_id == community, LEDGER.c.at >= since)
    holders = select(STANDING.c.person_id).where(STANDING.c.community_id == community, STANDING.c.coins > 0)
    return sorted(int(p) for p in connection.execute(recent.union(holders)).scalars())


def keep_in_step(
    connection: Connection,
    community: int,
    people: Iterable[int],
    policy: CoinsPolicy,
    today: str,
    now: int,
    book: str,
) -> int:
    """Write what is missing for these people; how many got or lost coins."""
    moved = 0
    for person in people:
        entries, _ = missing(connection, community, person, policy, today, now)
        if entries:
            ledger.add(connection, [ledger.Payment(community, None, e) for e in entries], book)
            cache_invalidations.mark(connection, [(0, person)])
            moved += 1
    return moved


class Gifts(NamedTuple):
    """What limits of gifts are about: coins, and whom the giver gave any within a week."""

    given_today: int
    received_today: int
    pair_week: int
    people: frozenset[int]


def gifts(connection: Connection, community: int, giver: int, receiver: int, begin: int, now: int) -> Gifts:
    """What two members gave and were given since the day's `begin`, and within a week."""
    gave = [r for r in movements(connection, community, giver) if r["source"] == GIFT]
    received = [r for r in movements(connection, community, receiver) if r["source"] == GIFT]
    week = now - 7 * _DAY
    return Gifts(
        -sum(r["granted"] for r in gave if r["granted"] < 0 and r["at"] >= begin),
        sum(r["granted"] for r in received if r["granted"] > 0 and r["at"] >= begin),
        sum(abs(r["granted"]) for r in received if r["actor_id"] == giver and r["at"] > week),
        frozenset(r["actor_id"] for r in gave if r["granted"] < 0 and r["at"] > week),
    )


def totals(connection: Connection, community: int, since: int, until: int) -> dict[str, int]:
    """Coins by source within [since, until): what came is positive, what went negative."""
    query = select(LEDGER.c.source, func.sum(LEDGER.c.granted)).where(
        LEDGER.c.community_id == community,
        LEDGER.c.currency == COIN,
        LEDGER.c.at >= since,
        LEDGER.c.at < until,
    )
    return {source: int(total) for source, total in connection.execute(query.group_by(LEDGER.c.source))}
