"""Read what is kept about a member beside their standing: reports of their messages, notes on their cases."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, RowMapping, func, select

from storage.cases import CASE
from storage.casework import NOTE
from storage.reports import REPORT


def reports(connection: Connection, chats: Collection[int], person: int) -> int:
    """How many reports there are of a member's messages in these groups."""
    query = select(func.count()).select_from(REPORT)
    where = REPORT.c.person_id == person, REPORT.c.chat_id.in_(chats)
    return int(connection.execute(query.where(*where)).scalar_one())


def notes(connection: Connection, chats: Collection[int], person: int, limit: int) -> list[RowMapping]:
    """The newest notes on a member's cases in these groups."""
    query = (
        select(NOTE.c.case_id, NOTE.c.at, NOTE.c.text)
        .join(CASE, CASE.c.id == NOTE.c.case_id)
        .where(CASE.c.chat_id.in_(chats), CASE.c.person_id == person)
        .order_by(NOTE.c.id.desc())
        .limit(limit)
    )
    return list(connection.execute(query).mappings())
