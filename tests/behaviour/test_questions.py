"""Questions put up, answered, accepted, undone, found again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.features.questions_answers.matching import Matcher
from storage.answering import ASKED, GIVEN, Solved
from storage.ledger import LEDGER, STANDING
from tests.behaviour.conftest import World
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

LIVELY = "name: Test\nlanguage: en\ntimezone: UTC\ncommands: {times: 100, within: 1s}\n"
INCENTIVES = """
givers: {member_for: 0s, messages: 0}
accepted: {points: 15, asker: 2, gives_per_day: 5}
"""
THANKFUL = INCENTIVES + "thanks: {points: 5, words: [thanks], gives_per_day: 2, per_pair: 1}\n"


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A group in which accepted answers pay."""
    rules = write_rules(tmp_path / "rules", moderation="rules: []", incentives=INCENTIVES, community=LIVELY)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        await bot.settled()
        yield World(pg, bot, chat)


async def points(world: World) -> dict[int, int]:
    """What people have, by the platform's id: owner 1, members 2 and 3."""
    await world.bot.settled()
    return {r["person_id"]: r["xp"] for r in world.bot.rows(select(STANDING)) if r["xp"]}


async def card(world: World) -> dict[str, Any]:
    """The bot's newest message with buttons, or the newest at all."""
    await world.bot.settled()
    messages = [m["message"] for m in await world.pg.messages(world.chat, limit=200)]
    mine = [m for m in messages if m.get("from", {}).get("id") == world.pg.bot_id]
    found: dict[str, Any] = [m for m in mine if "Question 1" in m.get("text", "")][-1]
    return found


def labels(message: dict[str, Any]) -> list[str]:
    """The texts of its buttons."""
    return [b["text"] for row in message.get("reply_markup", {}).get("inline_keyboard", []) for b in row]


async def press(world: World, user: int, label: str) -> str:
    """Somebody presses a button of the card; what Telegram shows them."""
    message = await card(world)
    (data,) = [
        b["callback_data"]
        for row in message["reply_markup"]["inline_keyboard"]
        for b in row
        if label in b["text"]
    ]
    act = {"do": "press", "chat": world.chat, "user": user, "message": message["message_id"], "data": data}
    await world.pg.act(act)
    await world.bot.settled()
    return str((await world.bot.called("answerCallbackQuery"))[-1]["text"])


async def asked(world: World) -> int:
    """Ann (2) asks how to merge tables, Bob (3) answers; the number of the answer."""
    question = await world.write(2, "/ask how do I merge two pandas tables by date?")
    await world.bot.settled()
    answer = await world.write(3, "use merge with on and how", reply_to=question)
    await world.bot.settled()
    return answer


async def test_an_answer_is_accepted_by_the_button_and_pays_both(world: World) -> None:
    await asked(world)
    assert labels(await card(world)) == ["✅ Solved"]
    await press(world, 2, "Solved")
    assert labels(await card(world))[0].startswith("Bob: use merge")
    assert "accepted" in await press(world, 2, "Bob")
    assert sorted((await points(world)).values()) == [2, 15]
    assert "solved by" in (await card(world))["text"]
    assert len(await world.bot.called("setMessageReaction")) == 1


async def test_undoing_an_accepted_answer_gives_back_the_exact_state_before(world: World) -> None:
    await asked(world)
    before = await points(world)
    await press(world, 2, "Solved")
    await press(world, 2, "Bob")
    after = await points(world)
    for _ in range(3):
        await press(world, 2, "Not after all")
        assert await points(world) == before
        assert world.bot.rows(select(ASKED.c.state)) == [{"state": "open"}]
        await press(world, 2, "Solved")
        await press(world, 2, "Bob")
        assert await points(world) == after


async def test_solved_in_reply_accepts_and_several_may_be_accepted(world: World) -> None:
    answer = await asked(world)
    await world.write(2, "/solved", reply_to=answer)
    question = world.bot.rows(select(ASKED))[0]
    other = await world.write(1, "or join on the index", reply_to=question["message_id"])
    await world.write(2, "/solved", reply_to=other)
    await world.write(2, "/solved", reply_to=other)
    assert sorted((await points(world)).values()) == [2, 15, 15]
    text = (await card(world))["text"]
    assert "Bob" in text
    assert "Olga" in text


async def test_others_cannot_accept_and_nobody_their_own_but_moderators_may(world: World) -> None:
    answer = await asked(world)
    question = world.bot.rows(select(ASKED))[0]["message_id"]
    await world.write(3, "/solved", reply_to=answer)
    assert "Whoever asked" in await press(world, 3, "Solved")
    own = await world.write(2, "I found it myself", reply_to=question)
    await world.write(2, "/solved", reply_to=own)
    assert await points(world) == {}
    await world.write(1, "/solved", reply_to=answer)
    assert sorted((await points(world)).values()) == [2, 15]


async def test_pressing_twice_and_asking_twice_pays_once(world: World) -> None:
    answer = await asked(world)
    question = world.bot.rows(select(ASKED))[0]["message_id"]
    await world.write(2, "/ask", reply_to=question)
    for _ in range(3):
        await world.write(2, "/solved", reply_to=answer)
    assert len(world.bot.rows(select(ASKED))) == 1
    assert sorted((await points(world)).values()) == [2, 15]
    assert len(world.bot.rows(select(LEDGER))) == 2


async def test_an_answer_that_is_removed_loses_what_it_earned_and_is_found_no_more(world: World) -> None:
    answer = await asked(world)
    await world.write(2, "/solved", reply_to=answer)
    await world.write(1, "/warn", reply_to=answer)
    assert sorted((await points(world)).values()) == [2]
    await world.write(3, "/answers pandas")
    assert "Nothing solved" in (await world.bot.said(world.chat))[-1]


async def test_who_asks_again_is_shown_the_answer_once_in_ten_minutes(world: World) -> None:
    answer = await asked(world)
    await world.write(2, "/solved", reply_to=answer)
    for _ in range(2):
        await world.write(3, "How do I merge two pandas tables by date?")
    await world.write(3, "How do I cook rice for a lot of people?")
    notes = [t for t in await world.bot.said(world.chat) if "Asked and solved before" in t]
    assert len(notes) == 1
    assert f"/{answer}" in notes[0] or "the answer of Bob" in notes[0]
    await world.write(3, "/answers pandas merge")
    assert "the answer of Bob" in (await world.bot.said(world.chat))[-1]


async def test_an_answer_that_is_taken_back_is_not_shown(world: World) -> None:
    answer = await asked(world)
    await world.write(2, "/solved", reply_to=answer)
    await press(world, 2, "Not after all")
    await world.write(3, "How do I merge two pandas tables by date?")
    assert not [t for t in await world.bot.said(world.chat) if "Asked and solved before" in t]


@pytest_asyncio.fixture
async def thankful(tmp_path: Path) -> AsyncIterator[World]:
    """The same where thanks pay, once a week from one member to another."""
    rules = write_rules(tmp_path / "rules", moderation="rules: []", incentives=THANKFUL, community=LIVELY)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        await bot.settled()
        yield World(pg, bot, chat)


async def test_thanks_by_the_button_pay_once_and_not_oneself_nor_beyond_what_words_may(
    thankful: World,
) -> None:
    answer = await asked(thankful)
    await thankful.write(2, "/solved", reply_to=answer)
    assert labels(await card(thankful))[0] == "🙏 Thank you"
    assert await press(thankful, 3, "Thank") == "That is your own answer."
    assert await press(thankful, 1, "Thank") == "You said thank you."
    assert await press(thankful, 1, "Thank") == "You have said so already."
    assert sorted((await points(thankful)).values()) == [2, 20]
    await thankful.write(1, "thanks", reply_to=answer)  # the same person in words: once a week is once
    await thankful.write(2, "thanks", reply_to=answer)
    await press(thankful, 2, "Thank")  # the other way round
    assert sorted((await points(thankful)).values()) == [2, 25]
    await thankful.write(1, "How do I merge two pandas tables by date?")
    await thankful.bot.settled()
    note = [m["message"] for m in await thankful.pg.messages(thankful.chat, limit=200)][-1]
    (data,) = [b["callback_data"] for row in note["reply_markup"]["inline_keyboard"] for b in row]
    for user in (2, 3, 1):
        act = {
            "do": "press",
            "chat": thankful.chat,
            "user": user,
            "message": note["message_id"],
            "data": data,
        }
        await thankful.pg.act(act)
        assert sorted((await points(thankful)).values()) == [2, 25]
    await thankful.write(1, "/dwarn", reply_to=answer)  # what is removed loses the button's thanks, too
    assert sorted((await points(thankful)).values()) == [2, 5]


async def test_only_replies_of_others_to_a_question_that_stands_are_answers(world: World) -> None:
    await asked(world)
    loose = await world.write(3, "something else")
    await world.write(1, "a reply to that", reply_to=loose)
    await world.write(2, "/solved")
    assert len(world.bot.rows(select(GIVEN))) == 1
    assert await points(world) == {}


def solved(number: int, *words: str) -> Solved:
    """A solved question with these words."""
    return Solved(number, 1, number, number + 100, "Bob", frozenset(words))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ({"merge", "pandas", "table"}, 1),
        ({"merge", "pandas", "date", "table"}, 1),
        ({"pandas"}, None),
        ({"cook", "rice"}, None),
        ({"learn", "table"}, None),
        (set[str](), None),
    ],
)
def test_questions_are_alike_by_words_that_are_rare(words: set[str], found: int | None) -> None:
    known = [
        solved(1, "merge", "pandas", "table", "date"),
        *(solved(n, "learn", f"word{n}", "table") for n in range(2, 9)),
    ]
    best = Matcher(known).alike(words)
    assert (best.id if best is not None else None) == found
