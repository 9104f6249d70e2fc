"""What the bot says follows from what Telegram did: announcements, cards, points, and what undo does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.platforms.telegram.calls import Priority
from storage.cases import CASE
from storage.chats import MEMBER
from storage.ledger import STANDING
from storage.outbox import OUTBOX
from tests.behaviour.conftest import INCENTIVES, World
from tests.behaviour.test_cases import MANY, RULES, cards, push, settle, writes
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

OWNER, MING, BOB = 1, 2, 3
NO_RIGHT = "Bad Request: not enough rights to restrict/unrestrict chat member"
CANNOT = "Bad Request: message can't be deleted"

MUTE = "/mute @bob_builds 1h"
CAPTCHA = "captcha: {kind: button, within: 3m}\n"


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """The group, and a moderators' group."""
    rules = write_rules(tmp_path / "rules", moderation=RULES, incentives=INCENTIVES)
    with (rules / "community.yaml").open("a", encoding="utf-8") as file:
        file.write(MANY)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = await settle(World(pg, bot, await community(pg, drain=False)))
        await world.write(BOB, "hello, I am new to this")
        await bot.settled()
        yield world


async def refuse(world: World, method: str, text: str = NO_RIGHT, **more: Any) -> None:
    """Let Telegram refuse a method from now on."""
    await world.bot.settled()
    await world.pg.faults({"kind": "refusal", "method": method, "times": -1, "text": text} | more)


async def heard(world: World) -> str:
    """All that the bot said in the group and that still stands."""
    return "\n".join(await world.bot.said(world.chat))


@pytest.mark.parametrize(
    ("command", "method", "untrue"),
    [
        ("/mute @bob_builds 10m", "restrictChatMember", "muted"),
        ("/ban @bob_builds", "banChatMember", "banned"),
        ("/kick @bob_builds", "banChatMember", "removed from"),
    ],
)
async def test_what_telegram_refused_is_not_announced_and_the_missing_right_is_named_once(
    town: World, command: str, method: str, untrue: str
) -> None:
    await refuse(town, method)
    await town.write(OWNER, command)
    said = await heard(town)
    assert untrue not in said
    assert said.count("Ban users") == 1
    assert "Administrators" in said
    (case,) = town.bot.rows(select(CASE).where(CASE.c.leads))
    assert case["actions"] == []
    assert await writes(town, BOB)


async def test_whom_telegram_did_not_mute_counts_as_not_muted(town: World) -> None:
    await refuse(town, "restrictChatMember")
    await town.write(OWNER, "/mute @bob_builds 1h")
    await town.bot.settled()
    rows = town.bot.rows(select(MEMBER).where(MEMBER.c.muted_until != 0))
    assert rows == []


async def test_a_message_that_stands_is_not_said_to_be_removed_and_undo_does_not_post_it_again(
    town: World,
) -> None:
    await refuse(town, "deleteMessage", CANNOT)
    number = await town.write(MING, "please buy now")
    said = await heard(town)
    assert "message removed" not in said
    assert number not in await town.deleted()
    (card,) = await cards(town)
    assert "Delete messages" in card["text"]
    before = await town.bot.said(town.chat)
    await push(town, card, "undo")
    await town.bot.settled()
    assert [t for t in await town.bot.said(town.chat) if t not in before and "buy now" in t] == []


async def test_points_of_a_message_that_stands_are_paid_again(town: World) -> None:
    number = await town.write(MING, "here is how I solved it")
    await town.bot.settled()
    (before,) = [r["xp"] for r in town.bot.rows(select(STANDING)) if r["xp"] and r["person_id"] == 2]
    await refuse(town, "deleteMessage", CANNOT)
    await town.write(OWNER, "/warn", reply_to=number)
    await town.bot.settled()
    (after,) = [r["xp"] for r in town.bot.rows(select(STANDING)) if r["xp"] and r["person_id"] == 2]
    assert after == before


async def test_of_two_things_the_one_that_was_done_is_announced(town: World) -> None:
    number = await town.write(BOB, "la la la")
    await refuse(town, "deleteMessage", CANNOT)
    await town.write(OWNER, "/warn", reply_to=number)
    said = await heard(town)
    assert "one warning" in said
    assert "message removed" not in said


@pytest.mark.parametrize("command", ["/mute @bob_builds 10m", "/ban @bob_builds", "/kick @bob_builds"])
async def test_a_card_does_not_say_what_telegram_refused_and_names_it_once(town: World, command: str) -> None:
    await refuse(town, "restrictChatMember")
    await refuse(town, "banChatMember")
    await refuse(town, "unbanChatMember")
    await town.write(OWNER, command)
    (card,) = await cards(town)
    assert "nothing done" in card["text"]
    assert card["text"].count("Not carried out") == 1


async def test_whom_nobody_muted_is_not_said_to_write_if_telegram_refuses(town: World) -> None:
    await refuse(town, "restrictChatMember")
    await town.write(OWNER, "/unmute @bob_builds")
    said = await heard(town)
    assert "They may write" not in said
    assert "giving the right to write back" in said


@pytest.mark.parametrize(
    ("command", "expected"),
    [("/unpin", "Nothing is pinned"), ("/unmute @bob_builds", "was not muted")],
)
async def test_a_command_with_nothing_to_do_says_so(town: World, command: str, expected: str) -> None:
    await town.write(OWNER, command)
    assert expected in await heard(town)


async def test_a_pin_that_telegram_refuses_names_the_right(town: World) -> None:
    number = await town.write(BOB, "the programme of the week")
    await refuse(
        town, "pinChatMessage", "Bad Request: not enough rights to manage pinned messages in the chat"
    )
    await town.write(OWNER, "/pin", reply_to=number)
    said = await heard(town)
    assert "Pin messages" in said
    assert "Pinned" not in said


async def test_a_pin_is_told_when_it_is_there(town: World) -> None:
    number = await town.write(BOB, "the programme of the week")
    await town.write(OWNER, "/pin", reply_to=number)
    assert "📌" in await heard(town) or "Pinned" in await heard(town)


async def test_an_unmute_of_somebody_muted_is_announced(town: World) -> None:
    await town.write(OWNER, "/mute @bob_builds 1h")
    await town.bot.settled()
    await town.write(OWNER, "/unmute @bob_builds")
    assert "may write again" in await heard(town)
    assert await writes(town, BOB)


async def test_answers_to_whom_a_rule_muted_leave_the_queue_and_the_notice_comes_first(town: World) -> None:
    await town.bot.settled()
    await town.pg.faults({"kind": "flood", "method": "sendMessage", "times": 1, "seconds": 3})
    acts = [{"do": "message", "chat": town.chat, "user": BOB, "text": "/me"} for _ in range(5)]
    await town.pg.acts([*acts, {"do": "message", "chat": town.chat, "user": OWNER, "text": MUTE}])
    await town.bot.settled()
    said = [t for t in await town.bot.said(town.chat) if t]
    assert "muted for" in said[0]
    answers = [t for t in said if "points" in t]
    assert len(answers) <= 1  # the one that was on its way


async def test_the_note_of_a_captcha_for_somebody_who_is_gone_already_does_not_hang(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", screening=CAPTCHA)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        await bot.settled()
        await pg.act({"do": "create_person", "person": 77, "first_name": "Passing"})
        come = {"do": "join", "chat": world.chat, "user": 77}
        await pg.acts([come, come | {"do": "leave"}])
        assert [t for t in await bot.said(world.chat) if "Passing" in t] == []


async def test_a_purge_that_telegram_refuses_says_so(town: World) -> None:
    await town.write(BOB, "one")
    await town.write(BOB, "two")
    await refuse(town, "deleteMessage", CANNOT)
    await refuse(town, "deleteMessages", CANNOT)
    await town.write(OWNER, "/purge 2")
    said = await heard(town)
    assert "Removed 2" not in said
    assert said.count("Delete messages") == 1


@pytest.mark.parametrize("command", ["/lock media", "/night on"])
@pytest.mark.parametrize("method", ["setChatPermissions", "getChat"])
async def test_a_lock_that_telegram_refuses_is_not_said_to_be_there(
    town: World, command: str, method: str
) -> None:
    await refuse(town, method, "Bad Request: not enough rights")
    await town.write(OWNER, command)
    said = await heard(town)
    assert "🔒" not in said
    assert "Ban users" in said


async def test_a_lock_is_said_when_it_is_there(town: World) -> None:
    await town.write(OWNER, "/lock media")
    assert "🔒" in await heard(town)
    await town.write(OWNER, "/lock media")
    assert (await heard(town)).count("🔒") == 2
    await town.write(OWNER, "/unlock")
    assert "🔓" in await heard(town)


async def test_no_removal_waits_for_a_notice(town: World) -> None:
    await town.write(MING, "please buy now")
    await town.write(OWNER, "/mute @bob_builds 1h")
    await town.bot.settled()
    posts = town.bot.rows(select(OUTBOX.c.priority).where(OUTBOX.c.method == "sendMessage"))
    assert posts
    assert all(row["priority"] > Priority.MODERATION for row in posts)
