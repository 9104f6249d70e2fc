"""Levels of members: who has another than the one that was shown last."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Integer, and_, case, cast, func, literal, select, update

from storage.chats import CHAT
from storage.directory import are_people
from storage.ledger import MEMBER, PERSON, STANDING


def changed(
    connection: Connection, community: int, least: Sequence[int], limit: int
) -> list[tuple[int, int, int]]:
    """Members with another level than was shown: person, that level, the one they have."""
    level = sum((case((STANDING.c.xp >= xp, 1), else_=0) for xp in least), cast(literal(0), Integer))
    query = (
        select(STANDING.c.person_id, STANDING.c.level, level)
        .join(PERSON, PERSON.c.id == STANDING.c.person_id)
        .where(STANDING.c.community_id == community, STANDING.c.level != level, are_people())
        .order_by(STANDING.c.person_id)
        .limit(limit)
    )
    return [(int(person), int(before), int(now)) for person, before, now in connection.execute(query)]


def show(connection: Connection, community: int, person: int, level: int) -> None:
    """Remember which level is shown."""
    mine = and_(STANDING.c.community_id == community, STANDING.c.person_id == person)
    connection.execute(update(STANDING).where(mine).values(level=level))


def level_of(connection: Connection, community: int, person: int) -> int:
    """The level that is shown of somebody."""
    mine = and_(STANDING.c.community_id == community, STANDING.c.person_id == person)
    return int(connection.execute(select(STANDING.c.level).where(mine)).scalar() or 0)


def groups_of(connection: Connection, community: int, person: int) -> list[int]:
    """The groups in which somebody is an ordinary member: only those have tags."""
    query = (
        select(MEMBER.c.chat_id)
        .join(CHAT, CHAT.c.id == MEMBER.c.chat_id)
        .where(MEMBER.c.person_id == person, MEMBER.c.role.in_(["member", "restricted"]))
        .where(CHAT.c.community_id == community, CHAT.c.role == "members", CHAT.c.kind == "supergroup")
    )
    return list(connection.execute(query.order_by(MEMBER.c.chat_id)).scalars())


def shown(connection: Connection) -> dict[int, int]:
    """How many members are shown each level, of those who have one."""
    query = select(STANDING.c.level, func.count()).where(STANDING.c.level > 0).group_by(STANDING.c.level)
    return {int(level): int(count) for level, count in connection.execute(query)}
