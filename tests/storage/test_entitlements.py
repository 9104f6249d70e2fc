"""The ledger of entitlements as it is stored: each row once, none changed, read as the engine reads it."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, delete, update
from sqlalchemy.exc import DBAPIError

from rules.engine.entitlements import Entry, Span, cut, paid
from rules.engine.events import Chat, Person
from storage import chats, entitlements
from storage.directory import Directory
from storage.entitlements import ENTITLEMENT
from storage.store import Store

DAY = 86_400


def ann(connection: Connection) -> tuple[int, int]:
    """A community and somebody in it, by own ids."""
    directory = Directory()
    directory.resolve(connection, [Chat(-5, title="g")], [Person(100, "Ann")])
    return chats.ensure_community(connection, "main", 1), directory.person(100).id


def test_a_row_goes_in_once(store: Store) -> None:
    with store.write() as connection:
        community, person = ann(connection)
        entry = paid("c1", "p", 0, 30 * DAY)
        assert entitlements.add(connection, community, person, [entry], 5) == ["payment:c1"]
        assert entitlements.add(connection, community, person, [entry, entry], 6) == []
        assert entitlements.by_plan(connection, community, person) == {"p": [Span(0, 30 * DAY, "payment")]}


@pytest.mark.parametrize("change", [update(ENTITLEMENT).values(ends=9), delete(ENTITLEMENT)])
def test_no_row_is_changed_or_removed(store: Store, change: object) -> None:
    with store.write() as connection:
        community, person = ann(connection)
        entitlements.add(connection, community, person, [paid("c1", "p", 0, DAY)], 5)
    with pytest.raises(DBAPIError, match="append-only"), store.write() as connection:
        connection.execute(change)  # type: ignore[call-overload]  # either of the two above


def test_seats_are_those_who_have_the_plan_now(store: Store) -> None:
    with store.write() as connection:
        community, person = ann(connection)
        rows = [paid("c1", "p", 0, 10 * DAY), Entry("gift:1", "q", "gift", 0, DAY)]
        entitlements.add(connection, community, person, rows, 0)
        assert entitlements.holders(connection, community, "p", DAY) == {person}
        assert entitlements.holders(connection, community, "q", DAY) == set()
        entitlements.add(connection, community, person, [cut("payment:c1", "p", DAY, "refund")], DAY)
        assert entitlements.holders(connection, community, "p", DAY) == set()


def test_a_thing_is_told_once(store: Store) -> None:
    with store.write() as connection:
        assert entitlements.tell_once(connection, "soon:1:p:5", 1)
        assert not entitlements.tell_once(connection, "soon:1:p:5", 2)
