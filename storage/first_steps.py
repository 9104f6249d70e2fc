"""First steps of newcomers: whose card stands where, and what is done."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, structs
from sqlalchemy import Connection, select, update

from storage import tables
from storage.store import table
from storage.upsert import insert_new

STEPS = table(tables.FirstSteps)


class Steps(Struct, frozen=True):
    """Somebody's card: the private chat, the message there (0: not told yet), and the ids of done steps."""

    community: int
    person: int
    room: int
    message: int
    done: frozenset[str]


def of(connection: Connection, community: int, person: int) -> Steps | None:
    """Somebody's card, if they were shown one."""
    query = select(STEPS).where(STEPS.c.community_id == community, STEPS.c.person_id == person)
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    return Steps(community, person, row["chat_id"], row["message_id"], frozenset(row["done"] or ()))


def begin(connection: Connection, community: int, person: int, room: int, now: int) -> Steps:
    """Somebody is shown their steps, for the first time or again."""
    row = {"community_id": community, "person_id": person, "chat_id": room, "message_id": 0, "done": []}
    insert_new(connection, STEPS, [row | {"at": now}], "at")
    found = of(connection, community, person)
    assert found is not None, "it was stored just now"
    return found


def keep_card(connection: Connection, community: int, person: int, message: int) -> None:
    """Remember the message that is the card."""
    where = STEPS.c.community_id == community, STEPS.c.person_id == person
    connection.execute(update(STEPS).where(*where).values(message_id=message))


def tick(connection: Connection, known: Steps, names: Iterable[str]) -> Steps:
    """These are done, too."""
    done = known.done | frozenset(names)
    where = STEPS.c.community_id == known.community, STEPS.c.person_id == known.person
    connection.execute(update(STEPS).where(*where).values(done=sorted(done)))
    return structs.replace(known, done=done)
