"""Cases: what was done to whom and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, func, or_, select

from storage import tables
from storage.prepared_statements import Statement, inserting, many, records
from storage.store import table
from storage.upsert import insert_new

CASE, BOOK = table(tables.Case), table(tables.RuleBookRow)
_OPEN = inserting(
    CASE, [c.name for c in CASE.c if c.name != "id"], documents=["actions", "trace", "reversed", "earlier"]
)
_COUNT = Statement(
    lambda _: (
        select(func.count().label("cases"))
        .where(CASE.c.chat_id == bindparam("chat"), CASE.c.person_id == bindparam("person"), CASE.c.leads)
        .where(CASE.c.at >= bindparam("since"), CASE.c.at <= bindparam("upto"))
    ),
    ("chat", "person", "since", "upto"),
)


_NEW: dict[str, Any] = {
    "state": "open",
    "undone_by": None,
    "undone_at": 0,
    "leads": False,
    "carded": False,
    "incident_id": None,
    "topic": 0,
    "escalated": "",
    "label": "",
    "reversed": None,
    "earlier": None,
    "notice": "",
}


def add(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Open cases; every row has all columns but those of its end, and those that hold nothing yet."""
    opened = (_NEW | r for r in rows)
    many(connection, _OPEN, [_OPEN.row(r) for r in opened])


def of_person(connection: Connection, community: int, person: int, limit: int = 10) -> list[RowMapping]:
    """The newest cases of a member: what was decided about them, each decision once."""
    query = (
        select(CASE)
        .where(CASE.c.community_id == community, CASE.c.person_id == person, CASE.c.leads)
        .where(or_(CASE.c.moderator_id.is_(None), CASE.c.moderator_id != person))
        .order_by(CASE.c.id.desc())
        .limit(limit)
    )
    return list(connection.execute(query).mappings())


def count_since(connection: Connection, chat: int, person: int, since: int, upto: int) -> int:
    """How many enforced cases a member got in a chat from `since` to `upto`."""
    (found,) = records(connection, _COUNT, (chat, person, since, upto))
    return int(found["cases"])


def remember_book(connection: Connection, hash_: str, body: str, now: int) -> None:
    """Keep a rule book that is now in force, once."""
    insert_new(connection, BOOK, [{"hash": hash_, "loaded_at": now, "body": body}], "hash")


def count_by_rule(connection: Connection, chat: int, rule: str, since: int) -> int:
    """How many cases a rule opened in a chat since a moment of which Telegram carried something out."""
    query = select(CASE.c.actions).where(CASE.c.chat_id == chat, CASE.c.rule == rule, CASE.c.at >= since)
    return sum(1 for actions in connection.execute(query).scalars() if actions)
