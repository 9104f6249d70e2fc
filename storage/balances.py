"""Compare balances with the ledger they are a cache of, and rebuild them."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Select, case, func, select, union

from storage import cache_invalidations
from storage.ledger import LEDGER, STANDING
from storage.upsert import upsert


class Balance(Struct, frozen=True):
    """What `standing` has of a person in a community, and what the ledger says."""

    community: int
    person: int
    xp: int
    coins: int
    head: str  # key of the newest row
    ledger_xp: int
    ledger_coins: int
    ledger_head: str


def _sums() -> Select[Any]:
    def total(*, coin: bool) -> Any:
        of = LEDGER.c.currency == "coin" if coin else LEDGER.c.currency != "coin"
        return func.coalesce(func.sum(case((of, LEDGER.c.granted), else_=0)), 0)

    return select(
        LEDGER.c.community_id,
        LEDGER.c.person_id,
        total(coin=False).label("xp"),
        total(coin=True).label("coins"),
        func.max(LEDGER.c.id).label("newest"),
    ).group_by(LEDGER.c.community_id, LEDGER.c.person_id)


def off_balance(connection: Connection) -> list[Balance]:
    """Balances that are not what the ledger says, by community and person."""
    sums = _sums().subquery()
    who = union(
        select(STANDING.c.community_id, STANDING.c.person_id), select(sums.c.community_id, sums.c.person_id)
    ).subquery()
    here = (STANDING.c.community_id == who.c.community_id) & (STANDING.c.person_id == who.c.person_id)
    there = (sums.c.community_id == who.c.community_id) & (sums.c.person_id == who.c.person_id)
    newest = LEDGER.alias()
    has = [func.coalesce(STANDING.c.xp, 0), func.coalesce(STANDING.c.coins, 0)]
    has.append(func.coalesce(STANDING.c.head, ""))
    says = [func.coalesce(sums.c.xp, 0), func.coalesce(sums.c.coins, 0), func.coalesce(newest.c.key, "")]
    source = who.outerjoin(STANDING, here).outerjoin(sums, there)
    query = (
        select(who.c.community_id, who.c.person_id, *has, *says)
        .select_from(source.outerjoin(newest, newest.c.id == sums.c.newest))
        .where((has[0] != says[0]) | (has[1] != says[1]) | (has[2] != says[2]))
        .order_by(who.c.community_id, who.c.person_id)
    )
    rows = connection.execute(query).all()
    return [
        Balance(c, p, int(xp), int(coins), head, int(their_xp), int(their_coins), their_head)
        for c, p, xp, coins, head, their_xp, their_coins, their_head in rows
    ]


def counted(connection: Connection) -> tuple[int, int]:
    """How many balances there are, and rows of the ledger."""
    queries = [select(func.count()).select_from(table) for table in (STANDING, LEDGER)]
    balances, rows = [int(connection.execute(query).scalar_one()) for query in queries]
    return balances, rows


def rebuild(connection: Connection) -> int:
    """Set every balance that is off to what the ledger says; how many were. Streaks stay as they are.

    A running bot reads these members again.
    """
    off = off_balance(connection)
    rows = [
        {"community_id": b.community, "person_id": b.person, "xp": b.ledger_xp, "coins": b.ledger_coins}
        | {"head": b.ledger_head, "streak": 0, "last_checkin": "", "zone": "", "level": 0}
        for b in off
    ]
    upsert(connection, STANDING, rows, ["community_id", "person_id"], ["xp", "coins", "head"])
    cache_invalidations.mark(connection, [(0, b.person) for b in off])
    return len(off)
