"""Whom moderators mean and for how long, as people write it: whoever is not meant is left alone."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.behaviour.conftest import World
from tests.behaviour.test_commands import ask

MING, BOB = 2, 3


def named(text: str, name: str, user: int) -> dict[str, Any]:
    """An entity that names somebody without a username; `name` is in ASCII or the BMP."""
    person = {"id": user, "is_bot": False, "first_name": name}
    return {"type": "text_mention", "offset": text.index(name), "length": len(name), "user": person}


@pytest.mark.parametrize(
    ("command", "seconds"),
    [
        ("/mute @bob_builds 10 minutes", 600),
        ("/mute @bob_builds 30分钟", 1800),
        ("/mute @bob_builds 1小时 吵", 3600),
        ("/mute @bob_builds forever", 0),
        ("/tmute @bob_builds 半小时", 1800),
        ("/smute @bob_builds 1 day", 86_400),
    ],
)
async def test_a_mute_lasts_as_long_as_was_written(world: World, command: str, seconds: int) -> None:
    await world.write(BOB, "la la la")
    await ask(world, 1, command)
    (call,) = await world.bot.called("restrictChatMember")
    until = int(call["until_date"])
    assert until == 0 if not seconds else abs(until - time.time() - seconds) < 60


@pytest.mark.parametrize("number", [777000, 1087968824, 136817688])
async def test_accounts_behind_which_others_act_are_not_banned_ahead(world: World, number: int) -> None:
    await ask(world, 1, f"/ban {number}")
    assert await world.bot.called("banChatMember") == []


@pytest.mark.parametrize("time", ["7天", "7 days", "1.5h", "７ｄ", "1个月", "one week", "一天半"])
async def test_a_ban_for_a_time_is_never_for_good(world: World, time: str) -> None:
    message = await world.write(BOB, "la la la")
    await ask(world, 1, f"/ban {time}", reply_to=message)
    (call,) = await world.bot.called("banChatMember")
    assert int(call["until_date"]) > 0


@pytest.mark.parametrize("command", ["/ban", "/mute", "/sban", "/spam"])
@pytest.mark.parametrize("time", ["-1h", "2x", "10", "1月", "until monday", "3天前", "spam 7d"])
async def test_a_duration_that_cannot_be_read_sanctions_nobody(world: World, command: str, time: str) -> None:
    message = await world.write(BOB, "la la la")
    answer = await ask(world, 1, f"{command} {time}", reply_to=message)
    assert "7d" in answer or "2h" in answer  # an example
    assert await world.bot.called("banChatMember") == []
    assert await world.bot.called("restrictChatMember") == []


@pytest.mark.parametrize("command", ["/kick", "/skick", "/warn", "/unban", "/unmute"])
async def test_what_has_no_duration_says_so(world: World, command: str) -> None:
    await world.write(BOB, "la la la")
    assert "takes no duration" in await ask(world, 1, f"{command} @bob_builds 1d")
    assert await world.bot.called("banChatMember") == []


async def test_the_answered_member_is_meant_and_nobody_named_further_on(world: World) -> None:
    await world.write(MING, "help, I was scammed")
    message = await world.write(BOB, "la la la")
    text = "/ban scammed 小明 yesterday"
    await ask(world, 1, text, reply_to=message, entities=[named(text, "小明", MING)])
    (call,) = await world.bot.called("banChatMember")
    assert int(call["user_id"]) == BOB


@pytest.mark.parametrize("name", ["小明", "Anna Maria 2h", "林 志 远"])
async def test_a_name_is_taken_whole_however_many_words_it_has(world: World, name: str) -> None:
    await world.write(MING, "la la la")
    text = f"/mute {name} 2h too loud"
    answer = await ask(world, 1, text, entities=[named(text, name, MING)])
    (call,) = await world.bot.called("restrictChatMember")
    assert int(call["user_id"]) == MING
    assert abs(int(call["until_date"]) - time.time() - 7200) < 60
    assert "too loud" in answer
    assert "2h" not in answer


async def test_a_name_that_stands_last_is_nobodys_sanction(world: World) -> None:
    await world.write(MING, "la la la")
    text = "/ban spam 小明"
    answer = await ask(world, 1, text, entities=[named(text, "小明", MING)])
    assert "put @username" in answer
    assert await world.bot.called("banChatMember") == []


async def test_answering_one_member_and_naming_another_sanctions_neither(world: World) -> None:
    await world.write(BOB, "hello")
    message = await world.write(MING, "la la la")
    assert "nothing was done" in await ask(world, 1, "/ban @bob_builds spam", reply_to=message)
    assert await world.bot.called("banChatMember") == []


@pytest.mark.parametrize(("command", "method"), [("/ban", "banChatMember"), ("/unban", "unbanChatMember")])
async def test_an_id_that_was_never_seen_can_be_banned_ahead(world: World, command: str, method: str) -> None:
    await world.pg.act({"do": "create_person", "person": 123456789, "first_name": "Ghost"})
    await ask(world, 1, f"{command} 123456789")
    (call,) = await world.bot.called(method)
    assert int(call["user_id"]) == 123456789


async def test_who_is_not_banned_is_said_not_to_be(world: World) -> None:
    message = await world.write(BOB, "la la la")
    assert "was not banned" in await ask(world, 1, "/unban", reply_to=message)
    await ask(world, 1, "/ban 1h", reply_to=message)
    assert "may come back" in await ask(world, 1, "/unban", reply_to=message)
    assert "was not banned" in await ask(world, 1, "/unban", reply_to=message)


async def test_an_id_that_nobody_has_is_refused_in_our_words(world: World) -> None:
    answer = await ask(world, 1, "/ban 987654321")
    assert "Telegram does not know this id" in answer
    assert "INVALID" not in answer


@pytest.mark.parametrize("command", ["/mute 123456789", "/kick 123456789", "/warn 123456789"])
async def test_what_needs_a_member_is_refused_for_an_id_that_was_never_seen(
    world: World, command: str
) -> None:
    assert "haven't met them" in await ask(world, 1, command)
