"""Points: each key once, balances that follow."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from rules.engine.entries import Entry
from rules.engine.events import Chat, Person
from storage import boards, chats, ledger, standings
from storage.direct import travel
from storage.directory import Directory
from storage.store import Store


def entry(key: str, person: int, granted: int, **more: object) -> Entry:
    """An entry of one day."""
    values = {"source": "message", "raw": granted, "day": "2026-01-05", "at": 1_767_600_000, **more}
    return Entry(key=key, person=person, granted=granted, **values)  # type: ignore[arg-type]  # plain values


async def add(connection: AsyncConnection, community: int, chat: int, entries: list[Entry]) -> set[str]:
    """Append entries; the keys that were new."""
    return set(await travel(connection, lambda trip: ledger.add(trip, community, chat, entries, "x")))


async def world(connection: object, people: int = 2) -> tuple[int, int, list[int]]:
    """A community, a chat in it and people, by own ids."""
    directory = Directory()
    names = [Person(100 + n, f"P{n}") for n in range(people)]
    await directory.resolve(connection, [Chat(-5, title="g")], names)  # type: ignore[arg-type]  # a connection
    community = await chats.ensure_community(connection, "main", 1)  # type: ignore[arg-type]  # a connection
    return community, directory.chat(-5).id, [directory.person(p.id).id for p in names]


async def test_the_same_key_moves_a_balance_once(store: Store) -> None:
    async with store.write() as connection:
        community, chat, (ann, _) = await world(connection)
        first = await add(connection, community, chat, [entry("a", ann, 3), entry("b", ann, 2)])
        again = await add(connection, community, chat, [entry("a", ann, 3)])
        assert (first, again) == ({"a", "b"}, set())
        owner = (community, ann)
        standing, _ = (await travel(connection, lambda t: standings.load(t, [owner], "2026-01-05")))[owner]
        assert (standing.xp, standing.today) == (5, {"message": 5})


async def test_what_a_message_earned_is_found_until_it_is_taken_back(store: Store) -> None:
    async with store.write() as connection:
        community, chat, (ann, bob) = await world(connection)
        paid = [
            entry(f"message:{chat}:9", ann, 2, message_id=9),
            entry("t", bob, 4, source="thanks", message_id=9, actor=ann),
        ]
        await add(connection, community, chat, paid)
        assert {e.key for e in await ledger.paid_for(connection, chat, [9])} == {f"message:{chat}:9", "t"}
        back = [
            entry("reversal:m", ann, -2, reverses=f"message:{chat}:9"),
            entry("reversal:t", bob, -4, reverses="t"),
        ]
        await add(connection, community, chat, back)
        assert await ledger.paid_for(connection, chat, [9]) == []
        assert await boards.total_points(connection) == 0


async def test_the_board_shows_members_who_earned_and_did_not_opt_out(store: Store) -> None:
    async with store.write() as connection:
        community, chat, (ann, bob) = await world(connection)
        for person in (ann, bob):
            await connection.execute(chats.MEMBER.insert().values(**chats.blank_member(chat, person)))
        await add(connection, community, chat, [entry("a", ann, 3), entry("b", bob, 7)])
        board = await boards.leaderboard(connection, community, 0)
        assert [(p.rank, p.person, p.xp) for p in board] == [(1, bob, 7), (2, ann, 3)]
        assert await boards.rank(connection, community, 3) == 2
        await connection.execute(
            ledger.PREFERENCE.insert().values(
                community_id=community, person_id=bob, name="leaderboard", value="off", at=1
            )
        )
        assert [p.person for p in await boards.leaderboard(connection, community, 0)] == [ann]
