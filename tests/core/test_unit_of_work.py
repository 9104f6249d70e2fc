"""Rows are collected, and written before a query has to see them."""

from __future__ import annotations

from sqlalchemy import func, select

from storage.event_log import DEAD
from storage.store import Store
from tests.features.courses.worlds import Town

LETTERS = select(func.count()).select_from(DEAD)


def letter(number: int) -> tuple[object, ...]:
    """A row of a dead letter."""
    return (number, 5, "no luck", "{}", "open")


def test_a_query_sees_what_was_collected_and_one_that_need_not_does_not(store: Store) -> None:
    town = Town(store).build()
    with town.batch() as batch:
        batch.letters.append(letter(1))
        batch.writes.append(lambda c: c.execute(DEAD.update().values(reason="later")))
        assert batch.unflushed.execute(LETTERS).scalar_one() == 0
        assert batch.connection.execute(LETTERS).scalar_one() == 1
        assert batch.connection.execute(select(DEAD.c.reason)).scalar_one() == "later"
        batch.letters.append(letter(2))
        assert batch.connection.execute(LETTERS).scalar_one() == 2
    with town.store.read() as connection:
        assert connection.execute(LETTERS).scalar_one() == 2
