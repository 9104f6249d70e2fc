"""The ledger of entitlements as it is stored: each row once, none changed, read as the engine reads it."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, delete, insert, update
from sqlalchemy.exc import DBAPIError

from rules.engine.entitlements import Entry, Span, cut, paid
from rules.engine.events import Chat, Person
from rules.engine.state import FOREVER
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


def test_whoever_plainly_has_a_plan_is_not_looked_at_and_all_others_in_a_group_are(store: Store) -> None:
    entries = {
        "has it": [paid("c1", "p", 0, 10 * DAY)],
        "for good": [Entry("gift:1", "p", "gift", 0, FOREVER)],
        "had it": [paid("c2", "p", 0, DAY)],
        "gave it back": [paid("c3", "p", 0, 10 * DAY), cut("payment:c3", "p", DAY, "refund")],
        "will have it": [Entry("gift:2", "p", "gift", 5 * DAY, 9 * DAY)],
        "left": [paid("c4", "p", 0, DAY)],
    }
    directory = Directory()
    with store.write() as connection:
        community = chats.ensure_community(connection, "main", 1)
        people = [Person(100 + n, name) for n, name in enumerate(entries)]
        directory.resolve(connection, [Chat(-5, "supergroup", "g")], people)
        group, named = directory.chat(-5).id, {p.name: directory.person(p.id).id for p in people}
        connection.execute(update(chats.CHAT).values(community_id=community, role="members"))
        for name, rows in entries.items():
            entitlements.add(connection, community, named[name], rows, 0)
            gone = {"role": "left", "left_at": 9} if name == "left" else {"role": "member", "left_at": 0}
            row = {
                "chat_id": group,
                "person_id": named[name],
                "joined_at": 1,
                "first_seen": 1,
                "last_seen": 1,
            }
            row |= {"messages": 0, "muted_until": 0, "hidden": False}
            connection.execute(insert(chats.MEMBER).values(row | gone))
        found = entitlements.unsure(connection, community, 2 * DAY)
        assert found == sorted((named[name], "p") for name in ("had it", "gave it back", "will have it"))


def test_a_thing_is_told_once(store: Store) -> None:
    with store.write() as connection:
        assert entitlements.tell_once(connection, "soon:1:p:5", 1)
        assert not entitlements.tell_once(connection, "soon:1:p:5", 2)
