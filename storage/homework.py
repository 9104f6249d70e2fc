"""Homework that moderators set, what is under way in private, and what members handed in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct, structs
from sqlalchemy import Connection, RowMapping, delete, func, or_, select, update

from storage import tables
from storage.directory import PERSON
from storage.outbox import POSTED
from storage.prepared_statements import Lookup, find_records
from storage.store import table
from storage.upsert import insert_new, upsert

HOMEWORK, DRAFT = table(tables.HomeworkRow), table(tables.HomeworkDraft)
HANDIN = table(tables.HomeworkHandin)
POST, CARD = "homework:", "homework card"  # what is remembered of the bot's messages
_KEY = ["community_id", "name", "person_id"]


class Draft(Struct, frozen=True):
    """What somebody is about to do in private."""

    person_id: int
    step: str
    at: int
    name: str = ""
    title: str = ""
    text: str = ""
    due_at: int = 0
    chat_id: int | None = None


class Handin(Struct, frozen=True):
    """What somebody handed in last."""

    community_id: int
    name: str
    person_id: int
    chat_id: int
    message_id: int
    at: int
    version: int = 1
    album: str = ""
    late: bool = False
    text_print: int = 0
    file_print: int = 0
    grade: str = ""
    comment: str = ""
    turn: int = 0
    graded_by: int | None = None
    graded_at: int = 0
    id: int = 0


_COLUMNS = [HANDIN.c[name] for name in Handin.__struct_fields__]
_OF_MESSAGE = Lookup(HANDIN, Handin.__struct_fields__, ["chat_id", "message_id"])


def add(connection: Connection, **row: Any) -> int:
    """Write down homework that a moderator set; its number."""
    return int(insert_new(connection, HOMEWORK, [row | {"ended_at": 0}], "id")[0])


def rows_of(connection: Connection, community: int) -> list[RowMapping]:
    """The homework that moderators set, the earliest first."""
    query = select(HOMEWORK).where(HOMEWORK.c.community_id == community, HOMEWORK.c.ended_at == 0)
    return list(connection.execute(query.order_by(HOMEWORK.c.id)).mappings())


def withdraw(connection: Connection, community: int, number: int, now: int) -> bool:
    """End homework before its time; False when there is none."""
    ours = HOMEWORK.c.id == number, HOMEWORK.c.community_id == community, HOMEWORK.c.ended_at == 0
    return bool(connection.execute(update(HOMEWORK).where(*ours).values(ended_at=now)).rowcount)


def draft(connection: Connection, person: int, since: int) -> Draft | None:
    """What somebody is about to do, unless it was left alone since then."""
    query = select(DRAFT).where(DRAFT.c.person_id == person, DRAFT.c.at >= since)
    row = connection.execute(query).mappings().first()
    return Draft(**row) if row is not None else None


def keep_draft(connection: Connection, one: Draft) -> None:
    """Remember what somebody is about to do, in the place of anything else."""
    upsert(connection, DRAFT, [structs.asdict(one)], ["person_id"])


def drop_draft(connection: Connection, person: int) -> None:
    """Somebody is done, or thought better of it."""
    connection.execute(delete(DRAFT).where(DRAFT.c.person_id == person))


def drop_old_drafts(connection: Connection, before: int) -> None:
    """Forget what was left alone."""
    connection.execute(delete(DRAFT).where(DRAFT.c.at < before))


def keep(connection: Connection, one: Handin) -> Handin:
    """Write a hand-in down in the place of the one before; with its number."""
    row = structs.asdict(one)
    del row["id"]
    upsert(connection, HANDIN, [row], _KEY)
    found = of_person(connection, one.community_id, one.name, one.person_id)
    assert found is not None, "a row that was just written"
    return found


def change(connection: Connection, number: int, **values: Any) -> None:
    """Change what is known of a hand-in."""
    connection.execute(update(HANDIN).where(HANDIN.c.id == number).values(**values))


def _first(connection: Connection, *where: Any) -> Handin | None:
    row = connection.execute(select(*_COLUMNS).where(*where).limit(1)).mappings().first()
    return Handin(**row) if row is not None else None


def of_person(connection: Connection, community: int, name: str, person: int) -> Handin | None:
    """What somebody handed in for a piece of homework."""
    ours = HANDIN.c.community_id == community, HANDIN.c.name == name, HANDIN.c.person_id == person
    return _first(connection, *ours)


def by_id(connection: Connection, number: int) -> Handin | None:
    """A hand-in by its number."""
    return _first(connection, HANDIN.c.id == number)


def of_message(connection: Connection, chat: int, message: int) -> Handin | None:
    """The hand-in that a message is; quick, for every edit."""
    return next((Handin(**row) for row in find_records(connection, _OF_MESSAGE, [(chat, message)])), None)


def of_album(connection: Connection, chat: int, person: int, album: str) -> Handin | None:
    """The hand-in of which a message is a further picture or file."""
    ours = HANDIN.c.chat_id == chat, HANDIN.c.person_id == person, HANDIN.c.album == album
    return _first(connection, *ours)


def own(connection: Connection, community: int, person: int) -> dict[str, Handin]:
    """By homework: what somebody handed in."""
    query = select(*_COLUMNS).where(HANDIN.c.community_id == community, HANDIN.c.person_id == person)
    return {row["name"]: Handin(**row) for row in connection.execute(query).mappings()}


def counted(connection: Connection, community: int) -> dict[str, tuple[int, int]]:
    """By homework: how many handed in, and how many of these have a grade."""
    graded = func.count().filter(HANDIN.c.grade != "")
    query = select(HANDIN.c.name, func.count(), graded).where(HANDIN.c.community_id == community)
    return {name: (int(n), int(g)) for name, n, g in connection.execute(query.group_by(HANDIN.c.name))}


def who_handed_in(connection: Connection, community: int, name: str) -> set[int]:
    """Those who handed in a piece of homework."""
    query = select(HANDIN.c.person_id).where(HANDIN.c.community_id == community, HANDIN.c.name == name)
    return set(connection.execute(query).scalars())


def ungraded(connection: Connection, community: int, name: str, most: int) -> list[Handin]:
    """What waits for a grade, the earliest first."""
    ours = HANDIN.c.community_id == community, HANDIN.c.name == name, HANDIN.c.grade == ""
    query = select(*_COLUMNS).where(*ours).order_by(HANDIN.c.at, HANDIN.c.id).limit(most)
    return [Handin(**row) for row in connection.execute(query).mappings()]


def alike(connection: Connection, one: Handin) -> str:
    """The name of somebody else who handed in the same words or file before; empty for nobody."""
    same = []
    same += [HANDIN.c.text_print == one.text_print] if one.text_print else []
    same += [HANDIN.c.file_print == one.file_print] if one.file_print else []
    if not same:
        return ""
    query = (
        select(PERSON.c.name)
        .join(HANDIN, HANDIN.c.person_id == PERSON.c.id)
        .where(HANDIN.c.community_id == one.community_id, HANDIN.c.person_id != one.person_id, or_(*same))
    )
    return str(connection.execute(query.order_by(HANDIN.c.at).limit(1)).scalar() or "")


def results(connection: Connection, community: int, name: str) -> list[RowMapping]:
    """Everybody's hand-ins for a piece of homework, the earliest first, with names and platform ids."""
    query = (
        select(HANDIN, PERSON.c.platform_id, PERSON.c.name.label("member"))
        .join(PERSON, PERSON.c.id == HANDIN.c.person_id)
        .where(HANDIN.c.community_id == community, HANDIN.c.name == name)
    )
    return list(connection.execute(query.order_by(HANDIN.c.at, HANDIN.c.id)).mappings())


def names_handed_in(connection: Connection, community: int) -> Iterable[str]:
    """The names of all homework that somebody handed in."""
    query = select(HANDIN.c.name).where(HANDIN.c.community_id == community).distinct()
    return list(connection.execute(query.order_by(HANDIN.c.name)).scalars())


def about(connection: Connection, chat: int, message: int) -> tuple[str, int]:
    """What a message of the bot's is about: a homework's name, or the number of a hand-in; else nothing."""
    query = select(POSTED.c.subject, POSTED.c.subject_id).where(
        POSTED.c.chat_id == chat, POSTED.c.message_id == message
    )
    row = connection.execute(query).first()
    if row is None:
        return "", 0
    if row.subject == CARD:
        return "", int(row.subject_id)
    return (row.subject.removeprefix(POST) if row.subject.startswith(POST) else ""), 0
