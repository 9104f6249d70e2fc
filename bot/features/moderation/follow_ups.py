"""What receipts set off for cases: once the calls of a case have ended, it is looked at."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.moderation.casefile import REFRESH
from bot.features.moderation.outcome import CASE, OUTCOME
from bot.platforms.telegram.calls import Follow
from bot.platforms.telegram.follow_up import Receipt
from storage import casework, timers


async def call_ended(connection: AsyncConnection, receipt: Receipt) -> None:
    """Look at what became of a case, once all that is under way has ended."""
    await look_at_case(connection, receipt.call.lane, receipt.follow, receipt.now)


async def tell_cards(connection: AsyncConnection, refused: Mapping[int, tuple[str, str]], now: int) -> None:
    """Let the cards of cases say which of their calls were not carried out."""
    for row in await casework.refuse_acts(connection, refused):
        case, chat = row["incident_id"] or row["case_id"], row["chat_id"]
        await timers.set_timer(connection, f"card:{case}", REFRESH, chat, None, now, str(case))
        await look_at_case(connection, chat, Follow(CASE, subject_id=row["case_id"]), now)


async def look_at_case(connection: AsyncConnection, chat: int, follow: Follow, now: int) -> None:
    """Look at what became of a case, once all that is under way has ended."""
    key, payload = f"{OUTCOME}:{follow.subject_id}", follow.payload or str(follow.subject_id)
    await timers.set_timer(connection, key, OUTCOME, chat, None, now, payload)
