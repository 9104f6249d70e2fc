"""Writing down what happened: seen update ids, interactions, texts, dead letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables
from storage.store import table
from storage.upsert import insert_new, upsert

SEEN, EVENT, TEXT, DEAD = (
    table(tables.SeenUpdate),
    table(tables.EventRow),
    table(tables.MessageText),
    table(tables.DeadLetter),
)


async def claim_updates(connection: AsyncConnection, update_ids: Iterable[int], now: int) -> set[int]:
    """Mark the ids as committed; the ones that were not before."""
    rows = [{"update_id": i, "at": now} for i in sorted(set(update_ids))]
    return set(await insert_new(connection, SEEN, rows, "update_id"))


async def add_events(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Append interactions; every row has the same keys."""
    if rows:
        await connection.execute(EVENT.insert(), rows)


async def add_texts(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Store texts; an edited message's text replaces the earlier one."""
    latest = {(r["chat_id"], r["message_id"]): r for r in rows}
    await upsert(connection, TEXT, list(latest.values()), ["chat_id", "message_id"])


async def add_dead_letters(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Keep what could not be read, with the reason."""
    if rows:
        await connection.execute(DEAD.insert(), rows)


async def authors(
    connection: AsyncConnection, messages: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], int]:
    """Who wrote these (chat, message) pairs, as far as known."""
    wanted = sorted(set(messages))
    if not wanted:
        return {}
    query = (
        select(EVENT.c.chat_id, EVENT.c.message_id, EVENT.c.person_id)
        .where(tuple_(EVENT.c.chat_id, EVENT.c.message_id).in_(wanted))
        .where(EVENT.c.kind == "message", EVENT.c.person_id.is_not(None))
    )
    return {(r.chat_id, r.message_id): r.person_id for r in await connection.execute(query)}


async def mark_deleted(connection: AsyncConnection, chat: int, messages: Iterable[int], now: int) -> None:
    """Remember that the bot removed these messages."""
    ids = list(messages)
    await connection.execute(
        update(EVENT).where(EVENT.c.chat_id == chat, EVENT.c.message_id.in_(ids)).values(deleted_at=now)
    )


async def still_there(connection: AsyncConnection, chat: int, messages: Iterable[int]) -> list[int]:
    """Those of these messages that the bot has not removed yet."""
    wanted = sorted(set(messages))
    if not wanted:
        return []
    query = select(EVENT.c.message_id).where(
        EVENT.c.chat_id == chat, EVENT.c.message_id.in_(wanted), EVENT.c.deleted_at == 0
    )
    return sorted(set((await connection.execute(query)).scalars()))


async def recent_messages(connection: AsyncConnection, chat: int, upto: int, count: int) -> list[int]:
    """Ids of the chat's messages before `upto` that are still there, newest first."""
    query = (
        select(EVENT.c.message_id)
        .where(EVENT.c.chat_id == chat, EVENT.c.kind == "message", EVENT.c.deleted_at == 0)
        .where(EVENT.c.message_id < upto)
        .order_by(EVENT.c.message_id.desc())
        .limit(count)
    )
    return list((await connection.execute(query)).scalars())


async def purge(
    connection: AsyncConnection, now: int, *, updates_before: int, events_before: int
) -> dict[str, int]:
    """Drop expired texts, old update ids and old events; how many of each went."""
    gone = {
        "texts": delete(TEXT).where(TEXT.c.expires_at < now),
        "updates": delete(SEEN).where(SEEN.c.at < updates_before),
        "events": delete(EVENT).where(EVENT.c.at < events_before),
    }
    return {name: (await connection.execute(statement)).rowcount for name, statement in gone.items()}


async def counts(connection: AsyncConnection) -> dict[str, int]:
    """How many updates were committed, events decided and letters dead."""
    found = {}
    for name, source in (("received", SEEN), ("events", EVENT), ("dead_letters", DEAD)):
        found[name] = int((await connection.execute(select(func.count()).select_from(source))).scalar_one())
    return found
