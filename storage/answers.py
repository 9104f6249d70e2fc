"""Answers to words, a group's own."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.engine.answers import MODES, Wording
from storage import tables
from storage.store import table
from storage.upsert import upsert

ANSWER = table(tables.AnswerRow)


async def of_chat(connection: AsyncConnection, chat: int) -> tuple[Wording, ...]:
    """A chat's answers, in the order of their words."""
    query = select(ANSWER.c.word, ANSWER.c.mode, ANSWER.c.text).where(ANSWER.c.chat_id == chat)
    rows = await connection.execute(query.order_by(ANSWER.c.word))
    return tuple(Wording(r.word, r.mode, r.text) for r in rows if r.mode in MODES)


async def put(connection: AsyncConnection, chat: int, answer: Wording, person: int, now: int) -> None:
    """Keep an answer, in the place of one to the same word."""
    row = {
        "chat_id": chat,
        "word": answer.word,
        "mode": answer.mode,
        "text": answer.text,
        "person_id": person,
        "at": now,
    }
    await upsert(connection, ANSWER, [row], ["chat_id", "word"])


async def remove(connection: AsyncConnection, chat: int, word: str) -> bool:
    """Remove one; False when there is none."""
    statement = delete(ANSWER).where(ANSWER.c.chat_id == chat, ANSWER.c.word == word)
    return (await connection.execute(statement)).rowcount == 1
