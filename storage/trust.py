"""Members whom neither rules nor locks nor the door hold up."""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import cache_invalidations, tables
from storage.chats import CHAT, MEMBER
from storage.prepared_statements import Lookup, find_records
from storage.store import table
from storage.upsert import insert_new

TRUSTED = table(tables.Trusted)
_TRUST = Lookup(TRUSTED, ["at"], ["community_id", "person_id"])


async def is_trusted(connection: AsyncConnection, community: int, person: int) -> bool:
    """Whether a member has trust."""
    return bool(await find_records(connection, _TRUST, [(community, person)]))


async def trust(connection: AsyncConnection, community: int, person: int, by: int, now: int) -> bool:
    """Give trust in every group of the community; False when it was there already."""
    row = {"community_id": community, "person_id": person, "by_id": by, "at": now}
    new = await insert_new(connection, TRUSTED, [row], "at")
    await _stand(connection, community, person, "member", "trusted")
    return bool(new)


async def distrust(connection: AsyncConnection, community: int, person: int) -> bool:
    """Take it back; False when there was none."""
    chosen = TRUSTED.c.community_id == community, TRUSTED.c.person_id == person
    gone = await connection.execute(delete(TRUSTED).where(*chosen))
    await _stand(connection, community, person, "trusted", "member")
    return gone.rowcount == 1


async def _stand(connection: AsyncConnection, community: int, person: int, before: str, after: str) -> None:
    ours = select(CHAT.c.id).where(CHAT.c.community_id == community)
    statement = (
        update(MEMBER)
        .where(MEMBER.c.person_id == person, MEMBER.c.chat_id.in_(ours), MEMBER.c.role == before)
        .values(role=after)
    )
    await connection.execute(statement)
    await cache_invalidations.mark(connection, [(0, person)])
