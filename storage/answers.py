"""Answers to words, a group's own."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from rules.engine.word_answers import MODES, Wording
from storage import tables
from storage.store import table
from storage.upsert import upsert

ANSWER = table(tables.AnswerRow)


def of_chat(connection: Connection, chat: int) -> tuple[Wording, ...]:
    """A chat's answers, in the order of their words."""
    query = select(ANSWER.c.word, ANSWER.c.mode, ANSWER.c.text).where(ANSWER.c.chat_id == chat)
    rows = connection.execute(query.order_by(ANSWER.c.word))
    return tuple(Wording(r.word, r.mode, r.text) for r in rows if r.mode in MODES)


def put(connection: Connection, chat: int, answer: Wording, person: int, now: int) -> None:
    """Keep an answer, in the place of one to the same word."""
    row = {
        "chat_id": chat,
        "word": answer.word,
        "mode": answer.mode,
        "text": answer.text,
        "person_id": person,
        "at": now,
    }
    upsert(connection, ANSWER, [row], ["chat_id", "word"])


def remove(connection: Connection, chat: int, word: str) -> bool:
    """Remove one; False when there is none."""
    statement = delete(ANSWER).where(ANSWER.c.chat_id == chat, ANSWER.c.word == word)
    return connection.execute(statement).rowcount == 1
