"""Figures of a group, as far as the last events tell."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import Connection, func, select

from storage import albums
from storage.cases import CASE
from storage.chats import MEMBER
from storage.event_log import EVENT

_BACK = 200_000  # events of all chats that are looked through


class Figures(Struct, frozen=True):
    """What happened in a group since a moment."""

    messages: int
    writers: int
    joined: int
    left: int
    cases: int


def of_group(connection: Connection, chat: int, since: int) -> Figures:
    """The figures of a group since a moment, in unix seconds."""
    newest = select(func.max(EVENT.c.id)).scalar_subquery()
    query = (
        select(EVENT.c.kind, func.count(), func.count(func.distinct(EVENT.c.person_id)))
        .where(EVENT.c.id > newest - _BACK, EVENT.c.chat_id == chat, EVENT.c.at >= since)
        .group_by(EVENT.c.kind)
    )
    found = {kind: (int(count), int(people)) for kind, count, people in connection.execute(query)}
    cases = (
        select(func.count()).select_from(CASE).where(CASE.c.at >= since, CASE.c.chat_id == chat, CASE.c.leads)
    )
    messages, writers = found.get("message", (0, 0))
    return Figures(
        max(0, messages - albums.further_parts(connection, chat, since)),
        writers,
        found.get("join", (0, 0))[1],
        found.get("leave", (0, 0))[1],
        int(connection.execute(cases).scalar_one()),
    )


def members(connection: Connection, chat: int) -> int:
    """How many members of a group are known."""
    query = select(func.count()).select_from(MEMBER)
    there = MEMBER.c.chat_id == chat, MEMBER.c.role.not_in(["left", "banned", "unknown"])
    return int(connection.execute(query.where(*there)).scalar_one())
