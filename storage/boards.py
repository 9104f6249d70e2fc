"""Reading the ledger: leaderboards, a member's place and history."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import RowMapping, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.ledger import LEDGER, MEMBER, PERSON, PREFERENCE, STANDING


class Place(Struct, frozen=True):
    """One line of a leaderboard."""

    rank: int
    person: int
    name: str
    xp: int


async def leaderboard(
    connection: AsyncConnection, community: int, since: int, limit: int = 10, until: int = 2**62
) -> list[Place]:
    """Who earned most in [since, until). Administrators, leavers and those who opted out don't show."""
    hidden = select(PREFERENCE.c.person_id).where(
        PREFERENCE.c.community_id == community,
        PREFERENCE.c.name == "leaderboard",
        PREFERENCE.c.value == "off",
    )
    staff = select(MEMBER.c.person_id).where(MEMBER.c.role.in_(["creator", "administrator"]))
    present = select(MEMBER.c.person_id).where(MEMBER.c.role.in_(["member", "restricted"]))
    total = func.sum(LEDGER.c.granted).label("xp")
    query = (
        select(LEDGER.c.person_id, PERSON.c.name, total)
        .join(PERSON, PERSON.c.id == LEDGER.c.person_id)
        .where(LEDGER.c.community_id == community, LEDGER.c.currency == "xp")
        .where(LEDGER.c.at >= since, LEDGER.c.at < until, PERSON.c.platform_id.is_not(None))
        .where(LEDGER.c.person_id.not_in(hidden), LEDGER.c.person_id.not_in(staff))
        .where(LEDGER.c.person_id.in_(present))
        .group_by(LEDGER.c.person_id, PERSON.c.name)
        .having(total > 0)
        .order_by(total.desc(), LEDGER.c.person_id)
        .limit(limit)
    )
    rows = (await connection.execute(query)).all()
    return [Place(i, r.person_id, r.name, int(r.xp)) for i, r in enumerate(rows, 1)]


async def rank(connection: AsyncConnection, community: int, xp: int) -> int:
    """The place that `xp` has among all members of the community, from 1."""
    query = select(func.count()).where(STANDING.c.community_id == community, STANDING.c.xp > xp)
    return int((await connection.execute(query)).scalar_one()) + 1


async def history(
    connection: AsyncConnection, community: int, person: int, limit: int = 20
) -> list[RowMapping]:
    """The newest ledger rows of a member, read along their chain."""
    head = (
        select(STANDING.c.head)
        .where(STANDING.c.community_id == community, STANDING.c.person_id == person)
        .scalar_subquery()
    )
    start = select(LEDGER, literal(1).label("n")).where(LEDGER.c.key == head)
    chain = start.cte("chain", recursive=True)
    older = select(LEDGER, chain.c.n + 1).where(LEDGER.c.key == chain.c.previous, chain.c.n < limit)
    query = select(chain.union_all(older)).order_by("n")
    return list((await connection.execute(query)).mappings())


async def total_points(connection: AsyncConnection) -> int:
    """All XP in the ledger."""
    return int((await connection.execute(select(func.coalesce(func.sum(LEDGER.c.granted), 0)))).scalar_one())
