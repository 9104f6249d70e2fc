"""Which chats the bot works in, and how they join."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select, update

from bot.core.claims import codes_in, mint, start_link
from storage.chats import CHAT
from storage.event_log import TEXT
from storage.timers import TIMER
from tests.behaviour.conftest import INCENTIVES, MODERATION, World
from tests.bots import running_bot, write_rules
from tests.servers import community, playground


@pytest_asyncio.fixture
async def stranger(tmp_path: Path) -> AsyncIterator[World]:
    """The bot was added to a group that nobody claimed."""
    rules = write_rules(tmp_path / "rules", moderation=MODERATION, incentives=INCENTIVES)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules, open_door=False) as bot:
        yield World(pg, bot, await community(pg, drain=False))


def code(world: World, role: str = "members") -> str:
    """A new claim code."""
    now = int(world.bot.app.clock.now())
    return mint(world.bot.store, world.bot.app.community, role, now)


async def test_in_an_unclaimed_chat_the_bot_asks_once_and_does_nothing_else(stranger: World) -> None:
    assert len(await stranger.bot.said(stranger.chat)) == 1
    await stranger.write(2, "buy now")
    await stranger.write(2, "/me")
    assert await stranger.deleted() == set()
    assert len(await stranger.bot.said(stranger.chat)) == 1
    assert stranger.bot.rows(select(TEXT)) == []


@pytest.mark.parametrize("command", ["/claim", "/start"])
async def test_a_code_lets_the_chat_in_and_goes_from_sight(stranger: World, command: str) -> None:
    message = await stranger.write(1, f"{command} {code(stranger)}")
    assert message in await stranger.deleted()
    spam = await stranger.write(2, "buy now")
    assert spam in await stranger.deleted()


async def test_a_code_works_once_and_a_wrong_one_never(stranger: World) -> None:
    used = code(stranger)
    await stranger.write(1, "/claim WRONG")
    assert (
        "doesn't work" in (await stranger.bot.said(stranger.chat))[-1]
        or "无效" in (await stranger.bot.said(stranger.chat))[-1]
    )
    await stranger.write(1, f"/claim {used}")
    await stranger.bot.settled()
    await stranger.pg.act({"do": "create_chat", "chat": -1005, "title": "Other", "owner": 1, "bot": True})
    await stranger.pg.act({"do": "message", "chat": -1005, "user": 1, "text": f"/claim {used}"})
    await stranger.bot.settled()
    rows = stranger.bot.rows(select(CHAT).where(CHAT.c.title == "Other"))
    assert rows[0]["community_id"] is None


async def works(world: World, code: str) -> bool:
    """Whether a code that somebody else read still claims a group."""
    await world.pg.act({"do": "create_chat", "chat": -1006, "title": "Theirs", "owner": 2, "bot": True})
    await world.pg.act({"do": "message", "chat": -1006, "user": 2, "text": f"/claim {code}"})
    await world.bot.settled()
    (row,) = world.bot.rows(select(CHAT).where(CHAT.c.title == "Theirs"))
    return row["community_id"] is not None


@pytest.mark.parametrize(
    "shown",
    [
        *(
            {"text": t}
            for t in ("/claim {}", "/start {}", "the code is {}.", "t.me/bot?startgroup={}&admin=x")
        ),
        {
            "text": "here",
            "entities": [{"type": "text_link", "offset": 0, "length": 4, "url": "t.me/b?start={}"}],
        },
        {"text": "", "media": "photo", "caption": "scan {}"},
        {"text": "t.me/bot?startgroup=zq%2D{}"},
        {"text": "", "media": {"kind": "document", "name": "{}.txt"}},
    ],
)
async def test_a_code_that_members_can_read_is_spent(stranger: World, shown: dict[str, Any]) -> None:
    await stranger.write(1, f"/claim {code(stranger)}")
    await stranger.pg.act({"do": "start", "user": 1})
    other = code(stranger)
    encoded = json.dumps(shown).replace("zq%2D{}", "zq%2D" + other.removeprefix("zq-"))
    filled = json.loads(encoded.replace("{}", other))
    number = await stranger.write(1, **filled)
    assert number in await stranger.deleted()
    assert other not in str(await stranger.bot.called("sendMessage"))
    (told,) = [t for t in await stranger.bot.said(1) if "🔑" in t]
    assert "Learners" in told
    assert not await works(stranger, other)


async def test_a_code_that_comes_in_by_an_edit_is_spent(stranger: World) -> None:
    await stranger.write(1, f"/claim {code(stranger)}")
    other = code(stranger)
    number = await stranger.write(1, "hello")
    edit = {"do": "edit", "chat": stranger.chat, "user": 1, "message": number, "text": f"it is {other}"}
    await stranger.pg.act(edit)
    assert number in await stranger.deleted()
    assert not await works(stranger, other)


async def test_a_code_that_is_told_about_in_a_group_nobody_claimed_is_spent(stranger: World) -> None:
    other = code(stranger)
    await stranger.write(2, f"does {other} work?")
    await stranger.bot.settled()
    assert not await works(stranger, other)


async def test_a_code_in_somebodys_name_is_spent(stranger: World) -> None:
    await stranger.write(1, f"/claim {code(stranger)}")
    other = code(stranger)
    await stranger.pg.act({"do": "profile", "user": 1, "first_name": other})
    await stranger.write(1, "hello")
    await stranger.bot.settled()
    assert not await works(stranger, other)


def test_a_code_is_known_when_it_is_seen(stranger: World) -> None:
    assert codes_in(f"({code(stranger)})") != []


async def test_a_moderators_room_is_claimed_by_its_own_code(stranger: World) -> None:
    await stranger.write(1, f"/claim {code(stranger, 'moderators')}")
    await stranger.bot.settled()
    (row,) = stranger.bot.rows(select(CHAT).where(CHAT.c.title == "Learners"))
    assert row["role"] == "moderators"


async def leave_day(world: World) -> None:
    """Let the day of patience be over."""
    await world.bot.settled()
    with world.bot.store.write() as connection:
        connection.execute(update(TIMER).values(due_at=1))
    world.bot.app.pipeline.take_timers()
    await world.bot.settled()


async def test_a_chat_nobody_claims_is_left_after_a_day(stranger: World) -> None:
    await leave_day(stranger)
    assert len(await stranger.bot.called("leaveChat")) == 1


async def test_a_claimed_chat_is_not_left(stranger: World) -> None:
    await stranger.write(1, f"/claim {code(stranger)}")
    await leave_day(stranger)
    assert await stranger.bot.called("leaveChat") == []


def test_the_link_asks_for_the_rights_that_are_needed() -> None:
    link = start_link("zhiqun_bot", "abc")
    assert link.startswith("https://t.me/zhiqun_bot?startgroup=abc&admin=")
    assert "restrict_members" in link
