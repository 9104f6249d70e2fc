"""Store what members chose for themselves."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select

from storage import tables
from storage.store import table
from storage.upsert import upsert

PREFERENCE = table(tables.Preference)
WISHES = "interest:"  # how the names of a member's wishes about their interests begin, a word each


def choose(connection: Connection, community: int, person: int, name: str, value: str, now: int) -> None:
    """Remember a member's choice."""
    row = {"community_id": community, "person_id": person, "name": name, "value": value, "at": now}
    upsert(connection, PREFERENCE, [row], ["community_id", "person_id", "name"])


def named(
    connection: Connection, community: int, prefix: str, people: Iterable[int]
) -> dict[int, dict[str, str]]:
    """The choices of these members whose names begin so, by what follows in the name."""
    query = select(PREFERENCE.c.person_id, PREFERENCE.c.name, PREFERENCE.c.value).where(
        PREFERENCE.c.community_id == community,
        PREFERENCE.c.name.startswith(prefix, autoescape=True),
        PREFERENCE.c.person_id.in_(list(people)),
    )
    found: dict[int, dict[str, str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.person_id, {})[row.name.removeprefix(prefix)] = row.value
    return found


def chosen_since(
    connection: Connection, community: int, prefix: str, people: Iterable[int], value: str, since: int
) -> dict[int, dict[str, int]]:
    """By member: what follows in the names of choices of this value since then, and when each was made."""
    query = select(PREFERENCE.c.person_id, PREFERENCE.c.name, PREFERENCE.c.at).where(
        PREFERENCE.c.community_id == community,
        PREFERENCE.c.name.startswith(prefix, autoescape=True),
        PREFERENCE.c.person_id.in_(list(people)),
        PREFERENCE.c.value == value,
        PREFERENCE.c.at >= since,
    )
    found: dict[int, dict[str, int]] = {}
    for row in connection.execute(query):
        found.setdefault(row.person_id, {})[row.name.removeprefix(prefix)] = row.at
    return found


def forget(connection: Connection, community: int, prefix: str, person: int) -> None:
    """Drop a member's choices whose names begin so."""
    connection.execute(
        delete(PREFERENCE).where(
            PREFERENCE.c.community_id == community,
            PREFERENCE.c.name.startswith(prefix, autoescape=True),
            PREFERENCE.c.person_id == person,
        )
    )


def who_chose(connection: Connection, community: int, name: str, value: str) -> list[int]:
    """The members who made this choice."""
    query = select(PREFERENCE.c.person_id).where(
        PREFERENCE.c.community_id == community, PREFERENCE.c.name == name, PREFERENCE.c.value == value
    )
    return list(connection.execute(query.order_by(PREFERENCE.c.person_id)).scalars())


def chosen(connection: Connection, community: int, name: str, people: Iterable[int]) -> dict[int, str]:
    """The choices these members made about `name`."""
    query = select(PREFERENCE.c.person_id, PREFERENCE.c.value).where(
        PREFERENCE.c.community_id == community,
        PREFERENCE.c.name == name,
        PREFERENCE.c.person_id.in_(list(people)),
    )
    return {r.person_id: r.value for r in connection.execute(query)}
