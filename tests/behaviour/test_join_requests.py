"""Requests to join: asked in private, answered there, without a word in the group."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.text.messages import plain
from storage.cases import CASE
from storage.newcomers import NEWCOMER
from tests.behaviour.conftest import World
from tests.bots import running_bot, write_rules
from tests.servers import Json, Playground, community, playground

EVE, ROOM = 40, -1002
SCREENING = """
requests:
  mode: screen
  within: 10m
  questions: ["What do you want to learn?"]
  quiz:
    - {ask: "May newcomers post links?", choices: ["Yes", "No"], answer: 2}
"""


@pytest_asyncio.fixture
async def door(tmp_path: Path) -> AsyncIterator[World]:
    """A group whose door asks; Eve outside."""
    rules = write_rules(tmp_path / "rules", screening=SCREENING)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False, asks=True))
        await eve(pg)
        await bot.settled()
        yield world


async def eve(pg: Playground) -> None:
    """Eve has an account, with a bio."""
    person = {"do": "create_person", "person": EVE, "first_name": "Eve", "username": "eve_x"}
    await pg.act(person | {"bio": "I teach chess"})


async def ask(world: World) -> None:
    """Eve asks to be let in."""
    await world.pg.act({"do": "request_join", "chat": world.chat, "user": EVE})
    await world.bot.settled()


async def asked(world: World) -> Json:
    """The bot's newest message to Eve."""
    await world.bot.settled()
    found: Json = (await world.pg.messages(EVE))[-1]["message"]
    return found


async def press(world: World, words: str, user: int = EVE, chat: int = EVE) -> str:
    """Press the button that says this; what the bot answers."""
    await world.bot.settled()
    with_buttons = [m["message"] for m in await world.pg.messages(chat) if "reply_markup" in m["message"]]
    message = with_buttons[-1]
    rows = message["reply_markup"]["inline_keyboard"]
    data = next(b["callback_data"] for row in rows for b in row if b["text"] == words)
    act = {"do": "press", "chat": chat, "user": user, "message": message["message_id"], "data": data}
    pressed = await world.pg.act(act)
    answer = await world.pg.get(f"/sim/answers/{pressed['callback_id']}")
    await world.bot.settled()
    return str(answer["answer"]["text"])


async def answer(world: World, text: str) -> None:
    """Eve writes to the bot."""
    await world.pg.act({"do": "message", "chat": EVE, "user": EVE, "text": text})
    await world.bot.settled()


async def inside(world: World) -> bool:
    """Whether Eve is in."""
    return EVE in (await world.pg.chat(world.chat))["present"]


async def waits(world: World) -> bool:
    """Whether Eve's request is still there."""
    return EVE in (await world.pg.chat(world.chat))["requests"]


async def test_rules_question_and_quiz_lead_in(door: World) -> None:
    before = len(await door.bot.said(door.chat))
    await ask(door)
    assert "Be kind." in (await asked(door))["text"]
    await press(door, "I agree")
    assert "What do you want to learn?" in (await asked(door))["text"]
    await answer(door, "How to open with the queen's pawn")
    assert "step 3 of 3" in (await asked(door))["text"]
    assert not await inside(door)
    await press(door, "No")
    assert await inside(door)
    assert (await asked(door))["text"] == plain("en", "request-in", chat="Learners")
    assert [t for t in (await door.bot.said(door.chat))[before:] if t] == ["Welcome Eve"]


async def test_nothing_is_said_in_the_group_of_one_who_fails(door: World) -> None:
    before = len(await door.pg.messages(door.chat))
    await ask(door)
    await press(door, "I agree")
    await answer(door, "nothing")
    await press(door, "Yes")
    assert not await waits(door)
    assert not await inside(door)
    assert "wasn't right" in (await asked(door))["text"]
    assert len(await door.pg.messages(door.chat)) == before
    (case,) = door.bot.rows(select(CASE))
    assert case["rule"] == "request"


async def test_who_refuses_the_rules_stays_outside_and_waits_before_trying_again(door: World) -> None:
    await ask(door)
    await press(door, "No, thanks")
    assert not await waits(door)
    await ask(door)
    assert not await waits(door)
    assert await door.bot.called("approveChatJoinRequest") == []


async def test_a_choice_of_an_earlier_step_counts_no_more(door: World) -> None:
    await ask(door)
    message = await asked(door)
    data = message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await press(door, "I agree")
    act = {"do": "press", "chat": EVE, "user": EVE, "message": message["message_id"], "data": data}
    await door.pg.act(act | {"forged": True})
    await door.bot.settled()
    (row,) = door.bot.rows(select(NEWCOMER))
    assert (row["step"], row["state"]) == (1, "open")


async def test_the_time_of_a_request_runs_out_also_over_a_restart(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", screening=SCREENING)
    async with playground(flood=False) as pg:
        async with running_bot(pg, tmp_path, rules) as bot:
            world = World(pg, bot, await community(pg, drain=False, asks=True))
            await eve(pg)
            await ask(world)
            assert await waits(world)
        await pg.post("/sim/clock", {"advance": 700})
        later = f"scaled:{time.time()}:{time.time() + 700}:1"
        async with running_bot(pg, tmp_path, rules, clock=later) as bot:
            world = World(pg, bot, world.chat)

            async def gone() -> bool:
                return not await waits(world)

            await pg.wait_for(gone)
            assert not await inside(world)
            await bot.settled()


async def moderated(tmp_path: Path, pg: Playground, bot: Any) -> World:
    """The group of the fixture with a moderators' group in which Olga 1 and Bob 3, no moderator, are."""
    world = World(pg, bot, await community(pg, drain=False, asks=True))
    await eve(pg)
    room = {"do": "create_chat", "chat": ROOM, "title": "Moderators", "owner": 1, "members": [3], "bot": True}
    await pg.act(room)
    await bot.settled()
    from sqlalchemy import update

    from storage.chats import CHAT

    with bot.store.write() as connection:
        connection.execute(update(CHAT).where(CHAT.c.title == "Moderators").values(role="moderators"))
    return world


NO_RIGHT = "Bad Request: not enough rights to manage chat join requests"
DECISIONS = [
    ("✅ Let in", "approveChatJoinRequest", "request-letting-in", "letting people in"),
    ("✖️ Decline", "declineChatJoinRequest", "request-declining", "declining the request"),
]


async def put(world: World) -> Json:
    """Eve asks and answers; the moderators' message."""
    await ask(world)
    await press(world, "I agree")
    await answer(world, "chess")
    await press(world, "No")
    return await newest(world)


async def newest(world: World) -> Json:
    """The newest message in the moderators' group that has buttons or names Eve."""
    await world.bot.settled()
    found: Json = [
        m["message"] for m in await world.pg.messages(ROOM) if "Eve" in m["message"].get("text", "")
    ][-1]
    return found


@pytest.mark.parametrize(("words", "method", "popup", "what"), DECISIONS)
async def test_a_decision_that_telegram_refuses_is_told_and_can_be_made_again(
    tmp_path: Path, words: str, method: str, popup: str, what: str
) -> None:
    rules = write_rules(tmp_path / "rules", screening=SCREENING + "  decide: moderators\n")
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = await moderated(tmp_path, pg, bot)
        card = await put(world)
        await pg.faults({"kind": "refusal", "method": method, "text": NO_RIGHT})
        assert await press(world, words, user=1, chat=ROOM) == plain("en", popup)
        told = (await newest(world))["text"]
        for part in (what, "Add members", "Learners"):
            assert part in told
        assert [
            m["message"] for m in await pg.messages(ROOM) if m["message"]["message_id"] == card["message_id"]
        ] == [card]
        assert await waits(world)
        (row,) = bot.rows(select(NEWCOMER.c.state))
        assert row["state"] == "waiting"
        await press(world, words, user=1, chat=ROOM)
        assert not await waits(world)
        shown = next(
            m["message"] for m in await pg.messages(ROOM) if m["message"]["message_id"] == card["message_id"]
        )
        assert "Olga" in shown["text"]
        assert "chess" in shown["text"]


async def test_a_request_that_was_taken_back_is_not_said_to_be_let_in(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", screening=SCREENING + "  decide: moderators\n")
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = await moderated(tmp_path, pg, bot)
        await put(world)
        gone = "Bad Request: HIDE_REQUESTER_MISSING"
        await pg.faults({"kind": "refusal", "method": "approveChatJoinRequest", "text": gone})
        await press(world, "✅ Let in", user=1, chat=ROOM)
        told = (await newest(world))["text"]
        assert "no longer there" in told
        assert "was let into" not in told


@pytest.mark.parametrize("opens", [True, False])
async def test_an_approval_by_the_bot_that_telegram_refuses_waits_for_the_moderators(
    door: World, opens: bool
) -> None:
    if opens:
        await door.pg.act({"do": "start", "user": 1})
    await door.pg.faults({"kind": "refusal", "method": "approveChatJoinRequest", "text": NO_RIGHT})
    await ask(door)
    await press(door, "I agree")
    await answer(door, "chess")
    await press(door, "No")
    assert "will look at your request" in (await asked(door))["text"]
    (told,) = [t for t in await door.bot.said(1 if opens else door.chat) if t.startswith("⚠️")]
    for part in ("Eve", "letting people in", "Add members"):
        assert part in told
    await door.pg.act({"do": "message", "chat": door.chat, "user": 1, "text": "/approve @eve_x"})
    await door.bot.settled()
    assert await inside(door)


@pytest.mark.parametrize(("words", "comes_in"), [("✅ Let in", True), ("✖️ Decline", False)])
async def test_moderators_decide_by_a_button_and_nobody_else(
    tmp_path: Path, words: str, comes_in: bool
) -> None:
    rules = write_rules(tmp_path / "rules", screening=SCREENING + "  decide: moderators\n")
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = await moderated(tmp_path, pg, bot)
        await ask(world)
        await press(world, "I agree")
        await answer(world, "<b>chess</b>")
        await press(world, "No")
        assert not await inside(world)
        alert = (await pg.messages(ROOM))[-1]["message"]["text"]
        assert "I teach chess" in alert
        assert "<b>chess</b>" in alert
        assert await press(world, words, user=3, chat=ROOM) == plain("en", "command-moderators-only")
        assert await waits(world)
        await press(world, words, user=1, chat=ROOM)
        assert await inside(world) is comes_in
        assert not await waits(world)
        assert "Olga" in (await pg.messages(ROOM))[-1]["message"]["text"]


async def test_a_request_that_a_moderator_approved_by_hand_is_over(door: World) -> None:
    await ask(door)
    await door.pg.act({"do": "approve", "chat": door.chat, "user": 1, "target": EVE})
    await door.bot.settled()
    assert await inside(door)
    (row,) = door.bot.rows(select(NEWCOMER))
    assert row["state"] == "approved"


async def test_words_in_the_bio_close_the_door(tmp_path: Path) -> None:
    screening = SCREENING + "door: {bios: [teach chess], names: [加微信]}\n"
    rules = write_rules(tmp_path / "rules", screening=screening)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False, asks=True))
        await eve(pg)
        await ask(world)
        assert not await waits(world)
        (case,) = bot.rows(select(CASE))
        assert (case["rule"], case["matched"]) == ("door-bio", "teach chess")


async def test_without_screening_requests_wait_for_moderators(world: World) -> None:
    await eve(world.pg)
    await ask(world)
    assert await waits(world)
    assert world.bot.rows(select(NEWCOMER)) == []
