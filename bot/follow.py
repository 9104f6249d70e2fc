"""What a receipt sets off: the next outbox rows, and what the bot remembers of its own messages."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.telegram.calls import Follow, Priority, chat_ref
from storage import outbox
from storage.outbox import Waiting


async def follow_up(connection: AsyncConnection, call: Waiting, message_id: int, now: int) -> bool:
    """Carry out what should follow a sent call; whether that queued new calls."""
    queued = False
    for number, follow in enumerate(msgspec.convert(call.follow, tuple[Follow, ...])):
        if follow.kind == "posted":
            row = {
                "chat_id": call.lane,
                "message_id": message_id,
                "subject": follow.subject,
                "subject_id": follow.subject_id,
                "at": now,
            }
            await outbox.remember_posted(connection, [row])
            continue
        await outbox.add(connection, [_next_row(follow, f"{call.key}/{number}", call.lane, message_id, now)])
        queued = True
    return queued


def _next_row(follow: Follow, key: str, lane: int, message_id: int, now: int) -> dict[str, Any]:
    method = {"delete": "deleteMessage", "pin": "pinChatMessage"}[follow.kind]
    params: dict[str, Any] = {"chat_id": chat_ref(lane), "message_id": message_id}
    if follow.kind == "pin":
        params["disable_notification"] = True
    return {
        "key": key,
        "lane": lane,
        "method": method,
        "params": params,
        "retry": "free",
        "priority": int(Priority.SCHEDULED),
        "not_before": now + follow.after,
        "follow": None,
        "at": now,
    }
