"""/help by subjects, and what is long or private goes to private."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.core.command import Who
from bot.features import registry
from bot.features.community.commands.help import MEMBERS, STAFF
from bot.text.messages import LANGUAGES, has
from storage.cases import CASE
from tests.behaviour.conftest import World
from tests.behaviour.test_about import alone
from tests.behaviour.test_buttons import behind, press
from tests.behaviour.test_commands import ask

OWNER, MING, BOB = 1, 2, 3


def test_every_command_stands_under_one_subject() -> None:
    listed = [name for topics in (MEMBERS, STAFF) for names in topics.values() for name in names]
    where = (
        "put these under a subject in bot/features/community/commands/help.py (else /help shows them as more)"
    )
    assert sorted(set(registry().commands) - set(listed)) == [], where
    assert len(listed) == len(set(listed))
    assert set(listed) <= set(registry().commands)
    assert all(registry().commands[n].who is Who.MEMBER for names in MEMBERS.values() for n in names)
    assert all(has(language, f"topic-{t}") for t in (*MEMBERS, *STAFF) for language in LANGUAGES)


async def test_in_a_group_help_is_a_few_lines(world: World) -> None:
    answer = await ask(world, OWNER, "/help")
    assert len(answer.splitlines()) <= 12
    assert "/ban" in answer
    assert "Locks and joining" in answer
    assert "Locks and door" not in await ask(world, MING, "/help")


async def test_in_private_each_subject_has_a_page(world: World) -> None:
    await world.pg.act({"do": "start", "user": OWNER})
    assert "/setwelcome" in await alone(world, OWNER, "/help")
    message = (await world.pg.messages(OWNER, limit=10))[-1]["message"]
    data = next(d for d in behind(message) if ":sanctions" in d)
    await press(world, OWNER, message["message_id"], data, OWNER)
    page = (await world.bot.said(OWNER))[-1]
    assert "/ban · remove and keep out" in page
    assert "/courses" not in page


async def test_a_case_is_shown_in_private_and_not_posted_again_in_the_group(world: World) -> None:
    await world.pg.act({"do": "start", "user": OWNER})
    await world.write(BOB, "buy now, the great course")
    await world.bot.settled()
    (case,) = world.bot.rows(select(CASE))
    answer = await ask(world, OWNER, f"/case {case['id']}")
    assert "great course" not in answer
    assert "in private" in answer
    assert "great course" in (await world.bot.said(OWNER))[-1]
    assert "Bob" not in await ask(world, OWNER, "/cases")
    assert "Bob" in (await world.bot.said(OWNER))[-1]


async def test_why_explains_what_was_taken_back_and_leaves_out_what_was_not_found(world: World) -> None:
    message = await world.write(BOB, "good morning everyone")
    await world.write(OWNER, "/warn no singing", reply_to=message)
    answer = await ask(world, BOB, "/why")
    assert "-2 undone: message" in answer
    assert "–)" not in answer
    assert "found" not in answer


async def test_the_trace_stands_under_its_own_case(world: World) -> None:
    await world.write(BOB, "buy now, everybody")
    message = await world.write(BOB, "good morning")
    await world.write(OWNER, "/warn no singing", reply_to=message)
    lines = (await ask(world, BOB, "/why")).splitlines()
    (ads,) = [line for line in lines if "advertising" in line]
    assert "case 1:" in ads
    assert "found: buy now" in ads


@pytest.mark.parametrize(("points", "said"), [(False, "no points in this time"), (True, "小明 · 2")])
async def test_the_board_tells_ones_own_place(world: World, points: bool, said: str) -> None:
    await world.write(BOB, "good morning everyone")
    if points:
        await world.write(MING, "good evening everyone")
    assert said in await ask(world, MING, "/top")


async def test_nobody_has_a_place_without_points(world: World) -> None:
    assert "place" not in await ask(world, MING, "/me")
