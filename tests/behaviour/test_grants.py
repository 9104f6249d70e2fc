"""What others decide and grant: the best messages, reports that were right, courses that were finished."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.features.courses.course_completion import done_row
from storage.essence import ESSENCE
from storage.learning import COURSE_EVENT, add_course_events
from storage.ledger import LEDGER, STANDING
from tests.behaviour.conftest import World
from tests.behaviour.test_cases import BOB, EVE, MANY, MING, OWNER, cards, push, settle
from tests.bots import COMMUNITY, running_bot, write_rules
from tests.servers import community, playground

INCENTIVES = """
givers: {member_for: 0s, messages: 0}
message: {points: 1, cooldown: 0s}
essence: {points: 20, per_day: 100, reaction: "💯", per_pair: 2}
report: {points: 5, first: 1}
course: {points: 50, after: 7d}
"""
COURSES = (
    'courses:\n  - {id: py, title: "Python", language: any}\n  - {id: sql, title: "SQL", language: any}\n'
)


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """The group and a moderators' group; the best messages, reports and courses pay."""
    files = {"moderation": "rules: []\n", "incentives": INCENTIVES, "courses": COURSES}
    rules = write_rules(tmp_path / "rules", **files, community=COMMUNITY + MANY)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        yield await settle(World(pg, bot, await community(pg, drain=False)))


async def granted(world: World, source: str) -> int:
    """What a source has brought in all."""
    await world.bot.settled()
    rows = world.bot.rows(select(LEDGER).where(LEDGER.c.source == source))
    sums: dict[int, int] = {}
    for row in world.bot.rows(select(LEDGER)):
        sums[row["person_id"]] = sums.get(row["person_id"], 0) + row["granted"]
    assert all(r["xp"] == sums.get(r["person_id"], 0) for r in world.bot.rows(select(STANDING)))
    return sum(r["granted"] for r in rows)


async def test_a_pick_pays_once_and_is_undone_with_its_points_however_often(town: World) -> None:
    message = await town.write(BOB, "this is how joins work in detail")
    for _ in range(2):
        await town.write(OWNER, "/essence", reply_to=message)
        assert await granted(town, "essence") == 20
        await town.write(OWNER, "/essence", reply_to=message)
        assert await granted(town, "essence") == 0
    await town.pg.act({"do": "react", "chat": town.chat, "user": OWNER, "message": message, "emoji": "💯"})
    assert await granted(town, "essence") == 20
    await town.write(MING, "/essence")
    assert "Bob" in (await town.bot.said(town.chat))[-1]
    await town.pg.act({"do": "react", "chat": town.chat, "user": OWNER, "message": message, "emoji": []})
    assert await granted(town, "essence") == 0
    await town.write(MING, "/essence")
    assert "Nothing is among the best" in (await town.bot.said(town.chat))[-1]


async def test_members_cannot_pick_and_moderators_not_their_own_nor_one_friend_all_day(town: World) -> None:
    message = await town.write(BOB, "this is how joins work in detail")
    own = await town.write(OWNER, "an announcement of mine to all of you")
    await town.write(MING, "/essence", reply_to=message)
    await town.pg.act({"do": "react", "chat": town.chat, "user": MING, "message": message, "emoji": "💯"})
    await town.write(OWNER, "/essence", reply_to=own)
    await town.pg.act({"do": "react", "chat": town.chat, "user": OWNER, "message": own, "emoji": "💯"})
    assert await granted(town, "essence") == 0
    assert town.bot.rows(select(ESSENCE)) == []
    for number in range(4):
        friends = await town.write(BOB, f"message {number} about something else")
        await town.write(OWNER, "/essence", reply_to=friends)
    assert await granted(town, "essence") == 40
    assert len(town.bot.rows(select(ESSENCE))) == 4
    await town.write(OWNER, "/dwarn", reply_to=friends)
    assert await granted(town, "essence") == 40, "that one had brought nothing"
    await town.write(OWNER, "/dwarn", reply_to=friends - 6)
    assert await granted(town, "essence") < 40


@pytest.mark.parametrize("what", ["delete", "dismiss"])
async def test_the_first_who_reports_what_is_removed_is_paid_until_that_is_undone(
    town: World, what: str
) -> None:
    await town.pg.act({"do": "join", "chat": town.chat, "user": EVE})
    message = await town.write(BOB, "la la la la")
    await town.write(MING, "/report noisy", reply_to=message)
    await town.write(EVE, "/report noisy too", reply_to=message)
    await town.bot.settled()
    (card,) = [c for c in await cards(town) if "🚩" in c["text"]]
    await push(town, card, what)
    await push(town, card, what)
    assert await granted(town, "report") == (5 if what == "delete" else 0)
    if what == "delete":
        await town.write(OWNER, "/undo 1")
        assert await granted(town, "report") == 0


async def test_a_course_pays_only_when_it_was_taken_long_enough_ago_and_once(town: World) -> None:
    await town.write(BOB, "/done sql")
    assert await granted(town, "course") == 0, "nobody saw it taken before"
    with town.bot.store.write() as connection:
        week = int(town.bot.app.clock.now()) - 8 * 86_400
        (bob,) = [r["person_id"] for r in town.bot.rows(select(COURSE_EVENT.c.person_id).distinct())]
        add_course_events(connection, [done_row("taken", 1, bob, "py", week)])
    for _ in range(3):
        await town.write(BOB, "/done py")
    assert await granted(town, "course") == 50
