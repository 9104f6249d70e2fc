"""Messages that moderators picked as the best of a group: picked, not any more, listed."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import Connection, and_, func, select, update

from storage import tables
from storage.directory import PERSON
from storage.event_log import TEXT
from storage.store import table
from storage.upsert import upsert

ESSENCE = table(tables.EssenceRow)


class Picked(Struct, frozen=True):
    """A message that stands as picked."""

    chat: int
    message: int
    person: int
    name: str
    by: int
    at: int


def pick(
    connection: Connection, community: int, place: tuple[int, int], person: int, by: int, now: int
) -> None:
    """Pick a message (chat, message), or pick it again."""
    row = {
        "chat_id": place[0],
        "message_id": place[1],
        "community_id": community,
        "person_id": person,
        "by_id": by,
        "at": now,
        "off": False,
    }
    upsert(connection, ESSENCE, [row], ["chat_id", "message_id"])


def unpick(connection: Connection, chat: int, message: int) -> None:
    """It is not picked any more."""
    where = ESSENCE.c.chat_id == chat, ESSENCE.c.message_id == message
    connection.execute(update(ESSENCE).where(*where).values(off=True))


def picked_at(connection: Connection, chat: int, message: int) -> Picked | None:
    """The picked message that this is, if it stands."""
    query = _STANDING.where(ESSENCE.c.chat_id == chat, ESSENCE.c.message_id == message)
    row = connection.execute(query).first()
    return Picked(*row) if row is not None else None


def newest(connection: Connection, community: int, since: int, limit: int) -> list[Picked]:
    """What was picked since a moment and is still there, the newest first."""
    query = _STANDING.where(ESSENCE.c.community_id == community, ESSENCE.c.at >= since)
    rows = connection.execute(query.order_by(ESSENCE.c.at.desc(), ESSENCE.c.message_id).limit(limit))
    return [Picked(*row) for row in rows]


_STANDING = (
    select(
        ESSENCE.c.chat_id,
        ESSENCE.c.message_id,
        ESSENCE.c.person_id,
        PERSON.c.name,
        ESSENCE.c.by_id,
        ESSENCE.c.at,
    )
    .join(PERSON, PERSON.c.id == ESSENCE.c.person_id)
    .outerjoin(TEXT, and_(TEXT.c.chat_id == ESSENCE.c.chat_id, TEXT.c.message_id == ESSENCE.c.message_id))
    .where(ESSENCE.c.off.is_(False), func.coalesce(TEXT.c.deleted_at, 0) == 0)
)
