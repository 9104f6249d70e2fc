"""Points: each key once, balances that follow."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, update

from rules.engine.entries import Entry
from rules.engine.events import Chat, Person
from storage import boards, chats, ledger, standings
from storage.directory import Directory
from storage.store import Store


def entry(key: str, person: int, granted: int, **more: object) -> Entry:
    """An entry of one day."""
    values = {"source": "message", "raw": granted, "day": "2026-01-05", "at": 1_767_600_000, **more}
    return Entry(key=key, person=person, granted=granted, **values)  # type: ignore[arg-type]  # plain values


def add(connection: Connection, community: int, chat: int, entries: list[Entry]) -> set[str]:
    """Append entries; the keys that were new."""
    payments = [ledger.Payment(community, chat, e) for e in entries]
    return ledger.add(connection, payments, "x")


def shown(
    connection: Connection, kept: boards.Boards, community: int, since: int = 0, until: int = 2**62
) -> list[tuple[int, int, int]]:
    """A board's places: rank, person, points."""
    places = kept.top(connection, community, since, until=until)
    return [(p.rank, p.person, p.xp) for p in places]


def world(connection: Connection, people: int = 2) -> tuple[int, int, list[int]]:
    """A community, a chat in it and people, by own ids."""
    directory = Directory()
    names = [Person(100 + n, f"P{n}") for n in range(people)]
    directory.resolve(connection, [Chat(-5, title="g")], names)
    community = chats.ensure_community(connection, "main", 1)
    connection.execute(update(chats.CHAT).values(community_id=community))
    return community, directory.chat(-5).id, [directory.person(p.id).id for p in names]


def test_the_same_key_moves_a_balance_once(store: Store) -> None:
    with store.write() as connection:
        community, chat, (ann, _) = world(connection)
        first = add(connection, community, chat, [entry("a", ann, 3), entry("b", ann, 2)])
        again = add(connection, community, chat, [entry("a", ann, 3)])
        assert (first, again) == ({"a", "b"}, set())
        owner = (community, ann)
        standing, _ = standings.load(connection, [owner], "2026-01-05")[owner]
        assert (standing.xp, standing.today) == (5, {"message": 5})


def test_what_a_message_earned_is_found_until_it_is_taken_back(store: Store) -> None:
    with store.write() as connection:
        community, chat, (ann, bob) = world(connection)
        paid = [
            entry("message:-5:9", ann, 2, message_id=9),
            entry("t", bob, 4, source="thanks", message_id=9, actor=ann),
        ]
        add(connection, community, chat, paid)
        assert {e.key for e in ledger.paid_for(connection, chat, [9])} == {"message:-5:9", "t"}
        back = [
            entry("reversal:m", ann, -2, reverses="message:-5:9"),
            entry("reversal:t", bob, -4, reverses="t"),
        ]
        add(connection, community, chat, back)
        assert ledger.paid_for(connection, chat, [9]) == []
        assert boards.total_points(connection) == 0


def test_the_board_shows_members_who_earned_and_did_not_opt_out(store: Store) -> None:
    with store.write() as connection:
        community, chat, (ann, bob) = world(connection)
        for person in (ann, bob):
            connection.execute(chats.MEMBER.insert().values(**chats.blank_member(chat, person)))
        add(connection, community, chat, [entry("a", ann, 3), entry("b", bob, 7)])
        kept = boards.Boards()
        assert shown(connection, kept, community) == [(1, bob, 7), (2, ann, 3)]
        assert boards.rank(connection, community, ann, 3) == 2
        connection.execute(
            ledger.PREFERENCE.insert().values(
                community_id=community, person_id=bob, name="leaderboard", value="off", at=1
            )
        )
        assert shown(connection, kept, community) == [(1, ann, 3)]
        assert boards.rank(connection, community, ann, 3) == 1
        assert boards.rank(connection, community, bob, 7) == 0


def test_who_earned_the_same_shares_a_place(store: Store) -> None:
    with store.write() as connection:
        community, chat, (ann, bob) = world(connection)
        for person in (ann, bob):
            connection.execute(chats.MEMBER.insert().values(**chats.blank_member(chat, person)))
        add(connection, community, chat, [entry("a", ann, 7), entry("b", bob, 7)])
        kept = boards.Boards()
        assert shown(connection, kept, community) == [(1, ann, 7), (1, bob, 7)]
        place = kept.place(connection, community, 0, bob)
        assert place is not None
        assert place.rank == boards.rank(connection, community, bob, 7) == 1


@pytest.mark.parametrize("kept", [True, False])
def test_a_board_that_is_kept_counts_new_rows_like_one_that_is_read_anew(store: Store, *, kept: bool) -> None:
    memory = boards.Boards(most=1)
    with store.write() as connection:
        community, chat, (ann, bob) = world(connection)
        for person in (ann, bob):
            connection.execute(chats.MEMBER.insert().values(**chats.blank_member(chat, person)))
        add(connection, community, chat, [entry("a", ann, 3), entry("b", bob, 7)])
        shown(connection, memory, community)
        if not kept:
            shown(connection, memory, community, since=5)  # there is room for one
        later = [
            entry("c", ann, 9),
            entry("d", bob, -7),
            entry("e", ann, 50, at=4),
            entry("f", ann, 60, at=900),
        ]
        add(connection, community, chat, [*later, entry("g", bob, 8, currency="coin")])
        assert shown(connection, memory, community, since=5) == [(1, ann, 72)]
        assert shown(connection, memory, community, since=5, until=900) == []
        assert shown(connection, memory, community) == [(1, ann, 122)]


def test_who_runs_a_group_of_the_community_has_no_place_on_its_board(store: Store) -> None:
    with store.write() as connection:
        community, chat, (ann, bob) = world(connection)
        for person, role in ((ann, "administrator"), (bob, "left")):
            row = chats.blank_member(chat, person) | {"role": role}
            connection.execute(chats.MEMBER.insert().values(**row))
        add(connection, community, chat, [entry("a", ann, 3), entry("b", bob, 7)])
        assert shown(connection, boards.Boards(), community) == []
