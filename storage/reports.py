"""Members' reports of messages, what moderators decided about each message, and their notes on members."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select, update

from storage import tables
from storage.cases import CASE
from storage.casework import NOTE
from storage.store import table
from storage.upsert import insert_new

REPORT, REPORTED = table(tables.Report), table(tables.Reported)
OPEN = "open"


def add(connection: Connection, row: dict[str, Any]) -> int:
    """Keep a report; how many members have reported the message, 0 when this one had done so already."""
    if not insert_new(connection, REPORT, [row], "reporter_id"):
        return 0
    query = select(func.count()).where(
        REPORT.c.chat_id == row["chat_id"], REPORT.c.message_id == row["message_id"]
    )
    return int(connection.execute(query).scalar_one())


def add_reason(connection: Connection, chat: int, number: int, reporter: int, reason: str) -> bool:
    """Keep why somebody reported a message, who had not said it before; whether that was so."""
    statement = (
        update(REPORT)
        .where(REPORT.c.chat_id == chat, REPORT.c.message_id == number, REPORT.c.reporter_id == reporter)
        .where(REPORT.c.reason == "")
        .values(reason=reason)
    )
    return connection.execute(statement).rowcount == 1


def message(
    connection: Connection, community: int, chat: int, number: int, person: int, now: int
) -> tables.Reported:
    """The reported message, kept from the first report on."""
    row = {
        "community_id": community,
        "chat_id": chat,
        "message_id": number,
        "person_id": person,
        "at": now,
        "state": OPEN,
        "decided_at": 0,
    }
    insert_new(connection, REPORTED, [row], "id")
    query = select(REPORTED).where(REPORTED.c.chat_id == chat, REPORTED.c.message_id == number)
    return tables.Reported(**connection.execute(query).mappings().one())


def find(connection: Connection, reported: int) -> tables.Reported | None:
    """A reported message by its own number."""
    row = connection.execute(select(REPORTED).where(REPORTED.c.id == reported)).mappings().first()
    return tables.Reported(**row) if row is not None else None


def of_message(connection: Connection, chat: int, number: int) -> list[tables.Report]:
    """The reports of a message, oldest first."""
    query = select(REPORT).where(REPORT.c.chat_id == chat, REPORT.c.message_id == number)
    rows = connection.execute(query.order_by(REPORT.c.at, REPORT.c.reporter_id)).mappings()
    return [tables.Report(**row) for row in rows]


def decide(connection: Connection, reported: int, what: str, by: int, now: int) -> bool:
    """Note what a moderator decided; False when somebody had done so before."""
    statement = (
        update(REPORTED)
        .where(REPORTED.c.id == reported, REPORTED.c.state == OPEN)
        .values(state=what, decided_by=by, decided_at=now)
    )
    return connection.execute(statement).rowcount == 1


def count_of(connection: Connection, chats: Collection[int], person: int) -> int:
    """How many reports there are of a member's messages in these groups."""
    query = select(func.count()).select_from(REPORT)
    where = REPORT.c.person_id == person, REPORT.c.chat_id.in_(chats)
    return int(connection.execute(query.where(*where)).scalar_one())


def notes_on(connection: Connection, chats: Collection[int], person: int, limit: int) -> list[RowMapping]:
    """The newest notes on a member's cases in these groups."""
    query = (
        select(NOTE.c.case_id, NOTE.c.at, NOTE.c.text)
        .join(CASE, CASE.c.id == NOTE.c.case_id)
        .where(CASE.c.chat_id.in_(chats), CASE.c.person_id == person)
        .order_by(NOTE.c.id.desc())
        .limit(limit)
    )
    return list(connection.execute(query).mappings())
