"""Find people by @name or id; know who opened the private chat, and where it is."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, func, select, update

from storage.directory import ALIAS, CHAT, PERSON, KnownPerson, are_people, known_person
from storage.prepared_statements import Lookup, find_records

_BY_ID = Lookup(PERSON, [c.name for c in PERSON.c], ["id"])


def called(username: str) -> ColumnElement[bool]:
    """Whose @name this is, however it is written."""
    return func.lower(PERSON.c.username) == username.removeprefix("@").lower()


def numbered(platform_id: int) -> ColumnElement[bool]:
    """Whose id this is at the platform."""
    return PERSON.c.platform_id == platform_id


def open_private(connection: Connection, person: int, now: int) -> None:
    """From now on the bot may write to this person."""
    connection.execute(update(PERSON).where(PERSON.c.id == person).values(private_since=now))


def private_chats(connection: Connection, people: Iterable[int]) -> dict[int, int]:
    """The private chats (own ids) of those of these people who opened one."""
    query = (
        select(PERSON.c.id, CHAT.c.id.label("chat"))
        .join(ALIAS, ALIAS.c.platform_id == PERSON.c.platform_id)
        .join(CHAT, CHAT.c.id == ALIAS.c.chat_id)
        .where(PERSON.c.id.in_(list(people)), PERSON.c.private_since > 0, CHAT.c.kind == "private")
        .where(CHAT.c.status.not_in(["left", "kicked"]))
    )
    return {r.id: r.chat for r in connection.execute(query)}


def person(connection: Connection, number: int) -> KnownPerson | None:
    """Somebody by own id."""
    return known(connection, [number]).get(number)


def named(connection: Connection, usernames: Iterable[str], platform_ids: Iterable[int]) -> list[int]:
    """Own ids of people by @usernames (without @) and the platform's ids. A name of two is nobody's."""
    found = list[int]()
    for name in usernames:
        query = select(PERSON.c.id).where(called(name), are_people()).limit(2)
        ids = list(connection.execute(query.limit(2)).scalars())
        found += ids if len(ids) == 1 else []
    wanted = list(platform_ids)
    if wanted:
        found += connection.execute(
            select(PERSON.c.id).where(PERSON.c.platform_id.in_(wanted), are_people())
        ).scalars()
    return list(dict.fromkeys(found))


def known(connection: Connection, people: Iterable[int]) -> dict[int, KnownPerson]:
    """These people by own id, as they are named now."""
    return {r["id"]: known_person(r) for r in find_records(connection, _BY_ID, [(p,) for p in set(people)])}
