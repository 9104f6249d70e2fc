"""Refusals that belong to no case: whoever acted hears of them, or whoever leads the group, once."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.text.messages import plain
from storage.event_log import TEXT
from tests.behaviour.conftest import World
from tests.behaviour.test_captcha import EVE, join, member
from tests.behaviour.test_cases import BOB, MANY, OWNER, ROOM, RULES, cards, settle
from tests.behaviour.test_commands import ask
from tests.behaviour.test_receipts import CANNOT, NO_RIGHT, heard, refuse
from tests.bots import running_bot, write_rules
from tests.servers import Json, community, playground

NOON = 1_772_884_800  # a Saturday in March, 12:00 UTC
NIGHT = "night: {start: '01:00', end: '23:00', lock: media}\n"
CAPTCHA = "captcha: {kind: arithmetic, within: 5m}\n"


@asynccontextmanager
async def town(
    tmp_path: Path, screening: str = "captcha: {kind: 'off'}\n", *, room: bool = False
) -> AsyncIterator[World]:
    """The group, without a moderators' group unless one is wanted."""
    folder = write_rules(tmp_path / "rules", moderation=RULES, screening=screening)
    with (folder / "community.yaml").open("a", encoding="utf-8") as file:
        file.write(MANY)
    clock = f"scaled:{time.time()}:{NOON}:1"
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, folder, clock=clock) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        if room:
            await settle(world)
        await bot.settled()
        yield world


async def owner_opens(world: World, language: str) -> None:
    """The owner writes to the bot, in this language."""
    await world.pg.act({"do": "profile", "user": OWNER, "language_code": language})
    await world.pg.act({"do": "start", "user": OWNER})
    await world.bot.settled()


async def privately(world: World) -> list[str]:
    """What the owner was told of refusals in private."""
    return [t for t in await world.bot.said(OWNER) if t.startswith("⚠️")]


async def in_group(world: World) -> list[str]:
    """The same in the group."""
    return [t for t in await world.bot.said(world.chat) if t.startswith("⚠️")]


async def page(world: World) -> Json:
    """The group's settings, as the bot shows them there."""
    await world.bot.settled()
    found = [m["message"] for m in await world.pg.messages(world.chat) if "reply_markup" in m["message"]]
    shown: Json = found[-1]
    return shown


async def switch_night(world: World, language: str = "en") -> None:
    """Press the button that switches the night off."""
    await world.write(OWNER, "/settings")
    shown = await page(world)
    label = plain(language, "settings-name-nights")
    rows = shown["reply_markup"]["inline_keyboard"]
    data = next(b["callback_data"] for row in rows for b in row if b["text"].startswith(label))
    act = {"do": "press", "chat": world.chat, "user": OWNER, "message": shown["message_id"], "data": data}
    await world.pg.act(act)
    await world.bot.settled()


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_whoever_pressed_a_button_is_told_in_private_what_telegram_refused(
    tmp_path: Path, language: str
) -> None:
    async with town(tmp_path, NIGHT) as world:
        await owner_opens(world, language)
        await refuse(world, "setChatPermissions")
        await switch_night(world, language)
        (told,) = await privately(world)
        assert "Learners" in told
        assert plain(language, "right-restrict") in told
        assert plain(language, "act-unlock") in told
        assert await in_group(world) == []


async def test_where_the_bot_may_not_write_to_them_a_note_in_the_group_says_it_once(tmp_path: Path) -> None:
    async with town(tmp_path, NIGHT) as world:
        await refuse(world, "setChatPermissions")
        await switch_night(world)
        (told,) = await in_group(world)
        assert "the unlocking" in told
        assert "Ban users" in told
        rows = await world.bot.called("sendMessage")
        assert len([r for r in rows if r["text"] == told]) == 1


async def test_the_page_of_settings_shows_again_what_holds(tmp_path: Path) -> None:
    async with town(tmp_path, NIGHT) as world:
        await world.write(OWNER, "/settings")
        before = await page(world)
        await refuse(world, "setChatPermissions")
        await switch_night(world)
        assert (await page(world))["text"] == before["text"]


async def test_a_message_that_a_lock_does_not_remove_is_told_once_and_counts_as_there(
    tmp_path: Path,
) -> None:
    async with town(tmp_path) as world:
        await owner_opens(world, "en")
        await ask(world, OWNER, "/lock links")
        await refuse(world, "deleteMessage", CANNOT)
        for n in range(2):
            await world.write(BOB, f"look https://example.org/{n}")
        (told,) = await privately(world)
        assert "removing a message" in told
        assert "Delete messages" in told
        assert await in_group(world) == []
        rows = world.bot.rows(select(TEXT.c.deleted_at).where(TEXT.c.text.contains("example.org")))
        assert [r["deleted_at"] for r in rows] == [0, 0]
        await world.pg.clear_faults()
        assert "Removed 2" in await ask(world, OWNER, "/purge 2")


async def test_a_newcomer_whom_telegram_does_not_silence_is_told_of(tmp_path: Path) -> None:
    async with town(tmp_path, CAPTCHA) as world:
        await owner_opens(world, "en")
        await world.pg.act({"do": "create_person", "person": EVE, "first_name": "Eve"})
        await refuse(world, "restrictChatMember")
        await join(world, EVE)
        (told,) = await privately(world)
        assert "the mute" in told
        assert "Ban users" in told
        assert (await member(world, EVE))["status"] == "member"


@pytest.mark.parametrize("opens", [True, False])
async def test_what_a_rule_could_not_do_is_told_where_no_card_can_be_shown(
    tmp_path: Path, opens: bool
) -> None:
    async with town(tmp_path) as world:
        if opens:
            await owner_opens(world, "en")
        await refuse(world, "deleteMessage", CANNOT)
        for n in range(2):
            await world.write(BOB, f"aaargh {n}")
        (told,) = await (privately(world) if opens else in_group(world))
        assert "Delete messages" in told
        assert not opens or await in_group(world) == []
        assert "message removed" not in await heard(world)


async def test_where_there_is_a_room_it_is_told_there_and_cards_tell_of_cases(tmp_path: Path) -> None:
    async with town(tmp_path, room=True) as world:
        await owner_opens(world, "en")
        await ask(world, OWNER, "/lock links")
        await refuse(world, "deleteMessage", CANNOT)
        await world.write(BOB, "look https://example.org/")
        await world.bot.settled()
        await world.write(BOB, "aaargh")
        told = [c["text"] for c in await cards(world) if "Delete messages" in c["text"]]
        assert [t.startswith("⚠️") for t in told] == [True, False]
        assert await privately(world) == await in_group(world) == []
        assert world.chat != ROOM


async def test_calls_that_are_answered_are_told_there_alone(tmp_path: Path) -> None:
    async with town(tmp_path) as world:
        await owner_opens(world, "en")
        number = await world.write(BOB, "the programme of the week")
        await refuse(world, "pinChatMessage", NO_RIGHT)
        assert "Pin messages" in await ask(world, OWNER, "/pin", reply_to=number)
        assert await privately(world) == []
