"""Statements that go to the driver itself: what they write, find, and raise."""

from __future__ import annotations

import importlib
import pkgutil
import threading
from typing import Any

import pytest
from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

import storage
from storage import tables
from storage.chats import COMMUNITY, ensure_community
from storage.prepared_statements import (
    Lookup,
    Statement,
    attempt,
    bare_of,
    find,
    find_records,
    inserting,
    many,
    on_driver,
    records,
    rows_of,
)
from storage.store import Store, table
from tests.storage.test_retention import ROWS

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


def test_rows_are_written_and_found(store: Store) -> None:
    with store.write() as connection:
        assert many(connection, ADD, [("a", 1), ("b", 2)]) == 2
        many(connection, PUT, [("b", 7), ("c", 3)])
        assert many(connection, NEW, [("a", 9), ("d", 4)]) == 1
        assert sorted(find(connection, BY_NAME, [("a",), ("b",), ("d",), ("x",)])) == [("b", 7), ("d", 4)]
        assert sorted(rows_of(connection, ABOVE)) == [("b",), ("c",), ("d",)]
        assert many(connection, ADD, []) == 0


def test_what_goes_wrong_is_raised_as_sqlalchemy_does(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write() as connection:
        many(connection, ADD, [("a", 1), ("a", 1)])
    with pytest.raises((OperationalError, ProgrammingError)), store.write() as connection:
        on_driver(connection, lambda bare: bare.execute("SELECT * FROM nowhere"))
    with pytest.raises(ZeroDivisionError), store.write() as connection:
        on_driver(connection, lambda _: 1 / 0)


def test_an_attempt_that_breaks_a_constraint_costs_nothing_else(store: Store) -> None:
    with store.write() as connection:
        many(connection, ADD, [("a", 2)])
        assert attempt(connection, lambda: many(connection, ADD, [("b", 2)]))
        assert not attempt(connection, lambda: many(connection, ADD, [("c", 2), ("a", 2)]))
        many(connection, ADD, [("d", 2)])
    with store.read() as connection:
        assert sorted(rows_of(connection, ABOVE)) == [("a",), ("b",), ("d",)]


def test_a_statement_needs_the_columns_it_names() -> None:
    statement = Statement(lambda _: select(WATERMARK.c.name), ["nonsense"])
    with pytest.raises(ValueError, match="nonsense"):
        statement.prepared("sqlite")


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_every_statement_of_the_store_can_be_made(dialect: str) -> None:
    found = [
        value
        for module in pkgutil.iter_modules(storage.__path__, "storage.")
        for value in vars(importlib.import_module(module.name)).values()
        if isinstance(value, Statement | Lookup)
    ]
    assert len(found) > 50
    assert all(statement.prepared(dialect).sql for statement in found)


def count(store: Store) -> int:
    """Communities in the database."""
    with store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(COMMUNITY)).scalar_one())


def test_others_see_a_transaction_once_it_has_ended(store: Store) -> None:
    with store.write() as connection:
        many(connection, ADD, [("a", 1)])
        ensure_community(connection, "main", 1)
        assert count(store) == 0
    assert count(store) == 1


@pytest.mark.parametrize("error", [ZeroDivisionError, IntegrityError])
def test_a_transaction_that_fails_leaves_nothing_and_the_next_one_works(
    store: Store, error: type[Exception]
) -> None:
    def fail() -> None:
        with store.write() as connection:
            many(connection, ADD, [("a", 1)])
            ensure_community(connection, "main", 1)
            if error is IntegrityError:
                many(connection, ADD, [("a", 1)])
            raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(error):
            fail()
        assert count(store) == 0
    with store.write() as connection:
        many(connection, ADD, [("a", 1)])
        ensure_community(connection, "main", 1)
    assert count(store) == 1


def test_writing_goes_on_after_the_connection_broke(store: Store) -> None:
    def lose_the_connection() -> None:
        with store.write() as connection:
            bare_of(connection).close()
            many(connection, ADD, [("a", 1)])

    with pytest.raises((ProgrammingError, OperationalError), match="closed"):
        lose_the_connection()
    with store.write() as connection:
        many(connection, ADD, [("a", 2)])
    with store.read() as connection:
        assert find(connection, BY_NAME, [("a",)]) == [("a", 2)]


def test_records_have_values_of_their_columns_types(store: Store) -> None:
    case = tables.Case(
        update_id=1, community_id=1, chat_id=1, person_id=1, rule="ads", mode="enforce", book="b"
    )
    row: dict[str, Any] = case.model_dump() | {"leads": True, "actions": [{"type": "delete"}], "at": 5}
    del row["id"]
    with store.write() as connection:
        for into in (COMMUNITY, table(tables.Chat), table(tables.Person)):
            connection.execute(into.insert(), ROWS[into])
        many(connection, ADD_CASE, [tuple(row[c] for c in ADD_CASE.columns)])
        (asked,), (found,) = (
            records(connection, OF_RULE, ("ads",)),
            find_records(connection, BY_UPDATE, [(1,)]),
        )
    assert asked == found
    assert (asked["actions"], asked["leads"], asked["trace"]) == ([{"type": "delete"}], True, None)


async def test_coroutines_write_in_one_thread_and_read_in_others(store: Store) -> None:
    first = await store.change(lambda _: threading.get_ident())
    again = await store.in_turn(threading.get_ident)
    look = await store.look(lambda _: threading.get_ident())
    assert first == again
    assert len({first, look, threading.get_ident()}) == 3
