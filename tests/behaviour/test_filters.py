"""Answers to words: a group's FAQ."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.features.community.commands.filters import read
from storage.answers import ANSWER
from tests.behaviour.conftest import World
from tests.behaviour.test_commands import ask

OWNER, MING, BOB = 1, 2, 3


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ("price See the pins", ("price", "word", "See the pins")),
        ('"how to pay" Write to us', ("how to pay", "word", "Write to us")),
        ("“怎么 付款” 找群主", ("怎么 付款", "word", "找群主")),
        ("exact:FAQ see\nthe pins", ("faq", "exact", "see\nthe pins")),
        ('start:"my question" ask', ("my question", "start", "ask")),
        ("开头：提问 说吧", ("提问", "start", "说吧")),
        ("price", ("price", "word", "")),
        ("", ("", "word", "")),
    ],
)
def test_word_mode_and_answer_are_read(arguments: str, found: tuple[str, str, str]) -> None:
    assert read(arguments) == found


async def test_a_word_is_answered_quietly_and_once_a_minute(world: World) -> None:
    assert "is answered with" in await ask(world, OWNER, "/filter price 99 <euros>, see https://example.com")
    asked = await world.write(MING, "what is the price?")
    assert (await world.bot.said(world.chat))[-1] == "99 <euros>, see https://example.com"
    call = (await world.bot.called("sendMessage"))[-1]
    assert call["disable_notification"]
    assert f'"message_id":{asked}' in str(call["reply_parameters"]).replace(" ", "").replace("'", '"')
    before = len(await world.bot.said(world.chat))
    await world.write(BOB, "and the price for me?")
    assert len(await world.bot.said(world.chat)) == before
    await world.pg.post("/sim/clock", {"advance": 61})
    assert "99" in await ask(world, BOB, "the price?")


async def test_nobody_makes_the_bot_flood_with_answers(world: World) -> None:
    for number in range(8):
        await world.write(OWNER, f"/filter word{number} answer{number}")
        await world.pg.post("/sim/clock", {"advance": 10})
    before = len(await world.bot.said(world.chat))
    for number in range(3):
        await world.write(MING, f"word{number} is what I want")
        await world.pg.post("/sim/clock", {"advance": 11})
    assert len(await world.bot.said(world.chat)) - before == 2


async def test_words_are_listed_replaced_and_removed(world: World) -> None:
    message = await world.write(OWNER, "Lessons begin at eight.")
    await world.write(OWNER, "/filter when", reply_to=message)
    await world.write(OWNER, '/filter exact:"who teaches" Olga')
    listed = await ask(world, OWNER, "/filters")
    assert "when (anywhere): Lessons begin at eight." in listed
    assert "who teaches (alone): Olga" in listed
    assert "no longer answered" in await ask(world, OWNER, "/delfilter who teaches")
    assert "There is no answer" in await ask(world, OWNER, "/delfilter who teaches")
    assert [row["word"] for row in world.bot.rows(select(ANSWER))] == ["when"]


@pytest.mark.parametrize(
    "text", ["/filter", "/filter price", "/filter " + "a" * 70 + " b", "/filter a " + "b" * 1001]
)
async def test_what_cannot_be_kept_is_not(world: World, text: str) -> None:
    assert "/filter" in await ask(world, OWNER, text) or world.bot.rows(select(ANSWER)) == []
    assert world.bot.rows(select(ANSWER)) == []


async def test_a_message_that_goes_gets_no_answer(world: World) -> None:
    await world.write(OWNER, "/filter now here you are")
    answer = await ask(world, MING, "buy now")
    assert "here you are" not in answer


async def test_members_write_no_answers(world: World) -> None:
    assert "Only moderators" in await ask(world, MING, "/filter price mine")
    assert world.bot.rows(select(ANSWER)) == []
