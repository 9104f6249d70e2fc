"""Removing the answered message, with or without more for its author; and clearing warnings."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.cases import CASE
from storage.members import WARNING
from tests.behaviour.conftest import World
from tests.behaviour.test_commands import ask

OWNER, MING, BOB = 1, 2, 3


async def test_del_removes_a_message_without_a_word_and_keeps_a_case(world: World) -> None:
    message = await world.write(BOB, "la la la")
    before = len(await world.bot.said(world.chat))
    command = await world.write(OWNER, "/del", reply_to=message)
    assert await world.deleted() >= {message, command}
    assert len(await world.bot.said(world.chat)) == before
    (case,) = world.bot.rows(select(CASE))
    assert (case["rule"], case["message_id"], case["leads"]) == ("/del", message, True)


async def test_del_removes_ones_own_and_the_bots_messages_too(world: World) -> None:
    own = await world.write(OWNER, "a typo")
    await world.write(OWNER, "/del", reply_to=own)
    await world.write(MING, "/rules")
    await world.bot.settled()
    found = await world.pg.messages(world.chat, limit=50)
    bots = next(m["message"]["message_id"] for m in reversed(found) if m["author"] == world.pg.bot_id)
    await world.write(OWNER, "/del", reply_to=bots)
    assert await world.deleted() >= {own, bots}
    assert world.bot.rows(select(CASE)) == []


@pytest.mark.parametrize(
    ("command", "method"), [("/dmute 2h loud", "restrictChatMember"), ("/dban spam", "banChatMember")]
)
async def test_the_message_goes_and_its_author_is_sanctioned(world: World, command: str, method: str) -> None:
    message = await world.write(BOB, "la la la")
    await world.write(OWNER, command, reply_to=message)
    assert message in await world.deleted()
    (call,) = await world.bot.called(method)
    assert int(call["user_id"]) == BOB


@pytest.mark.parametrize("command", ["/del", "/dwarn", "/dmute 2h", "/dban"])
async def test_without_a_message_nothing_goes_and_nobody_is_sanctioned(world: World, command: str) -> None:
    await world.pg.act({"do": "profile", "user": BOB, "username": "bob_builds"})
    message = await world.write(BOB, "la la la")
    assert "as a reply" in await ask(world, OWNER, f"{command} @bob_builds")
    assert message not in await world.deleted()
    assert world.bot.rows(select(CASE)) == []


async def test_an_administrators_message_stays(world: World) -> None:
    await world.pg.act({"do": "promote", "chat": world.chat, "user": OWNER, "target": BOB})
    message = await world.write(BOB, "I help here")
    assert "out of this command's reach" in await ask(world, OWNER, "/del", reply_to=message)
    assert message not in await world.deleted()


async def test_all_warnings_are_taken_back_at_once(world: World) -> None:
    await world.pg.act({"do": "profile", "user": BOB, "username": "bob_builds"})
    for text in ("la la la", "tra la la"):
        message = await world.write(BOB, text)
        await world.write(OWNER, "/dwarn no singing", reply_to=message)
        assert message in await world.deleted()
    assert "all 2 warnings" in await ask(world, OWNER, "/resetwarns @bob_builds")
    assert all(row["revoked_at"] for row in world.bot.rows(select(WARNING)))
    assert "no warning that counts" in await ask(world, OWNER, "/resetwarns @bob_builds")
