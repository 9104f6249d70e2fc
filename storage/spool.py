"""Keep raw updates that were fetched ahead, in their order, until each is decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select

from storage import tables
from storage.store import table

SPOOL = table(tables.SpooledUpdate)
_PAGE = 500


class Spooled(NamedTuple):
    """An update as it came, and its place in the row."""

    id: int
    body: bytes


def append(connection: Connection, bodies: Sequence[bytes], now: int) -> None:
    """Put updates behind those that wait."""
    connection.execute(insert(SPOOL), [{"at": now, "body": body} for body in bodies])


def first(connection: Connection, most: int, after: int = 0) -> list[Spooled]:
    """The updates that have waited longest, behind a place."""
    query = select(SPOOL.c.id, SPOOL.c.body).where(SPOOL.c.id > after).order_by(SPOOL.c.id).limit(most)
    return [Spooled(row.id, bytes(row.body)) for row in connection.execute(query)]


def every(connection: Connection) -> Iterator[Spooled]:
    """All that wait, in their order."""
    after = 0
    while page := first(connection, _PAGE, after):
        yield from page
        after = page[-1].id


def remove(connection: Connection, last: int) -> None:
    """Forget updates up to a place: they are decided."""
    connection.execute(delete(SPOOL).where(SPOOL.c.id <= last))


def waiting(connection: Connection) -> tuple[int, int]:
    """How many wait, and since when the first does (0: none)."""
    count, since = connection.execute(select(func.count(), func.min(SPOOL.c.at))).one()
    return int(count), int(since or 0)
