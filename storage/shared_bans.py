"""The shared ban list: platform ids, replaced as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, select

from storage import tables
from storage.chats import MEMBER
from storage.directory import CHAT, PERSON
from storage.store import table
from storage.upsert import insert_new

BAN = table(tables.SharedBan)
_CHUNK = 500  # ids in one question: databases limit parameters


def is_listed(connection: Connection, person: int) -> bool:
    """Whether somebody, by own id, is on the list."""
    query = select(BAN.c.platform_id).join(PERSON, PERSON.c.platform_id == BAN.c.platform_id)
    return connection.execute(query.where(PERSON.c.id == person)).first() is not None


def replace(connection: Connection, ids: Iterable[int], now: int) -> tuple[int, int]:
    """Let the list be these ids; how many are new, and how many went."""
    before = listed(connection)
    wanted = set(ids)
    gone = sorted(before - wanted)
    for start in range(0, len(gone), _CHUNK):
        connection.execute(delete(BAN).where(BAN.c.platform_id.in_(gone[start : start + _CHUNK])))
    new = sorted(wanted - before)
    for start in range(0, len(new), _CHUNK):
        rows = [{"platform_id": i, "at": now} for i in new[start : start + _CHUNK]]
        insert_new(connection, BAN, rows, "platform_id")
    return len(new), len(gone)


def listed(connection: Connection) -> set[int]:
    """All ids of the list."""
    return set(connection.execute(select(BAN.c.platform_id)).scalars())


def members_among(connection: Connection, ids: Sequence[int]) -> list[tuple[str, str]]:
    """Those of these platform ids who are in one of our groups: name of the person, title of the group."""
    found: list[tuple[str, str]] = []
    query = (
        select(PERSON.c.name, CHAT.c.title)
        .join(MEMBER, MEMBER.c.person_id == PERSON.c.id)
        .join(CHAT, CHAT.c.id == MEMBER.c.chat_id)
        .where(MEMBER.c.role.not_in(["left", "banned"]), CHAT.c.community_id.is_not(None))
        .order_by(PERSON.c.id, CHAT.c.id)
    )
    for start in range(0, len(ids), _CHUNK):
        chosen = query.where(PERSON.c.platform_id.in_(ids[start : start + _CHUNK]))
        found += [(r.name, r.title) for r in connection.execute(chosen)]
    return found
