"""Remember what a start found missing: told once, until an operator says that it is known."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select, update

from storage import tables
from storage.commit_counter import Missing, look, noted_beside
from storage.event_log import SEEN
from storage.prepared_statements import on_driver
from storage.store import Store, table

LOSS, COUNTER = table(tables.Loss), table(tables.CommitCounter)
_MISSING = [LOSS.c[name] for name in Missing.__struct_fields__]


def unsettled(store: Store) -> Missing | None:
    """What is missing and nobody has written down yet; changes nothing."""
    if store.counter is None:
        return None
    file = store.counter.database
    noted = noted_beside(file)  # before the database: a commit in between would seem to be missing
    with store.read() as connection:
        return on_driver(connection, lambda bare: look(bare, file, noted))


def everything(store: Store) -> list[Missing]:
    """What is missing and no operator has accepted, whether a start has found it or not; changes nothing."""
    pending = unsettled(store)
    with store.read() as connection:
        return known(connection) + ([pending] if pending is not None else [])


def known(connection: Connection) -> list[Missing]:
    """What was found missing and no operator has accepted, oldest first."""
    query = select(*_MISSING).where(LOSS.c.accepted_at == 0).order_by(LOSS.c.id)
    return [Missing(*row) for row in connection.execute(query)]


def untold(connection: Connection) -> dict[int, Missing]:
    """What was found missing and nobody was told of, by number."""
    query = select(LOSS.c.id, *_MISSING).where(LOSS.c.told_at == 0).order_by(LOSS.c.id)
    return {row[0]: Missing(*row[1:]) for row in connection.execute(query)}


def told(connection: Connection, numbers: Sequence[int], now: int) -> None:
    """Note that these were told of."""
    connection.execute(update(LOSS).where(LOSS.c.id.in_(numbers)).values(told_at=now))


def accept(connection: Connection, now: int) -> int:
    """Note that an operator knows of everything that was found; how much that was."""
    statement = update(LOSS).where(LOSS.c.accepted_at == 0)
    return connection.execute(statement.values(accepted_at=now, told_at=now)).rowcount


def add(connection: Connection, found: Missing, now: int) -> int:
    """Write down what is missing; its number."""
    row = {name: getattr(found, name) for name in Missing.__struct_fields__}
    row |= {"found_at": now, "told_at": 0, "accepted_at": 0}
    return int(connection.execute(insert(LOSS).values(row).returning(LOSS.c.id)).scalar_one())


def newest_update(connection: Connection) -> tuple[int, int]:
    """The id of the newest update there was, and when it was committed (0: not known); 0, 0 for none."""
    found = connection.execute(select(COUNTER.c.update_id, COUNTER.c.at)).first()
    query = select(SEEN.c.update_id, SEEN.c.at).order_by(SEEN.c.update_id.desc()).limit(1)
    if found is None:
        newest = connection.execute(query).first()
        return (newest[0], newest[1]) if newest is not None else (0, 0)
    at = connection.execute(select(SEEN.c.at).where(SEEN.c.update_id == found.update_id)).scalar()
    return found.update_id, at or (found.at if found.update_id else 0)


def absent(connection: Connection, after: int, before: int) -> tuple[int, int, int]:
    """Of the ids between two updates those that were never committed: how many, the first, the last."""
    between = select(SEEN.c.update_id).where(SEEN.c.update_id > after, SEEN.c.update_id < before)
    there = sorted(connection.execute(between).scalars())
    first, last = after + 1, before - 1
    while there and there[0] == first:
        first += 1
        del there[0]
    while there and there[-1] == last:
        last -= 1
        del there[-1]
    return last - first + 1 - len(there), first, last
