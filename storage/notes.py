"""Texts that moderators saved under a name."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, delete, select

from storage import tables
from storage.store import table
from storage.upsert import upsert

NOTE = table(tables.Note)


def note(connection: Connection, community: int, name: str) -> RowMapping | None:
    """A saved text."""
    query = select(NOTE).where(NOTE.c.community_id == community, NOTE.c.name == name)
    return connection.execute(query).mappings().first()


def names(connection: Connection, community: int) -> list[str]:
    """The names of all, in order."""
    query = select(NOTE.c.name).where(NOTE.c.community_id == community).order_by(NOTE.c.name)
    return list(connection.execute(query).scalars())


def save(connection: Connection, community: int, name: str, text: str, person: int, now: int) -> None:
    """Save a text, in the place of one with the same name."""
    row = {"community_id": community, "name": name, "text": text, "person_id": person, "at": now}
    upsert(connection, NOTE, [row], ["community_id", "name"])


def remove(connection: Connection, community: int, name: str) -> bool:
    """Remove one; False when there is none."""
    statement = delete(NOTE).where(NOTE.c.community_id == community, NOTE.c.name == name)
    return connection.execute(statement).rowcount == 1
