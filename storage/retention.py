"""Drop what is older than it has to be kept: counted first if you like, then removed in small pieces."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, and_, delete, func, select, update

from storage import cache_invalidations
from storage.casework import settle_acts
from storage.expiry_rules import Before, Expiring, kinds
from storage.store import Store

_CHUNK = 500  # rows a transaction
_PAUSE = 0.005  # seconds in which others get their turn to write


class Expired(Struct, frozen=True):
    """How many rows of a kind have expired, and the moment of the oldest (0: there is none)."""

    name: str
    rows: int
    oldest: int


def expired(connection: Connection, before: Before) -> list[Expired]:
    """What `purge` would drop, by kind; receipts go with their calls and are counted beside them."""
    found = []
    for kind in kinds(before):
        query = select(func.count(), func.min(kind.at)).select_from(kind.table).where(kind.expired)
        rows, oldest = connection.execute(query).one()
        found.append(Expired(kind.name, rows, oldest or 0))
        for column in kind.with_:
            joined = kind.table.join(column.table, kind.key[0] == column)
            query = select(func.count(), func.min(kind.at)).select_from(joined).where(kind.expired)
            rows, oldest = connection.execute(query).one()
            found.append(Expired(f"{column.table.name}s", rows, oldest or 0))
    return found


def purge(
    store: Store, before: Before, *, chunk: int = _CHUNK, show: Callable[[int], None] = lambda _rows: None
) -> dict[str, int]:
    """Drop what has expired, `chunk` rows a transaction; how many of each kind went.

    Ended in the middle, it leaves the rest for the next time.
    """
    _settle(store, chunk)
    gone: dict[str, int] = {}
    for kind in kinds(before):
        gone[kind.name] = 0
        gone |= {f"{column.table.name}s": 0 for column in kind.with_}
        keys = _next(store, kind, (), chunk)
        while keys:
            for name, rows in _drop(store, kind, keys).items():
                gone[name] += rows
            show(sum(gone.values()))
            time.sleep(_PAUSE)
            keys = _next(store, kind, keys[-1], chunk)
    return gone


def _settle(store: Store, chunk: int) -> None:
    """Let cases keep what became of their calls, which go."""
    while True:
        with store.write() as connection:
            if not settle_acts(connection, chunk):
                return
        time.sleep(_PAUSE)


def _next(store: Store, kind: Expiring, after: tuple[Any, ...], chunk: int) -> list[tuple[Any, ...]]:
    """Keys of expired rows after the last ones, in their order. Looking for them keeps no writer waiting."""
    query = select(*kind.key).where(kind.expired).order_by(*kind.key).limit(chunk)
    if after:
        query = query.where(kind.beyond(after))
    with store.read() as connection:
        return [tuple(row) for row in connection.execute(query)]


def _drop(store: Store, kind: Expiring, keys: list[tuple[Any, ...]]) -> dict[str, int]:
    """Remove these rows if they are still expired, those first that point at them."""
    gone = {}
    chosen = and_(kind.among(keys), kind.expired)
    with store.write() as connection:
        for column in kind.with_:
            still = select(kind.key[0]).where(chosen)
            result = connection.execute(delete(column.table).where(column.in_(still)))
            gone[f"{column.table.name}s"] = result.rowcount
        statement: Any = delete(kind.table)
        if kind.blank:
            statement = update(kind.table).values(kind.blank)
        if kind.people:
            cache_invalidations.mark(connection, [(0, person) for (person,) in keys])
        gone[kind.name] = connection.execute(statement.where(chosen)).rowcount
    return gone
