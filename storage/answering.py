"""Questions and their answers: asked, answered, accepted, found again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Select, and_, bindparam, func, select, update

from storage import tables
from storage.directory import PERSON
from storage.event_log import TEXT
from storage.prepared_statements import Lookup, Statement, find, records
from storage.store import table
from storage.upsert import insert_new

ASKED, GIVEN = table(tables.AskedQuestion), table(tables.GivenAnswer)
OPEN, SOLVED, CLOSED = "open", "solved", "closed"
_MOST = 3_000  # solved questions that are looked through
_BY_MESSAGE = Lookup(ASKED, ["id", "person_id", "state"], ["chat_id", "message_id"])


class Question(Struct, frozen=True):
    """A question as it stands."""

    id: int
    community: int
    chat: int
    message: int
    person: int
    state: str
    card: int
    at: int


class GivenTo(Struct, frozen=True):
    """A message that answers a question, with its author's name and what it says, as far as that is kept."""

    id: int
    question: int
    chat: int
    message: int
    person: int
    name: str
    text: str
    accepted: bool


class Solved(Struct, frozen=True):
    """A question that was solved: its words, and where question and answer stand."""

    id: int
    chat: int
    message: int
    answer: int
    helper: str
    words: frozenset[str]


def ask(
    connection: Connection,
    community: int,
    place: tuple[int, int],
    person: int,
    words: Sequence[str],
    now: int,
) -> Question:
    """Put a message (chat, message) up as a question; one that is there stays as it is."""
    row: dict[str, Any] = {
        "community_id": community,
        "chat_id": place[0],
        "message_id": place[1],
        "person_id": person,
        "at": now,
        "state": OPEN,
        "words": list(words),
        "active_at": now,
        "card": 0,
        "helped": 0,
    }
    insert_new(connection, ASKED, [row], "id")
    found = asked_at(connection, *place)
    assert found is not None, "it was stored just now"
    return found


def asked_at(connection: Connection, chat: int, message: int) -> Question | None:
    """The question that a message is."""
    return _question(connection, select(ASKED).where(ASKED.c.chat_id == chat, ASKED.c.message_id == message))


def is_asked(connection: Connection, chat: int, message: int) -> tuple[int, int, str] | None:
    """Number, asker and state of the question that a message is; quick, for every reply."""
    found = find(connection, _BY_MESSAGE, [(chat, message)])
    return (int(found[0][0]), int(found[0][1]), str(found[0][2])) if found else None


def question(connection: Connection, number: int) -> Question | None:
    """A question by its number."""
    return _question(connection, select(ASKED).where(ASKED.c.id == number))


def newest_open(connection: Connection, chat: int, person: int) -> Question | None:
    """Somebody's newest question in a chat that is not closed."""
    query = select(ASKED).where(ASKED.c.chat_id == chat, ASKED.c.person_id == person, ASKED.c.state != CLOSED)
    return _question(connection, query.order_by(ASKED.c.id.desc()).limit(1))


def _question(connection: Connection, query: Select[Any]) -> Question | None:
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    return Question(
        row["id"],
        row["community_id"],
        row["chat_id"],
        row["message_id"],
        row["person_id"],
        row["state"],
        row["card"],
        row["at"],
    )


def give(connection: Connection, number: int, chat: int, message: int, person: int, at: int) -> None:
    """Note a message as an answer."""
    row = {"question_id": number, "chat_id": chat, "message_id": message, "person_id": person, "at": at}
    insert_new(connection, GIVEN, [row | {"accepted_at": 0, "accepted_by": None}], "id")
    connection.execute(update(ASKED).where(ASKED.c.id == number).values(active_at=at))


def answers(connection: Connection, number: int) -> list[GivenTo]:
    """The answers to a question that are still there, the newest first."""
    return _given(connection, _GIVEN.where(GIVEN.c.question_id == number).order_by(GIVEN.c.id.desc()))


def answer(connection: Connection, number: int) -> GivenTo | None:
    """An answer by its number, if it is still there."""
    return next(iter(_given(connection, _GIVEN.where(GIVEN.c.id == number))), None)


def answer_at(connection: Connection, chat: int, message: int) -> GivenTo | None:
    """The answer that a message is, to the newest question if to several."""
    query = _GIVEN.where(GIVEN.c.chat_id == chat, GIVEN.c.message_id == message)
    return next(iter(_given(connection, query.order_by(GIVEN.c.question_id.desc()))), None)


_HERE = and_(TEXT.c.chat_id == GIVEN.c.chat_id, TEXT.c.message_id == GIVEN.c.message_id)
_GIVEN = (
    select(GIVEN, PERSON.c.name, func.coalesce(TEXT.c.text, "").label("text"))
    .join(PERSON, PERSON.c.id == GIVEN.c.person_id)
    .outerjoin(TEXT, _HERE)
    .where(func.coalesce(TEXT.c.deleted_at, 0) == 0)
)


def _given(connection: Connection, query: Select[Any]) -> list[GivenTo]:
    return [
        GivenTo(
            r["id"],
            r["question_id"],
            r["chat_id"],
            r["message_id"],
            r["person_id"],
            r["name"],
            r["text"],
            bool(r["accepted_at"]),
        )
        for r in connection.execute(query).mappings()
    ]


def accept(connection: Connection, given: GivenTo, by: int, now: int) -> None:
    """An answer helped: its question is solved."""
    connection.execute(update(GIVEN).where(GIVEN.c.id == given.id).values(accepted_at=now, accepted_by=by))
    set_state(connection, given.question, SOLVED)


def revoke(connection: Connection, given: GivenTo) -> None:
    """An answer did not help after all: without another one its question is open again."""
    connection.execute(update(GIVEN).where(GIVEN.c.id == given.id).values(accepted_at=0, accepted_by=None))
    others = select(GIVEN.c.id).where(GIVEN.c.question_id == given.question, GIVEN.c.accepted_at > 0)
    if connection.execute(others.limit(1)).first() is None:
        set_state(connection, given.question, OPEN)


def set_state(connection: Connection, number: int, state: str) -> None:
    """Open, solved or closed."""
    connection.execute(update(ASKED).where(ASKED.c.id == number).values(state=state))


def set_card(connection: Connection, number: int, message: int) -> None:
    """The bot's message under a question."""
    connection.execute(update(ASKED).where(ASKED.c.id == number).values(card=message))


def helps(connection: Connection, number: int) -> None:
    """An answer served somebody who asked again."""
    connection.execute(update(ASKED).where(ASKED.c.id == number).values(helped=ASKED.c.helped + 1))


_SOLVED = (
    select(ASKED.c.id, ASKED.c.chat_id, ASKED.c.message_id, ASKED.c.words, PERSON.c.name)
    .add_columns(GIVEN.c.message_id.label("answer"))
    .join(GIVEN, and_(GIVEN.c.question_id == ASKED.c.id, GIVEN.c.accepted_at > 0))
    .join(PERSON, PERSON.c.id == GIVEN.c.person_id)
    .outerjoin(TEXT, _HERE)
    .where(ASKED.c.state == SOLVED, func.coalesce(TEXT.c.deleted_at, 0) == 0)
)

_SOLVED_OF = Statement(
    lambda _: (
        _SOLVED.where(ASKED.c.community_id == bindparam("community"))
        .order_by(ASKED.c.id.desc(), GIVEN.c.accepted_at)
        .limit(_MOST)
    ),
    ("community",),
)


def is_solved(connection: Connection, found: Solved) -> bool:
    """Whether a question is solved still, and by this answer."""
    query = _SOLVED.where(ASKED.c.id == found.id, GIVEN.c.message_id == found.answer)
    return connection.execute(query).first() is not None


def solved(connection: Connection, community: int) -> list[Solved]:
    """The newest questions that were solved by answers that are still there; of several answers the first."""
    found: dict[int, Solved] = {}
    for row in records(connection, _SOLVED_OF, (community,)):
        words = frozenset(row["words"] or ())
        one = Solved(row["id"], row["chat_id"], row["message_id"], row["answer"], row["name"], words)
        found.setdefault(one.id, one)
    return list(found.values())


def solved_since(connection: Connection, community: int, since: int, limit: int) -> list[Solved]:
    """Questions of which an answer was accepted since a moment; first those that served most others."""
    recent = {
        row.question_id: row.helped
        for row in connection.execute(
            select(GIVEN.c.question_id, ASKED.c.helped)
            .join(ASKED, ASKED.c.id == GIVEN.c.question_id)
            .where(ASKED.c.community_id == community, GIVEN.c.accepted_at >= since)
        )
    }
    found = [one for one in solved(connection, community) if one.id in recent] if recent else []
    return sorted(found, key=lambda one: (-recent[one.id], -one.id))[:limit]


class Waiting(Struct, frozen=True):
    """A question without any answer."""

    id: int
    chat: int
    message: int
    person: int
    words: tuple[str, ...]


def unanswered(connection: Connection, community: int, before: int, limit: int = 50) -> list[Waiting]:
    """Open questions asked before a moment that nobody answered, the oldest first."""
    answered = select(GIVEN.c.id).where(GIVEN.c.question_id == ASKED.c.id).exists()
    query = (
        select(ASKED.c.id, ASKED.c.chat_id, ASKED.c.message_id, ASKED.c.person_id, ASKED.c.words)
        .outerjoin(TEXT, and_(TEXT.c.chat_id == ASKED.c.chat_id, TEXT.c.message_id == ASKED.c.message_id))
        .where(ASKED.c.community_id == community, ASKED.c.state == OPEN, ASKED.c.at <= before, ~answered)
        .where(func.coalesce(TEXT.c.deleted_at, 0) == 0)
        .order_by(ASKED.c.id)
        .limit(limit)
    )
    found = [Waiting(*row[:4], tuple(row[4] or ())) for row in connection.execute(query)]
    return [one for one in found if one.words]


def answered_by(
    connection: Connection, community: int, people: Collection[int]
) -> list[tuple[int, list[str]]]:
    """By whom which questions were answered, as their words."""
    query = (
        select(GIVEN.c.person_id, ASKED.c.words)
        .join(ASKED, ASKED.c.id == GIVEN.c.question_id)
        .where(ASKED.c.community_id == community, GIVEN.c.person_id.in_([*people]))
        .limit(_MOST)
    )
    return [(person, words or []) for person, words in connection.execute(query)]


def idle(connection: Connection, community: int, before: int, limit: int = 100) -> list[Question]:
    """Open questions in which nothing happened since a moment."""
    query = (
        select(ASKED.c.id)
        .where(ASKED.c.community_id == community, ASKED.c.state == OPEN, ASKED.c.active_at < before)
        .order_by(ASKED.c.id)
        .limit(limit)
    )
    numbers = list(connection.execute(query).scalars())
    return [q for n in numbers if (q := question(connection, n)) is not None]
