"""What members wrote lately, and which of it was replied to."""

from __future__ import annotations

from sqlalchemy import RowMapping, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.happenings import EVENT, TEXT
from storage.learning import CHAT

_MOST_TEXTS = 20_000  # newest ones
_MOST_EVENTS = 200_000  # newest ones; the table is read from its end alone


async def newest_texts(connection: AsyncConnection, community: int, since: int) -> list[RowMapping]:
    """The newest stored messages of the community's chats since then, in order of time."""
    query = (
        select(TEXT.c.chat_id, TEXT.c.message_id, TEXT.c.person_id, TEXT.c.at, TEXT.c.text)
        .join(CHAT, CHAT.c.id == TEXT.c.chat_id)
        .where(CHAT.c.community_id == community, CHAT.c.role == "members")
        .where(TEXT.c.at >= since, TEXT.c.text != "", TEXT.c.deleted_at == 0)
        .order_by(TEXT.c.at.desc())
        .limit(_MOST_TEXTS)
    )
    return list((await connection.execute(query)).mappings())[::-1]


async def replied_to(connection: AsyncConnection) -> set[tuple[int, int]]:
    """(chat, message) pairs that a newer message replies to, as far as the newest events tell."""
    last = (await connection.execute(select(func.max(EVENT.c.id)))).scalar() or 0
    query = select(EVENT.c.chat_id, EVENT.c.reply_to).where(
        EVENT.c.id > last - _MOST_EVENTS, EVENT.c.reply_to > 0
    )
    return {(row.chat_id, row.reply_to) for row in await connection.execute(query)}
