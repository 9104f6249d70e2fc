"""What tables keep about people: each column, how long, and what becomes of it when a person is erased."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection, Table, delete, select, update
from sqlmodel import SQLModel

# How long, where no kind of `storage/expiry_rules.py` says it.
ALWAYS = "always"  # as an own id, which is nobody's any more once the person is erased
UNTIL_ERASED = "until the person is erased"
ROW: None = None  # `Holding.erase`: the rows go

Exporter: TypeAlias = Callable[[Connection, int], dict[str, list[dict[str, Any]]]]
Eraser: TypeAlias = Callable[[Connection, int], object]


@dataclass(frozen=True)
class Holding:
    """One table that a feature owns. Every column is named, so that a new one has to be thought about.

    Attributes:
        person: the column with the own id of the person that a row is about; empty where no column says it.
        about: each column that tells something about people, and how long: a kind of
            `storage/expiry_rules.py`, `ALWAYS` or `UNTIL_ERASED`.
        other: the columns that tell nothing about people.
        erase: what the columns become when the person is erased; `ROW`: the rows go; nothing: they stay.
    """

    table: Table
    person: str
    about: Mapping[str, str]
    other: tuple[str, ...] = ()
    erase: Mapping[str, Any] | None = ROW


def holding(
    model: type[SQLModel],
    person: str,
    about: Mapping[str, str],
    other: str = "",
    erase: Mapping[str, Any] | None = ROW,
) -> Holding:
    """The same of a table of the migrations; `other` columns with spaces between."""
    return Holding(
        SQLModel.metadata.tables[str(model.__tablename__)], person, about, (*other.split(),), erase
    )


def export(
    connection: Connection, holdings: Iterable[Holding], person: int
) -> dict[str, list[dict[str, Any]]]:
    """Everything that tables keep about one person, by table: the columns about people."""
    found: dict[str, list[dict[str, Any]]] = {}
    for held in holdings:
        if held.person:
            columns = [held.table.c[name] for name in held.about]
            query = select(*columns).where(held.table.c[held.person] == person)
            if rows := [dict(row) for row in connection.execute(query).mappings()]:
                found[held.table.name] = rows
    return found


def erase(connection: Connection, holdings: Iterable[Holding], person: int) -> dict[str, int]:
    """Remove or empty what tables keep about one person; how many rows of each table.

    Rows that refer to others are to be named after those.
    """
    gone: dict[str, int] = {}
    for held in reversed([*holdings]):
        if not held.person or held.erase == {}:
            continue
        theirs = held.table.c[held.person] == person
        if held.erase is None:
            gone[held.table.name] = connection.execute(delete(held.table).where(theirs)).rowcount
        else:
            statement = update(held.table).where(theirs).values(**held.erase)
            gone[held.table.name] = connection.execute(statement).rowcount
    return gone
