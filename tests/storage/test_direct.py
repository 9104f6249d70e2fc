"""Trips to the database: the same function in SQLite's own thread and over an ordinary connection."""

from __future__ import annotations

import importlib
import pkgutil
import threading
from typing import Any

import pytest
from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection

import storage
from storage import tables
from storage.chats import COMMUNITY, ensure_community
from storage.prepared_statements import CoreTrip, Lookup, Statement, Trip, inserting, on_driver, travel
from storage.store import Store, table

WATERMARK = table(tables.Watermark)
ADD = inserting(WATERMARK, ["name", "position"])
PUT = inserting(WATERMARK, ["name", "position"], key=["name"], update=lambda new: {"position": new.position})
NEW = inserting(WATERMARK, ["name", "position"], anyway=True)
BY_NAME = Lookup(WATERMARK, ["name", "position"], ["name"], WATERMARK.c.position > 1)
ABOVE = Statement(
    lambda _: select(WATERMARK.c.name).where(WATERMARK.c.position > 1, WATERMARK.c.name != "z").limit(5), ()
)

CASE = table(tables.Case)
ADD_CASE = inserting(
    CASE, [c.name for c in CASE.c if c.name != "id"], documents=["actions", "trace", "reversed"]
)
OF_RULE = Statement(lambda _: select(CASE).where(CASE.c.rule == bindparam("rule")), ("rule",))
BY_UPDATE = Lookup(CASE, [c.name for c in CASE.c], ["update_id"])


async def by_core(connection: AsyncConnection, work: Any) -> Any:
    """A trip as databases other than SQLite take it."""
    return await connection.run_sync(lambda sync: work(CoreTrip(sync)))


@pytest.mark.parametrize("go", [travel, by_core])
async def test_a_trip_writes_and_finds_rows(store: Store, go: Any) -> None:
    def work(trip: Trip) -> tuple[Any, ...]:
        written = trip.many(ADD, [("a", 1), ("b", 2)])
        trip.many(PUT, [("b", 7), ("c", 3)])
        kept = trip.many(NEW, [("a", 9), ("d", 4)])
        found = trip.find(BY_NAME, [("a",), ("b",), ("d",), ("x",)])
        return written, kept, sorted(found), sorted(trip.rows(ABOVE)), trip.many(ADD, [])

    async with store.write() as connection:
        result = await go(connection, work)
    assert result == (2, 1, [("b", 7), ("d", 4)], [("b",), ("c",), ("d",)], 0)


async def test_a_trip_happens_in_the_thread_of_the_driver(store: Store) -> None:
    async with store.write() as connection:
        first = await on_driver(connection, lambda _: threading.get_ident())
        again = await on_driver(connection, lambda _: threading.get_ident())
    assert first == again != threading.get_ident()


async def test_what_goes_wrong_on_a_trip_is_raised_as_everywhere(store: Store) -> None:
    async with store.write() as connection:
        await travel(connection, lambda trip: trip.many(ADD, [("a", 1)]))
        with pytest.raises(IntegrityError):
            await travel(connection, lambda trip: trip.many(ADD, [("a", 1)]))
        with pytest.raises(OperationalError):
            await on_driver(connection, lambda bare: bare.execute("SELECT * FROM nowhere"))
        with pytest.raises(ZeroDivisionError):
            await travel(connection, lambda _: 1 / 0)


def test_a_statement_needs_the_columns_it_names() -> None:
    statement = Statement(lambda _: select(WATERMARK.c.name), ["nonsense"])
    with pytest.raises(ValueError, match="nonsense"):
        _ = statement.prepared


def test_every_statement_of_the_store_can_be_made() -> None:
    found = [
        value
        for module in pkgutil.iter_modules(storage.__path__, "storage.")
        for value in vars(importlib.import_module(module.name)).values()
        if isinstance(value, Statement | Lookup)
    ]
    assert len(found) > 50
    assert all(statement.prepared.sql for statement in found)


async def count(store: Store) -> int:
    """Communities in the database."""
    async with store.read() as connection:
        return int((await connection.execute(select(func.count()).select_from(COMMUNITY))).scalar_one())


async def test_a_transaction_commits_on_its_last_trip_or_at_its_end(store: Store) -> None:
    async with store.transaction() as transaction:
        with pytest.raises(RuntimeError, match="begins with a trip"):
            _ = transaction.connection
        await transaction.run(lambda trip: trip.many(ADD, [("a", 1)]))
        await ensure_community(transaction.connection, "main", 1)
        assert await count(store) == 0
        await transaction.finish(lambda trip: trip.many(ADD, [("b", 1)]))
        assert await count(store) == 1
    async with store.transaction() as transaction:
        await transaction.run(lambda trip: trip.many(ADD, [("c", 1)]))
    async with store.read() as connection:
        assert len((await connection.execute(select(WATERMARK))).all()) == 3


async def test_a_transaction_that_fails_leaves_nothing_and_the_next_one_works(store: Store) -> None:
    async def fail() -> None:
        async with store.transaction() as transaction:
            await transaction.run(lambda trip: trip.many(ADD, [("a", 1)]))
            await ensure_community(transaction.connection, "main", 1)
            raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            await fail()
        assert await count(store) == 0
    async with store.transaction() as transaction:
        await transaction.run(lambda trip: trip.many(ADD, [("a", 1)]))
        await ensure_community(transaction.connection, "main", 1)
    assert await count(store) == 1


async def test_a_transaction_goes_on_after_its_connection_broke(store: Store) -> None:
    async def lose_the_connection() -> None:
        async with store.transaction() as transaction:
            await transaction.run(lambda _: None)
            await on_driver(transaction.connection, lambda bare: bare.close())
            await transaction.run(lambda trip: trip.many(ADD, [("a", 1)]))

    with pytest.raises(ProgrammingError, match="closed"):
        await lose_the_connection()
    async with store.transaction() as transaction:
        await transaction.run(lambda trip: trip.many(ADD, [("a", 1)]))
    async with store.read() as connection:
        assert len((await connection.execute(select(WATERMARK))).all()) == 1


@pytest.mark.parametrize("go", [travel, by_core])
async def test_records_have_values_of_their_columns_types(store: Store, go: Any) -> None:
    case = tables.Case(
        update_id=1, community_id=1, chat_id=1, person_id=1, rule="ads", mode="enforce", book="b"
    )
    row = case.model_dump() | {"leads": True, "actions": [{"type": "delete"}], "at": 5}
    del row["id"]

    def work(trip: Trip) -> tuple[Any, ...]:
        trip.many(ADD_CASE, [tuple(row[c] for c in ADD_CASE.columns)])
        (asked,), (found,) = trip.records(OF_RULE, ("ads",)), trip.find_records(BY_UPDATE, [(1,)])
        return asked, found

    async with store.write() as connection:
        await on_driver(connection, lambda bare: bare.execute("PRAGMA defer_foreign_keys=ON"))
        asked, found = await go(connection, work)
        await on_driver(connection, lambda bare: bare.execute('DELETE FROM "case"'))
    assert asked == found
    assert (asked["actions"], asked["leads"], asked["trace"]) == ([{"type": "delete"}], True, None)


async def test_inside_of_a_transaction_questions_are_answered_in_place(store: Store) -> None:
    threads = []
    async with store.transaction() as transaction:
        await transaction.run(lambda _: threads.append(threading.get_ident()))
        await transaction.run(lambda _: threads.append(threading.get_ident()))
        threads.append(await on_driver(transaction.connection, lambda _: threading.get_ident()))
        await transaction.finish(lambda _: threads.append(threading.get_ident()))
    here = threading.get_ident()
    assert [t == here for t in threads] == [False, True, True, False]


async def test_a_transaction_that_failed_in_place_is_undone(store: Store) -> None:
    async def fail() -> None:
        async with store.transaction() as transaction:
            await transaction.run(lambda trip: trip.many(ADD, [("a", 1)]))
            await transaction.run(lambda trip: trip.many(ADD, [("a", 1)]))

    with pytest.raises(IntegrityError):
        await fail()
    async with store.write() as connection:
        assert await on_driver(connection, lambda _: threading.get_ident()) != threading.get_ident()
        assert await travel(connection, lambda trip: trip.find(BY_NAME, [("a",)])) == []
