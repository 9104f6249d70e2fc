"""Places that come with plans: numbered from 1, so that there are never more, each taken by one at a time."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, insert, select, update

from storage import tables
from storage.store import table

PLACE = table(tables.FamilyPlace)
EMPTY, OFFERED, TAKEN = "empty", "offered", "taken"


class Place(Struct, frozen=True, kw_only=True):
    """A row: a place, and who has it."""

    id: int
    community_id: int
    owner_id: int
    plan: str
    number: int
    state: str
    turn: int
    code: str | None
    person_id: int | None
    at: int

    @property
    def root(self) -> str:
        """How the keys of the grants begin that came of this place as it is given now."""
        return f"family:{self.id}:{self.turn}:"


def _places(connection: Connection, *where: Any) -> list[Place]:
    query = select(PLACE).where(*where).order_by(PLACE.c.plan, PLACE.c.number)
    return [Place(**row) for row in connection.execute(query).mappings()]


def find(connection: Connection, number: int) -> Place | None:
    """A place by the number of its row."""
    return next(iter(_places(connection, PLACE.c.id == number)), None)


def offered(connection: Connection, code: str) -> Place | None:
    """The place that a link was made for, taken by now or not."""
    return next(iter(_places(connection, PLACE.c.code == code)), None)


def places_of(connection: Connection, community: int, owner: int, plan: str) -> list[Place]:
    """All places of somebody's plan that were ever given, by their numbers."""
    mine = PLACE.c.community_id == community, PLACE.c.owner_id == owner, PLACE.c.plan == plan
    return _places(connection, *mine)


def held_by(connection: Connection, community: int, person: int) -> list[Place]:
    """The places that somebody has."""
    mine = PLACE.c.community_id == community, PLACE.c.person_id == person
    return _places(connection, *mine, PLACE.c.state == TAKEN)


def owners(connection: Connection, community: int) -> list[tuple[int, str]]:
    """Who gave places, each with the plan, that somebody has."""
    query = select(PLACE.c.owner_id, PLACE.c.plan).distinct()
    query = query.where(PLACE.c.community_id == community, PLACE.c.state == TAKEN)
    return [(row.owner_id, row.plan) for row in connection.execute(query.order_by(*query.selected_columns))]


def add(connection: Connection, community: int, owner: int, plan: str, number: int, now: int) -> None:
    """Let a place be there, empty."""
    row = {"community_id": community, "owner_id": owner, "plan": plan, "number": number, "at": now}
    row |= {"state": EMPTY, "turn": 0, "code": None, "person_id": None}
    if number not in {p.number for p in places_of(connection, community, owner, plan)}:
        connection.execute(insert(PLACE).values(**row))


def offer(connection: Connection, place: Place, code: str, now: int) -> bool:
    """Let whoever has the code take an empty place; False when it was not empty."""
    values = {"state": OFFERED, "turn": place.turn + 1, "code": code, "at": now}
    return _turn(connection, place, EMPTY, values)


def take(connection: Connection, place: Place, person: int, now: int) -> bool:
    """Let somebody have the place that was offered; False when somebody else was quicker."""
    return _turn(connection, place, OFFERED, {"state": TAKEN, "person_id": person, "at": now})


def end(connection: Connection, place: Place, now: int) -> bool:
    """Let a place be empty again; False when it changed meanwhile."""
    values = {"state": EMPTY, "code": None, "person_id": None, "at": now}
    return _turn(connection, place, place.state, values)


def _turn(connection: Connection, place: Place, state: str, values: dict[str, Any]) -> bool:
    same = PLACE.c.id == place.id, PLACE.c.state == state, PLACE.c.turn == place.turn
    return connection.execute(update(PLACE).where(*same).values(**values)).rowcount == 1
