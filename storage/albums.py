"""Find which messages are parts of one album, and by which case some of them went. Ids are our own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, RowMapping, ScalarSelect, bindparam, func, select, update

from storage.cases import CASE
from storage.casework import EVIDENCE
from storage.event_log import TEXT
from storage.prepared_statements import Row, Statement, many, records

_APART = 100  # numbers of messages between which the parts of an album lie


def _of_message() -> ScalarSelect[int]:
    other = TEXT.alias()
    return (
        select(other.c.album)
        .where(other.c.chat_id == bindparam("chat_"), other.c.message_id == bindparam("message"))
        .scalar_subquery()
    )


_JOIN = Statement(
    lambda _: (
        update(TEXT)
        .where(TEXT.c.chat_id == bindparam("chat"), TEXT.c.message_id == bindparam("message"))
        .values(album=bindparam("album_"))
    ),
    ("album_", "chat", "message"),
)
_PARTS = Statement(
    lambda _: (
        select(TEXT.c.message_id, TEXT.c.text)
        .where(TEXT.c.chat_id == bindparam("chat"), TEXT.c.album != 0, TEXT.c.album == _of_message())
        .where(TEXT.c.message_id >= bindparam("first"), TEXT.c.message_id <= bindparam("last"))
        .order_by(TEXT.c.message_id)
    ),
    ("chat", "chat_", "message", "first", "last"),
)


def join(connection: Connection, rows: Sequence[Row]) -> None:
    """Remember which messages are parts of albums: (album, chat, message)."""
    many(connection, _JOIN, rows)


def parts_of(connection: Connection, chat: int, message: int) -> dict[int, str]:
    """The words of all parts of the album that a message belongs to, by message; empty when it is of none."""
    around = (message - _APART, message + _APART)
    found = records(connection, _PARTS, (chat, chat, message, *around))
    return {r["message_id"]: r["text"] for r in found}


def further_parts(connection: Connection, chat: int, since: int) -> int:
    """How many messages of a chat since a moment, in unix seconds, are parts of albums behind the first."""
    query = select(func.count() - func.count(func.distinct(TEXT.c.album))).where(
        TEXT.c.chat_id == chat, TEXT.c.at >= since, TEXT.c.album != 0
    )
    return int(connection.execute(query).scalar_one())


def removed_by(connection: Connection, chat: int, person: int, messages: Iterable[int]) -> RowMapping | None:
    """The newest case by which one of a member's messages was removed; None when it went by none."""
    query = (
        select(CASE)
        .join(EVIDENCE, EVIDENCE.c.case_id == CASE.c.id)
        .where(CASE.c.person_id == person, CASE.c.chat_id == chat, CASE.c.leads)
        .where(EVIDENCE.c.chat_id == chat, EVIDENCE.c.message_id.in_(list(messages)), EVIDENCE.c.removed)
        .order_by(CASE.c.id.desc())
        .limit(1)
    )
    return connection.execute(query).mappings().one_or_none()
