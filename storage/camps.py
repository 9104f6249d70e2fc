"""Who takes part in camps, and their check-ins."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from msgspec import Struct, structs
from sqlalchemy import Connection, RowMapping, or_, select, update

from storage import event_log, tables
from storage.chats import CHAT, MEMBER
from storage.directory import PERSON
from storage.members import is_here
from storage.outbox import POSTED
from storage.store import table
from storage.upsert import insert_new, upsert

TAKES_PART, CHECKIN = table(tables.CampMember), table(tables.CampCheckin)
SUBJECT = "camp:"  # begins what is remembered of posts about camps
_DAY_KEY = ["community_id", "camp", "person_id", "number"]
_HERE = [MEMBER.c[c] for c in ("role", "joined_at", "first_seen", "left_at", "messages")]  # for `is_here`


class Checkin(Struct, frozen=True):
    """A day of somebody's in a camp."""

    community_id: int
    camp: str
    person_id: int
    number: int
    day: str
    zone: str
    chat_id: int
    message_id: int
    at: int
    late: bool = False
    text_print: int = 0
    file_print: int = 0
    withdrawn_at: int = 0
    commented_at: int = 0
    commented_by: int | None = None


class Member(Struct, frozen=True):
    """Somebody who joined a camp."""

    person: int
    name: str
    chat: int
    joined_at: int
    reminded: bool
    finished_at: int


def join(connection: Connection, community: int, camp: str, person: int, chat: int, now: int) -> bool:
    """Let somebody take part; False when they do."""
    row = {"community_id": community, "camp": camp, "person_id": person, "chat_id": chat}
    more = {"joined_at": now, "reminded": True, "finished_at": 0}
    return bool(insert_new(connection, TAKES_PART, [row | more], "person_id"))


def set_reminded(connection: Connection, community: int, person: int, wanted: bool) -> None:
    """Say whether somebody wants reminders of camps in private."""
    mine = TAKES_PART.c.community_id == community, TAKES_PART.c.person_id == person
    connection.execute(update(TAKES_PART).where(*mine).values(reminded=wanted))


def set_finished(connection: Connection, community: int, camp: str, person: int, now: int) -> None:
    """Somebody reached the certificate."""
    mine = TAKES_PART.c.community_id == community, TAKES_PART.c.camp == camp
    statement = update(TAKES_PART).where(*mine, TAKES_PART.c.person_id == person)
    connection.execute(statement.values(finished_at=now))


def joined(connection: Connection, community: int, person: int) -> dict[str, int]:
    """By camp: when somebody joined it."""
    query = select(TAKES_PART.c.camp, TAKES_PART.c.joined_at).where(
        TAKES_PART.c.community_id == community, TAKES_PART.c.person_id == person
    )
    return {row.camp: row.joined_at for row in connection.execute(query)}


def members(connection: Connection, community: int, camp: str) -> list[Member]:
    """Everybody in a camp who is still in the group where they joined it."""
    mine = TAKES_PART.c
    query = (
        select(mine.person_id, mine.chat_id, mine.reminded, mine.finished_at, mine.joined_at.label("since"))
        .add_columns(PERSON.c.name, CHAT.c.linked_id, *_HERE)
        .join(PERSON, PERSON.c.id == mine.person_id)
        .join(CHAT, CHAT.c.id == mine.chat_id)
        .join(MEMBER, (MEMBER.c.chat_id == mine.chat_id) & (MEMBER.c.person_id == mine.person_id))
        .where(mine.community_id == community, mine.camp == camp, PERSON.c.platform_id.is_not(None))
        .order_by(mine.person_id)
    )
    rows = [r for r in connection.execute(query).mappings() if is_here(r)]
    return [
        Member(r["person_id"], r["name"], r["chat_id"], r["since"], r["reminded"], r["finished_at"])
        for r in rows
    ]


def days(connection: Connection, community: int, camp: str, person: int = 0) -> dict[int, set[int]]:
    """By person: the days that they checked in for. What the bot removed, or was withdrawn, is none."""
    query = select(CHECKIN).where(CHECKIN.c.community_id == community, CHECKIN.c.camp == camp)
    query = query.where(CHECKIN.c.person_id == person) if person else query
    found: dict[int, set[int]] = defaultdict(set)
    for row in _standing(connection, list(connection.execute(query).mappings())):
        found[row["person_id"]].add(row["number"])
    return found


def _standing(connection: Connection, rows: list[RowMapping]) -> list[RowMapping]:
    left = [r for r in rows if not r["withdrawn_at"]]
    gone = event_log.removed(connection, {(r["chat_id"], r["message_id"]) for r in left})
    return [r for r in left if (r["chat_id"], r["message_id"]) not in gone]


def note(connection: Connection, checkin: Checkin) -> None:
    """Write a check-in down, in the place of one of the same day that does not stand."""
    upsert(connection, CHECKIN, [structs.asdict(checkin)], _DAY_KEY)


def of_message(connection: Connection, chat: int, message: int) -> list[Checkin]:
    """The check-ins that a message is."""
    query = select(CHECKIN).where(CHECKIN.c.chat_id == chat, CHECKIN.c.message_id == message)
    return [Checkin(**row) for row in connection.execute(query).mappings()]


def change(connection: Connection, checkin: Checkin, **values: Any) -> None:
    """Change what is known of a check-in."""
    key = [CHECKIN.c[name] == getattr(checkin, name) for name in _DAY_KEY]
    connection.execute(update(CHECKIN).where(*key).values(**values))


def handed_in(connection: Connection, community: int, camp: str, text_print: int, file_print: int) -> bool:
    """Whether somebody checked in with the same words or the same file before."""
    same = []
    same += [CHECKIN.c.text_print == text_print] if text_print else []
    same += [CHECKIN.c.file_print == file_print] if file_print else []
    if not same:
        return False
    query = select(CHECKIN.c.number).where(
        CHECKIN.c.community_id == community, CHECKIN.c.camp == camp, or_(*same)
    )
    return connection.execute(query.limit(1)).first() is not None


def camp_of_post(connection: Connection, chat: int, message: int) -> str:
    """The camp that a post of the bot's is about, or nothing."""
    query = select(POSTED.c.subject).where(POSTED.c.chat_id == chat, POSTED.c.message_id == message)
    subject = connection.execute(query).scalar() or ""
    return subject.removeprefix(SUBJECT) if subject.startswith(SUBJECT) else ""
