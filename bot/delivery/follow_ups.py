"""What a receipt sets off: the next outbox rows, and what the bot remembers of its own messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.authority import UNSURE
from bot.core.receipt_answers import answer_later
from bot.features.moderation.casefile import REFRESH
from bot.features.moderation.outcome import OUTCOME
from bot.features.screening.locks import Waits
from bot.platforms.telegram.calls import Follow, Priority, Reply, chat_ref
from rules.engine.events import Person
from storage import casework, chat_settings, chats, outbox, timers
from storage.directory import Directory
from storage.outbox import Waiting

_METHODS = {"delete": "deleteMessage", "pin": "pinChatMessage"}


def next_rows(call: Waiting, message_id: int, now: int) -> list[dict[str, Any]]:
    """The calls that follow a call which posted a message."""
    follows = enumerate(msgspec.convert(call.follow, tuple[Follow, ...]))
    return [
        _next_row(follow, f"{call.key}/{number}", call.lane, message_id, now)
        for number, follow in follows
        if follow.kind in _METHODS
    ]


def is_remembered(call: Waiting) -> bool:
    """Whether something else than a call follows: `follow_up` does that."""
    return any(follow["kind"] not in _METHODS for follow in call.follow)


async def follow_up(
    connection: AsyncConnection, call: Waiting, reply: Reply, message_id: int, now: int
) -> None:
    """Store what should be remembered of a call that was carried out."""
    result = reply.result
    for follow in msgspec.convert(call.follow, tuple[Follow, ...]):
        if follow.kind in ("administrators", "again"):
            await _store_administrators(connection, call.lane, result, now)
            if follow.kind == "again":
                await timers.set_timer(
                    connection, f"again:{call.key}", "again", call.lane, None, now, follow.payload
                )
        elif follow.kind == "member":
            if result.get("status") == "member" or result.get("is_member"):
                await chats.found_inside(connection, call.lane, follow.subject_id, now)
        elif follow.kind == "linked":
            # A timer: what the pipeline remembers of the chat is in step with its row.
            linked = str(int(result.get("linked_chat_id") or 0))
            await timers.set_timer(connection, f"linked:{call.key}", "linked", call.lane, None, now, linked)
        elif follow.kind == "case":
            await _look_at_case(connection, call.lane, follow, now)
        elif follow.kind == "answer":
            await answer_later(connection, call, follow, reply, now)
        elif follow.kind == "permissions":
            await _store_permissions(connection, call, result, now, follow.payload)
        elif follow.kind == "posted":
            row = {
                "chat_id": call.lane,
                "message_id": message_id,
                "subject": follow.subject,
                "subject_id": follow.subject_id,
                "at": now,
            }
            await outbox.remember_posted(connection, [row])


async def tell_refused(connection: AsyncConnection, refused: Mapping[int, tuple[str, str]], now: int) -> None:
    """Let the cards of cases say which of their calls (outbox id → state, why) were not carried out."""
    if refused:
        for row in await casework.refuse_acts(connection, refused):
            case = row["incident_id"] or row["case_id"]
            key = f"card:{case}"
            await timers.set_timer(connection, key, REFRESH, row["chat_id"], None, now, str(case))
            await _look_at_case(connection, row["chat_id"], Follow("case", subject_id=row["case_id"]), now)


async def follow_refused(
    connection: AsyncConnection, refused: Iterable[tuple[Waiting, Reply]], now: int
) -> None:
    """Let those hear of it who wait for a call that was not carried out."""
    for call, reply in refused:
        for follow in msgspec.convert(call.follow, tuple[Follow, ...]):
            if follow.kind == "case":
                await _look_at_case(connection, call.lane, follow, now)
            elif follow.kind == "answer":
                await answer_later(connection, call, follow, reply, now)
            elif follow.kind == "permissions" and follow.payload:
                waits = msgspec.json.decode(follow.payload, type=Waits)
                await _look_at_case(connection, call.lane, waits.look, now)
            elif follow.kind == "again":  # a list of administrators did not come
                await timers.set_timer(
                    connection, f"unsure:{call.key}", UNSURE, call.lane, None, now, follow.payload
                )


async def _look_at_case(connection: AsyncConnection, chat: int, follow: Follow, now: int) -> None:
    """Look at what became of a case, once all that is under way has ended."""
    number = follow.subject_id
    payload = follow.payload or str(number)
    await timers.set_timer(connection, f"{OUTCOME}:{number}", OUTCOME, chat, None, now, payload)


async def _store_administrators(connection: AsyncConnection, chat: int, result: Any, now: int) -> None:
    """Keep the answer of getChatAdministrators: people and their roles."""
    listed = [(m["user"], m["status"]) for m in result if not m["user"].get("is_bot")]
    anonymous = [m for m in result if not m["user"].get("is_bot") and m.get("is_anonymous")]
    people = [
        Person(
            u["id"],
            " ".join(filter(None, (u.get("first_name"), u.get("last_name")))),
            u.get("username", ""),
            u.get("language_code", ""),
        )
        for u, _ in listed
    ]
    directory = Directory()
    await directory.resolve(connection, [], people)
    roles = {directory.person(u["id"]).id: status for u, status in listed}
    hidden = {directory.person(m["user"]["id"]).id for m in anonymous}
    await chats.set_administrators(connection, chat, roles, now, hidden)


async def _store_permissions(
    connection: AsyncConnection, call: Waiting, result: Any, now: int, waits: str
) -> None:
    """Keep what a chat's members may do, unless it is known from before the locks; then see to the locks."""
    chat = call.lane
    if await chat_settings.permissions_of(connection, chat) is None:
        granted = result.get("permissions") or {}
        await chat_settings.keep_permissions(connection, chat, granted, [], now)
    await timers.set_timer(connection, f"locks:{call.key}", "locks", chat, None, now, waits)


def _next_row(follow: Follow, key: str, lane: int, message_id: int, now: int) -> dict[str, Any]:
    method = _METHODS[follow.kind]
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
