"""Members' reports of messages."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables
from storage.store import table
from storage.upsert import insert_new

REPORT = table(tables.Report)


async def add(connection: AsyncConnection, row: dict[str, Any]) -> int:
    """Keep a report; how many members have reported the message, 0 when this one had done so already."""
    if not await insert_new(connection, REPORT, [row], "reporter_id"):
        return 0
    query = select(func.count()).where(
        REPORT.c.chat_id == row["chat_id"], REPORT.c.message_id == row["message_id"]
    )
    return int((await connection.execute(query)).scalar_one())
