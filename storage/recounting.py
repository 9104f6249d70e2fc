"""Counting days anew: what was taken back opens a day's caps for others, what is given again closes them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from pydantic import ValidationError
from sqlalchemy import BigInteger, Connection, bindparam, select

from rules.config.incentives import IncentivesModel, policy_of
from rules.engine.caps import Act, Caps, capped, caps_of, counted_anew, highest
from rules.engine.entries import PENDING, Entry, adjusts, limit_key
from rules.engine.standings import pairs_since
from storage import event_log
from storage.cases import BOOK
from storage.ledger import LEDGER, STANDING, Payment, entry_of
from storage.prepared_statements import Record, Statement, records

Day = tuple[int, int, str]  # community, person, local day


def _past(_insert: Any) -> Any:
    """A person's ledger rows from the newest back, as long as they are younger than `since`."""
    head = (
        select(STANDING.c.head)
        .where(STANDING.c.community_id == bindparam("community"), STANDING.c.person_id == bindparam("person"))
        .scalar_subquery()
    )
    start = select(LEDGER).where(LEDGER.c.key == head).cte("back", recursive=True)
    step = select(LEDGER).where(
        LEDGER.c.key == start.c.previous, LEDGER.c.at > bindparam("since", type_=BigInteger)
    )
    return select(start.union_all(step))


_PAST = Statement(_past, ("community", "person", "since"))


def recount(
    connection: Connection, days: Iterable[Day], now: int, in_force: Callable[[], Caps]
) -> list[Payment]:
    """What has to be written so that each of these days is as its acts that stand make it.

    Caps are those of the rule books by which the day's acts were paid; `in_force` are those of now.
    """
    found: list[Payment] = []
    for community, person, day in sorted(days):
        # Rows of the day may have come a day late, and what is against them any time later.
        rows = [
            r for r in records(connection, _PAST, (community, person, pairs_since(day))) if r["day"] == day
        ]
        rows.sort(key=lambda r: int(r["id"]))
        found += _recounted(connection, community, person, rows, now, in_force)
    return found


def _recounted(
    connection: Connection,
    community: int,
    person: int,
    rows: list[Record],
    now: int,
    in_force: Callable[[], Caps],
) -> list[Payment]:
    chains = _chains(rows)
    heads = [chain[0] for chain in chains.values()]
    gone = event_log.removed(connection, {(h["chat_id"] or 0, h["message_id"]) for h in heads})
    acts, has, limits = [], dict[str, int](), defaultdict[str, int](int)
    for row in rows:
        if adjusts(row["key"]):
            root = row["key"].split(":", 2)[2]
            limits[root] += 1
            has[root] = has.get(root, 0) + row["granted"]
    for root, chain in chains.items():
        base = next((r["granted"] for r in chain if r["granted"] > 0), 0)
        last = chain[-1]
        stands = last["raw"] > 0 and last["status"] != PENDING
        stands = stands and not (base == 0 and (last["chat_id"], last["message_id"]) in gone)
        acts.append(Act(root, chain[0]["source"], chain[0]["raw"], base, stands))
    caps = _caps(connection, {chain[0]["book"] for chain in chains.values()}) or in_force()
    wanted = counted_anew(acts, caps)
    changes = []
    for act in acts:
        change = wanted.get(act.key, 0) - (act.base if act.stands else 0) - has.get(act.key, 0)
        if change:
            first = entry_of(chains[act.key][0])
            changes.append(Payment(community, None, _limit(first, limits[act.key] + 1, change, now)))
    return changes


def _limit(act: Entry, turn: int, change: int, now: int) -> Entry:
    return Entry(
        key=limit_key(turn, act.key),
        person=act.person,
        source=act.source,
        raw=change,
        granted=change,
        day=act.day,
        at=now,
        reason="daily limit",
        season=act.season,
    )


def _chains(rows: list[Record]) -> dict[str, list[Record]]:
    """The acts of a day that caps hold, each with what was written against it, by the act's key."""
    roots: dict[str, str] = {}
    chains: dict[str, list[Record]] = {}
    for row in rows:
        if adjusts(row["key"]) or row["currency"] != "xp" or not capped(row["source"]):
            continue
        if row["reverses"] is None and row["raw"] > 0:
            roots[row["key"]] = row["key"]
            chains[row["key"]] = [row]
        elif row["reverses"] in roots:
            root = roots[row["key"]] = roots[row["reverses"]]
            chains[root].append(row)
    return chains


def _caps(connection: Connection, books: set[str]) -> Caps | None:
    query = select(BOOK.c.body).where(BOOK.c.hash.in_(books))
    found = [caps for (body,) in connection.execute(query) if (caps := _caps_in(body)) is not None]
    return highest(found) if found else None


@lru_cache(maxsize=16)
def _caps_in(body: str) -> Caps | None:
    """The caps of a stored rule book; None when it is of an earlier shape that cannot be read."""
    try:
        files: Mapping[str, Any] = json.loads(body).get("files", {})
        return caps_of(policy_of(IncentivesModel.model_validate(files.get("incentives") or {})))
    except (ValueError, ValidationError):
        return None
