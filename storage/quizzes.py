"""Questions that polls ask, and their answers."""

from __future__ import annotations

from msgspec import Struct, structs
from sqlalchemy import Connection, func, select, update

from storage import tables
from storage.store import table
from storage.upsert import insert_new

POLL, ANSWER = table(tables.QuizPoll), table(tables.QuizAnswer)


class Poll(Struct, frozen=True):
    """A question that was asked in a group."""

    poll: str
    community_id: int
    chat_id: int
    message_id: int
    quiz: str
    mark: int
    correct: int
    points: int
    asked_by: int | None
    at: int
    closes_at: int
    closed_at: int = 0
    id: int = 0


_COLUMNS = [POLL.c[name] for name in Poll.__struct_fields__]


def note(connection: Connection, poll: Poll) -> int:
    """Remember a poll; its number, 0 when it was known."""
    row = structs.asdict(poll)
    del row["id"]
    return int(next(iter(insert_new(connection, POLL, [row], "id")), 0))


def by_poll(connection: Connection, poll: str) -> Poll | None:
    """A question by the platform's name of its poll."""
    row = connection.execute(select(*_COLUMNS).where(POLL.c.poll == poll)).mappings().first()
    return Poll(**row) if row is not None else None


def by_id(connection: Connection, number: int) -> Poll | None:
    """A question by its number."""
    row = connection.execute(select(*_COLUMNS).where(POLL.c.id == number)).mappings().first()
    return Poll(**row) if row is not None else None


def close(connection: Connection, number: int, now: int) -> None:
    """A question is closed."""
    connection.execute(update(POLL).where(POLL.c.id == number).values(closed_at=now))


def answer(connection: Connection, poll: Poll, person: int, option: int, now: int) -> bool:
    """Write down somebody's first answer; False when there was one."""
    row = {"poll_id": poll.id, "person_id": person, "option": option, "at": now}
    return bool(insert_new(connection, ANSWER, [row | {"correct": option == poll.correct}], "person_id"))


def answers(connection: Connection, number: int) -> dict[int, bool]:
    """By person, the earliest first: whether they were right."""
    query = select(ANSWER.c.person_id, ANSWER.c.correct).where(ANSWER.c.poll_id == number)
    rows = connection.execute(query.order_by(ANSWER.c.at, ANSWER.c.person_id))
    return {person: bool(correct) for person, correct in rows}


def last_asked(connection: Connection, chat: int, quiz: str) -> dict[int, int]:
    """By a question's mark: when it was asked last in a group."""
    query = select(POLL.c.mark, func.max(POLL.c.at)).where(POLL.c.chat_id == chat, POLL.c.quiz == quiz)
    return {mark: int(at) for mark, at in connection.execute(query.group_by(POLL.c.mark))}
