"""Members who write in the name of a channel of their own: judged, sanctioned and taken back like members."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from storage.cases import CASE
from storage.casework import APPEAL
from storage.ledger import LEDGER
from tests.behaviour import test_buttons as buttons
from tests.behaviour.conftest import INCENTIVES, World
from tests.behaviour.test_cases import data
from tests.behaviour.test_commands import ask
from tests.bots import default_rules, running_bot, write_rules
from tests.servers import community, playground

BOB, NEWS = 3, -1009


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """The rules that ship; Bob has a channel, and the group belongs to another one."""
    rules = write_rules(default_rules(tmp_path / "rules"), incentives=INCENTIVES)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        channel = {"do": "create_chat", "type": "channel", "owner": BOB, "username": "best_signals"}
        await pg.act(channel | {"chat": NEWS, "title": "Best Signals"})
        await bot.settled()
        yield World(pg, bot, chat)


async def says(world: World, text: str, **more: object) -> int:
    """Bob's channel writes."""
    return await world.write(BOB, text, as_channel=NEWS, **more)


async def test_a_members_own_channel_advertises_once(town: World) -> None:
    number = await says(town, "see https://spam.example and get rich")
    assert number in await town.deleted()
    (case,) = town.bot.rows(select(CASE).where(CASE.c.leads))
    assert case["message_id"] == number


async def test_an_ordinary_word_of_a_channel_stays_and_earns_nothing(town: World) -> None:
    number = await says(town, "good morning to everybody here")
    assert number not in await town.deleted()
    assert town.bot.rows(select(LEDGER)) == []


@pytest.mark.parametrize("command", ["/ban", "/spam", "/sban"])
async def test_moderators_keep_a_channel_out(town: World, command: str) -> None:
    number = await says(town, "good morning to everybody here")
    await ask(town, 1, command, reply_to=number)
    (call,) = await town.bot.called("banChatSenderChat")
    assert int(call["sender_chat_id"]) == NEWS
    assert await town.bot.called("banChatMember") == []
    act = {"do": "message", "chat": town.chat, "user": BOB, "text": "again", "as_channel": NEWS}
    assert await town.pg.refused(act)
    await town.write(BOB, "and I myself may go on")  # the person behind it is not known, and not banned


@pytest.mark.parametrize("command", ["/ban @best_signals", "/mute @best_signals 2h"])
async def test_a_channel_is_named_by_its_username_and_let_back(town: World, command: str) -> None:
    await says(town, "good morning to everybody here")
    await ask(town, 1, command)
    assert len(await town.bot.called("banChatSenderChat")) == 1
    await ask(town, 1, command.split()[0].replace("/", "/un") + " @best_signals")
    (call,) = await town.bot.called("unbanChatSenderChat")
    assert int(call["sender_chat_id"]) == NEWS
    await says(town, "thank you")


async def test_a_channel_is_warned(town: World) -> None:
    number = await says(town, "good morning to everybody here")
    await ask(town, 1, "/warn too loud", reply_to=number)
    assert "too loud" in await ask(town, 1, "/warns @best_signals")


@pytest.mark.parametrize(("user", "filed"), [(1, True), (BOB, False)])
async def test_a_moderator_appeals_for_a_channel_and_nobody_else(town: World, user: int, filed: bool) -> None:
    await says(town, "see https://spam.example and get rich")
    await town.bot.settled()
    (case,) = town.bot.rows(select(CASE).where(CASE.c.leads))
    await town.pg.act({"do": "start", "user": user})
    text = f"/appeal {case['id']} it is our lecturer's"
    await town.pg.act({"do": "message", "chat": user, "user": user, "text": text})
    await town.bot.settled()
    assert bool(town.bot.rows(select(APPEAL))) is filed


async def test_undoing_a_channels_case_lets_it_write_again(town: World) -> None:
    number = await says(town, "good morning to everybody here")
    await ask(town, 1, "/ban", reply_to=number)
    await town.pg.act({"do": "start", "user": 1})
    await town.pg.act({"do": "message", "chat": 1, "user": 1, "text": "/cases"})
    shown = await buttons.ask(town, 1, "/case 1", 1)
    await buttons.press(town, 1, shown["message_id"], data(shown, "undo"), 1)
    (call,) = await town.bot.called("unbanChatSenderChat")
    assert int(call["sender_chat_id"]) == NEWS
    await says(town, "thank you all")


async def test_members_report_a_channel(town: World) -> None:
    number = await says(town, "good morning to everybody here")
    await ask(town, 2, "/report", reply_to=number)
    assert "out of this command's reach" not in "\n".join(await town.bot.said(town.chat))
    assert number not in await town.deleted()


async def test_a_channel_that_floods_is_silenced(town: World) -> None:
    for number in range(14):
        act = {
            "do": "message",
            "chat": town.chat,
            "user": BOB,
            "text": f"number {number}",
            "as_channel": NEWS,
        }
        await town.pg.acts([act])
    await town.bot.settled()
    assert await town.bot.called("banChatSenderChat")


@pytest.mark.parametrize("command", ["/ban @ming", "/mute 2h", "/trust @ming", "/checkin"])
async def test_a_channel_commands_nothing(town: World, command: str) -> None:
    number = await town.write(2, "hello there")
    await says(town, command, reply_to=number)
    for method in ("banChatMember", "restrictChatMember", "banChatSenderChat"):
        assert await town.bot.called(method) == []
    assert [row for row in town.bot.rows(select(LEDGER)) if row["source"] == "checkin"] == []


async def test_thanks_to_a_channel_pay_nobody(town: World) -> None:
    number = await says(town, "this is how you do it, friends")
    await town.write(2, "thanks a lot", reply_to=number)
    assert [r for r in town.bot.rows(select(LEDGER)) if r["source"] == "thanks"] == []
