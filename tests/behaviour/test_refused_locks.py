"""Locks that Telegram refuses though no command waits for them: the clock's, a button's, an undo's."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.text.messages import plain
from storage.cases import CASE
from storage.chat_settings import PERMISSIONS, SETTING
from storage.trust import TRUSTED
from tests.behaviour.conftest import World
from tests.behaviour.test_captcha import join, member, notes, visit
from tests.behaviour.test_cases import BOB, MANY, OWNER, RULES, cards, push, settle
from tests.behaviour.test_commands import ask
from tests.behaviour.test_receipts import NO_RIGHT, heard, refuse
from tests.bots import running_bot, write_rules
from tests.servers import Playground, community, playground

NEW = 77
EVENING = 1_772_920_770  # a Saturday in March, 21:59:30 UTC
SCREENING = """
captcha: {kind: arithmetic, within: 5m}
night: {start: "23:00", end: "07:00", lock: media}
"""


@asynccontextmanager
async def running(tmp_path: Path, pg: Playground, now: int, chat: int = 0) -> AsyncIterator[World]:
    """The group and a moderators' group, from this moment on."""
    clock = f"scaled:{time.time()}:{now}:1"
    async with running_bot(pg, tmp_path, tmp_path / "rules", clock=clock) as bot:
        world = World(pg, bot, chat or await community(pg, drain=False))
        if not chat:
            await settle(world)
            await pg.act({"do": "create_person", "person": NEW, "first_name": "Nina", "username": "nina_n"})
        await bot.settled()
        yield world


@asynccontextmanager
async def town(tmp_path: Path, screening: str = SCREENING) -> AsyncIterator[World]:
    """The same by day."""
    rules(tmp_path, screening)
    async with playground(flood=False) as pg, running(tmp_path, pg, EVENING) as world:
        yield world


def rules(tmp_path: Path, screening: str = SCREENING) -> None:
    """The rule files."""
    folder = write_rules(tmp_path / "rules", moderation=RULES, screening=screening)
    with (folder / "community.yaml").open("a", encoding="utf-8") as file:
        file.write(MANY)


async def told(world: World) -> list[str]:
    """What the moderators' group was told of refusals."""
    return [c["text"] for c in await cards(world) if "not done" in c["text"]]


async def state(world: World) -> tuple[dict[str, str], list[list[str]]]:
    """What is set, and what locks are known to take."""
    await world.bot.settled()
    settings = {r["name"]: r["value"] for r in world.bot.rows(select(SETTING))}
    return settings, [r["denied"] for r in world.bot.rows(select(PERMISSIONS))]


async def photos(world: World) -> bool:
    """Whether members may send photos."""
    return bool((await world.pg.chat(world.chat))["permissions"]["can_send_photos"])


async def test_a_night_by_the_clock_that_telegram_refuses_is_told_once_and_counts_as_off(
    tmp_path: Path,
) -> None:
    rules(tmp_path)
    async with playground(flood=False) as pg:
        async with running(tmp_path, pg, EVENING) as world:
            chat = world.chat
        await pg.faults({"kind": "refusal", "method": "setChatPermissions", "times": -1, "text": NO_RIGHT})
        async with running(tmp_path, pg, EVENING + 3700, chat) as world:
            await pg.wait_for(lambda: _any(told(world)), 30)
            (alert,) = await told(world)
            for part in ("Learners", "the night lock", "Ban users", "Administrators"):
                assert part in alert
            assert await photos(world)
            assert await state(world) == ({"night": "off"}, [])
            assert "off" in await ask(world, OWNER, "/night")
        async with running(tmp_path, pg, EVENING + 7300, chat) as world:
            assert len(await told(world)) == 1
            await pg.clear_faults()
            assert "Night mode is on" in await ask(world, OWNER, "/night on")
            assert not await photos(world)


async def _any(found: object) -> bool:
    return bool(await found)  # type: ignore[misc]  # a coroutine


async def test_a_night_switched_off_by_a_button_stays_on_if_telegram_refuses(tmp_path: Path) -> None:
    rules(tmp_path)
    async with playground(flood=False) as pg:
        async with running(tmp_path, pg, EVENING) as world:
            chat = world.chat
        async with running(tmp_path, pg, EVENING + 3700, chat) as world:
            await world.bot.settled()
            assert not await photos(world)
            before = await state(world)
            await refuse(world, "setChatPermissions")
            await world.write(OWNER, "/settings")
            await world.bot.settled()
            page = [m["message"] for m in await pg.messages(chat) if "reply_markup" in m["message"]][-1]
            label = plain("en", "settings-name-nights")
            rows = page["reply_markup"]["inline_keyboard"]
            data = next(b["callback_data"] for row in rows for b in row if b["text"].startswith(label))
            act = {"do": "press", "chat": chat, "user": OWNER, "message": page["message_id"], "data": data}
            await pg.act(act)
            await pg.wait_for(lambda: _any(told(world)), 30)
            (alert,) = await told(world)
            assert "the unlocking" in alert
            assert "Ban users" in alert
            assert await state(world) == before
            assert not await photos(world)


async def test_an_undo_of_a_lock_that_telegram_refuses_leaves_the_lock(tmp_path: Path) -> None:
    async with town(tmp_path) as world:
        await ask(world, OWNER, "/lock media")
        before = await state(world)
        assert before[0] == {"lock:media": "on"}
        await refuse(world, "setChatPermissions")
        card = (await cards(world))[-1]
        await push(world, card, "undo")
        await world.pg.wait_for(lambda: _any(told(world)), 30)
        (alert,) = await told(world)
        assert "the unlocking" in alert
        assert await state(world) == before
        assert "media" in await ask(world, BOB, "/locks")
        (case,) = world.bot.rows(select(CASE))
        assert (case["state"], case["undone_by"]) == ("open", None)
        shown = next(c for c in await cards(world) if c["message_id"] == card["message_id"])
        assert "Undone" not in shown["text"]
        await world.pg.clear_faults()
        await push(world, shown, "undo")
        await world.bot.settled()
        assert await photos(world)
        assert await state(world) == ({}, [])


@pytest.mark.parametrize("command", ["/approve @nina_n", "/trust @nina_n"])
async def test_whom_telegram_does_not_let_write_is_not_said_to_come_in(tmp_path: Path, command: str) -> None:
    async with town(tmp_path) as world:
        await join(world, NEW)
        await refuse(world, "restrictChatMember")
        await world.write(OWNER, command)
        said = await heard(world)
        assert "may come in" not in said
        assert "Welcome" not in said
        assert said.count("Ban users") == 1
        assert "giving the right to write back" in said
        assert ("has trust" in said) is command.startswith("/trust")
        assert (await member(world, NEW))["status"] == "restricted"
        assert visit(world) == "open"
        assert len(await notes(world)) == 1
        await world.pg.clear_faults()
        assert "may come in" in await ask(world, OWNER, "/approve @nina_n")
        assert (await member(world, NEW))["status"] == "member"


async def test_trust_by_the_button_of_a_card_is_a_case_with_a_card_and_undo(tmp_path: Path) -> None:
    async with town(tmp_path) as world:
        await world.write(BOB, "please buy now, at example.com")
        (card,) = await cards(world)
        await push(world, card, "approve")
        await world.bot.settled()
        assert len(world.bot.rows(select(TRUSTED))) == 1
        shown = (await cards(world))[-1]
        assert "trust" in shown["text"]
        assert "Olga" in shown["text"]
        rows = world.bot.rows(select(CASE).order_by(CASE.c.id))
        assert [r["rule"] for r in rows][-1] == "/trust"
        await push(world, shown, "undo")
        assert world.bot.rows(select(TRUSTED)) == []
