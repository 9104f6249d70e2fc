"""Edits over the local Telegram, under the rules that ship: what they add counts, and not what was there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select, update

from storage.cases import CASE
from storage.event_log import TEXT
from tests.behaviour.conftest import World
from tests.behaviour.test_commands import ask
from tests.bots import default_rules, running_bot
from tests.servers import community, playground

EVE = 4
ALLOWED = "这里有答案 https://github.com/a"


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """The group, and Eve, who has just joined it."""
    rules = default_rules(tmp_path / "rules")
    screening = rules / "screening.yaml"
    screening.unlink()
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        await pg.act({"do": "create_person", "person": EVE, "first_name": "Eve"})
        await pg.act({"do": "join", "chat": world.chat, "user": EVE})
        await bot.settled()
        yield world


async def edit(world: World, message: int, text: str, *, after: int = 1500) -> None:
    """Eve changes what she wrote, so many seconds later."""
    await world.bot.settled()
    await world.pg.post("/sim/clock", {"advance": after})
    await world.pg.act({"do": "edit", "chat": world.chat, "user": EVE, "message": message, "text": text})


async def rules_of(world: World) -> list[str]:
    """The rules of all cases."""
    await world.bot.settled()
    return [c["rule"] for c in world.bot.rows(select(CASE).where(CASE.c.leads))]


async def test_a_newcomer_who_mends_a_typo_keeps_the_message_with_its_link(town: World) -> None:
    message = await town.write(EVE, "这理有答案 https://github.com/a")
    await edit(town, message, ALLOWED)
    await edit(town, message, f"{ALLOWED} 。", after=60)
    assert await town.deleted() == set()
    assert await rules_of(town) == []


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("今天的作业我做完了", ALLOWED),
        (ALLOWED, f"{ALLOWED} https://github.com/b"),
        (ALLOWED, "这里有答案 https://gitee.com/a"),
    ],
)
async def test_a_link_that_was_added_later_goes(town: World, first: str, then: str) -> None:
    message = await town.write(EVE, first)
    await edit(town, message, then)
    assert await town.deleted() == {message}
    assert await rules_of(town) == ["late-links"]


async def test_words_that_were_edited_in_go_whatever_else_was_there(town: World) -> None:
    message = await town.write(EVE, ALLOWED)
    await edit(town, message, f"稳赚不赔 加微信 vx88wealth {ALLOWED}")
    assert await town.deleted() == {message}


async def test_what_is_no_longer_kept_counts_as_new(town: World) -> None:
    message = await town.write(EVE, ALLOWED)
    await town.bot.settled()
    with town.bot.store.write() as connection:
        connection.execute(update(TEXT).values(text="", marks=""))
    await edit(town, message, f"{ALLOWED} 。")
    assert await rules_of(town) == ["late-links"]


async def test_a_lock_leaves_alone_what_stood_there_before(town: World) -> None:
    message = await town.write(EVE, ALLOWED)
    await ask(town, 1, "/lock links")
    await edit(town, message, f"{ALLOWED} 。", after=60)
    assert message not in await town.deleted()
    await edit(town, message, f"{ALLOWED} https://github.com/b", after=60)
    assert message in await town.deleted()
