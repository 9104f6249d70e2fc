"""Store what members asked: found in the log of events once, kept as words, counted many times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select, tuple_, update

from storage import tables
from storage.directory import are_people
from storage.store import table
from storage.upsert import insert_new

QUESTION = table(tables.Question)
EVENT, TEXT, CHAT, PERSON = (
    table(tables.EventRow),
    table(tables.MessageText),
    table(tables.Chat),
    table(tables.Person),
)
_AT_ONCE = 500  # keys of one statement
Place = tuple[int, int]  # own chat, message


def newest_event(connection: Connection) -> int:
    """The id of the newest event; 0 when there is none."""
    return connection.execute(select(func.max(EVENT.c.id))).scalar() or 0


def messages(connection: Connection, community: int, after: int, upto: int, limit: int) -> list[Row[Any]]:
    """Messages of members' groups with after < event id <= upto that are still there, in their order."""
    query = (
        select(
            EVENT.c.id,
            EVENT.c.chat_id,
            EVENT.c.person_id,
            EVENT.c.at,
            EVENT.c.message_id,
            EVENT.c.reply_to,
            TEXT.c.text,
            TEXT.c.expires_at,
        )
        .join(TEXT, and_(TEXT.c.chat_id == EVENT.c.chat_id, TEXT.c.message_id == EVENT.c.message_id))
        .join(CHAT, CHAT.c.id == EVENT.c.chat_id)
        .join(PERSON, PERSON.c.id == EVENT.c.person_id)
        .where(EVENT.c.id > after, EVENT.c.id <= upto, EVENT.c.kind == "message")
        .where(CHAT.c.community_id == community, CHAT.c.role == "members", CHAT.c.kind != "private")
        .where(TEXT.c.deleted_at == 0, are_people())
        .order_by(EVENT.c.id)
        .limit(limit)
    )
    return list(connection.execute(query))


def add(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Store questions; one that is there already stays as it is."""
    insert_new(connection, QUESTION, rows, "message_id")


def open_since(connection: Connection, community: int, since: int) -> list[Row[Any]]:
    """Questions from `since` on that nobody took up, in order of time."""
    query = (
        select(QUESTION)
        .where(QUESTION.c.community_id == community, QUESTION.c.at >= since, QUESTION.c.answered_at == 0)
        .order_by(QUESTION.c.at, QUESTION.c.message_id)
    )
    return list(connection.execute(query))


def mark_answered(connection: Connection, answers: Iterable[tuple[int, int, int, int]]) -> None:
    """Note answers (chat, message answered, by whom, when); nobody answers themselves."""
    for chat, message, person, at in answers:
        connection.execute(
            update(QUESTION)
            .where(QUESTION.c.chat_id == chat, QUESTION.c.message_id == message)
            .where(QUESTION.c.answered_at == 0, QUESTION.c.person_id != person)
            .values(answered_at=at)
        )


def asked(connection: Connection, community: int, since: int, until: int, limit: int) -> list[Row[Any]]:
    """Questions with since <= at < until, newest first, without those whose message the bot removed."""
    query = (
        select(QUESTION)
        .outerjoin(
            TEXT, and_(TEXT.c.chat_id == QUESTION.c.chat_id, TEXT.c.message_id == QUESTION.c.message_id)
        )
        .where(QUESTION.c.community_id == community, QUESTION.c.at >= since, QUESTION.c.at < until)
        .where(func.coalesce(TEXT.c.deleted_at, 0) == 0)
        .order_by(QUESTION.c.at.desc(), QUESTION.c.message_id.desc())
        .limit(limit)
    )
    return list(connection.execute(query))


def first_asked(connection: Connection, community: int) -> int:
    """When the oldest question that is known was asked; 0 when there is none."""
    query = select(func.min(QUESTION.c.at)).where(QUESTION.c.community_id == community)
    return connection.execute(query).scalar() or 0


def texts_of(connection: Connection, places: Iterable[Place], now: int) -> dict[Place, str]:
    """What these messages said, as far as their texts may still be kept."""
    wanted = sorted(set(places))
    found: dict[Place, str] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        key = tuple_(TEXT.c.chat_id, TEXT.c.message_id)
        query = select(TEXT.c.chat_id, TEXT.c.message_id, TEXT.c.text).where(
            key.in_(wanted[start : start + _AT_ONCE]),
            TEXT.c.text != "",
            TEXT.c.deleted_at == 0,
            TEXT.c.expires_at > now,
        )
        found |= {(r.chat_id, r.message_id): r.text for r in connection.execute(query)}
    return found


def expired(connection: Connection, community: int, now: int, limit: int) -> list[Row[Any]]:
    """Questions whose texts' time is over and whose words are still all there."""
    query = (
        select(QUESTION)
        .where(QUESTION.c.community_id == community)
        .where(QUESTION.c.expires_at > 0, QUESTION.c.expires_at <= now)
        .order_by(QUESTION.c.at)
        .limit(limit)
    )
    return list(connection.execute(query))


def keep_words(connection: Connection, kept: dict[Place, list[str]]) -> None:
    """Of these questions, keep only these words from now on."""
    for (chat, message), words in kept.items():
        connection.execute(
            update(QUESTION)
            .where(QUESTION.c.chat_id == chat, QUESTION.c.message_id == message)
            .values(words=words, expires_at=0)
        )
