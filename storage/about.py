"""What is kept about a member beside their standing: reports of what they wrote, notes on their cases."""

from __future__ import annotations

from sqlalchemy import RowMapping, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.cases import CASE
from storage.casework import NOTE
from storage.chats import CHAT
from storage.reports import REPORT


async def reports(connection: AsyncConnection, community: int, person: int) -> int:
    """How many reports there are of a member's messages in a community."""
    query = select(func.count()).select_from(REPORT).join(CHAT, CHAT.c.id == REPORT.c.chat_id)
    where = REPORT.c.person_id == person, CHAT.c.community_id == community
    return int((await connection.execute(query.where(*where))).scalar_one())


async def notes(connection: AsyncConnection, community: int, person: int, limit: int) -> list[RowMapping]:
    """The newest notes on a member's cases."""
    query = (
        select(NOTE.c.case_id, NOTE.c.at, NOTE.c.text)
        .join(CASE, CASE.c.id == NOTE.c.case_id)
        .where(CASE.c.community_id == community, CASE.c.person_id == person)
        .order_by(NOTE.c.id.desc())
        .limit(limit)
    )
    return list((await connection.execute(query)).mappings())
