"""Store captchas and requests to join, one row a chat and person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, select, update

from storage import tables
from storage.store import table
from storage.upsert import upsert

NEWCOMER = table(tables.Newcomer)
_BLANK: dict[str, Any] = {
    "state": "open",
    "step": 0,
    "expected": 0,
    "tries": 0,
    "note": 0,
    "private_id": None,
    "earlier": None,
    "answers": [],
    "ended_at": 0,
}

CAPTCHA = "captcha"  # kind of a visit


class Visit(Struct, frozen=True, kw_only=True):
    """A row of the table: somebody at a chat's door."""

    chat_id: int
    person_id: int
    kind: str
    state: str
    step: int
    expected: int
    tries: int
    note: int
    private_id: int | None
    earlier: dict[str, Any] | None
    answers: list[dict[str, str]] | None
    opened_at: int
    due_at: int
    ended_at: int


def arrive(connection: Connection, row: dict[str, Any]) -> None:
    """Begin a visit, in the place of an earlier one: chat_id, person_id, kind, opened_at, due_at at least."""
    upsert(connection, NEWCOMER, [_BLANK | row], ["chat_id", "person_id"])


def visit(connection: Connection, chat: int, person: int) -> Visit | None:
    """Somebody's newest visit at a chat's door, whatever became of it."""
    query = select(NEWCOMER).where(NEWCOMER.c.chat_id == chat, NEWCOMER.c.person_id == person)
    row = connection.execute(query).mappings().first()
    return Visit(**row) if row is not None else None


def change(connection: Connection, chat: int, person: int, **values: Any) -> None:
    """Change a visit that goes on."""
    statement = update(NEWCOMER).where(NEWCOMER.c.chat_id == chat, NEWCOMER.c.person_id == person)
    connection.execute(statement.values(**values))


def end(
    connection: Connection,
    chat: int,
    person: int,
    state: str,
    now: int,
    among: Sequence[str] = ("open", "waiting"),
) -> bool:
    """End a visit that is in one of these states; False when it is in none: somebody was quicker.

    What was answered goes with it: it was asked for this decision alone.
    """
    statement = update(NEWCOMER).where(
        NEWCOMER.c.chat_id == chat, NEWCOMER.c.person_id == person, NEWCOMER.c.state.in_(among)
    )
    return connection.execute(statement.values(state=state, ended_at=now, answers=[])).rowcount == 1


def open_requests(connection: Connection, person: int) -> list[Visit]:
    """Requests of this person that wait for their answers, the newest first."""
    query = select(NEWCOMER).where(
        NEWCOMER.c.person_id == person, NEWCOMER.c.state == "open", NEWCOMER.c.kind == "request"
    )
    rows = connection.execute(query.order_by(NEWCOMER.c.opened_at.desc()))
    return [Visit(**row) for row in rows.mappings()]


def sharing(connection: Connection, chat: int, note: int) -> list[int]:
    """The people whose captcha this note still asks, in the order in which they came."""
    query = select(NEWCOMER.c.person_id).where(
        NEWCOMER.c.chat_id == chat, NEWCOMER.c.note == note, NEWCOMER.c.state == "open"
    )
    return list(connection.execute(query.order_by(NEWCOMER.c.opened_at)).scalars())


def newest_note(connection: Connection, chat: int, since: int) -> Visit | None:
    """The visit of the newest captcha in a chat, begun after `since` and still open."""
    query = select(NEWCOMER).where(
        NEWCOMER.c.chat_id == chat,
        NEWCOMER.c.kind == "captcha",
        NEWCOMER.c.state == "open",
        NEWCOMER.c.opened_at > since,
    )
    newest = query.order_by(NEWCOMER.c.opened_at.desc()).limit(1)
    row = connection.execute(newest).mappings().first()
    return Visit(**row) if row is not None else None


def failed_captcha(connection: Connection, chat: int, person: int) -> bool:
    """Whether somebody failed the captcha and nobody let them in yet."""
    found = visit(connection, chat, person)
    return found is not None and found.kind == CAPTCHA and found.state in ("failed", "expired")
