"""Find quiet hours of the community's groups, and of their members in private."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from bot.core.scheduler import Run
from rules.engine.quiet_hours import Hours
from storage import chats
from storage.chats import MEMBER
from storage.directory import ALIAS
from storage.prepared_statements import Record


def hours_of(run: Run, rooms: Iterable[Record]) -> dict[int, Hours]:
    """By a group's own id."""
    found = {room["id"]: room for room in rooms}
    names: defaultdict[int, set[str]] = defaultdict(set)
    query = select(ALIAS.c.chat_id, ALIAS.c.platform_id).where(ALIAS.c.chat_id.in_(list(found)))
    for chat, platform_id in run.connection.execute(query):
        names[chat].add(str(platform_id))
    zone = run.book.community.timezone
    return {
        chat: run.book.posting.hours({*names[chat], room["title"], room["username"]}, zone)
        for chat, room in found.items()
    }


def hours_of_people(run: Run, people: Iterable[int]) -> dict[int, Hours]:
    """By person: the hours of the group in which they were seen last; the community's for the others."""
    wanted = set(people)
    rooms = hours_of(run, chats.in_community(run.connection, run.community))
    usual = run.book.posting.hours((), run.book.community.timezone)
    query = (
        select(MEMBER.c.person_id, MEMBER.c.chat_id)
        .where(MEMBER.c.person_id.in_(list(wanted)), MEMBER.c.chat_id.in_(list(rooms)))
        .order_by(MEMBER.c.last_seen)
    )
    seen = {person: rooms[chat] for person, chat in run.connection.execute(query)}
    return {person: seen.get(person, usual) for person in wanted}
