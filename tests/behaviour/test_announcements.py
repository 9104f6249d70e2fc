"""What is said of slow mode, raids, captchas and private answers waits for what Telegram allows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.text.messages import plain
from tests.behaviour.conftest import World
from tests.behaviour.test_acts import without
from tests.behaviour.test_captcha import EVE, join, member
from tests.behaviour.test_cases import BOB, MANY, MING, OWNER, cards, settle
from tests.behaviour.test_commands import ask
from tests.behaviour.test_locks import crowd
from tests.behaviour.test_receipts import heard, refuse
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

SLOWED, PAUSED = "one message in 1 minute each", "joining is paused"
HEATED = "rules: [{id: heated, when: {words: fight fight}, then: {slow: {every: 60s, lasts: 10m}}}]\n"
RAID = "captcha: {kind: 'off'}\nraid: {joins: 3, within: 1m, lasts: 30m}\n"


@asynccontextmanager
async def town(tmp_path: Path, screening: str = "captcha: {kind: 'off'}\n") -> AsyncIterator[World]:
    """The group, and a moderators' group."""
    rules = write_rules(tmp_path / "rules", moderation=HEATED, screening=screening)
    with (rules / "community.yaml").open("a", encoding="utf-8") as file:
        file.write(MANY)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        yield await settle(World(pg, bot, await community(pg, drain=False)))


async def room_says(world: World) -> str:
    """All that the moderators read."""
    return "\n".join(c["text"] for c in await cards(world))


async def test_a_slow_mode_that_the_bot_cannot_keep_up_is_not_announced(tmp_path: Path) -> None:
    async with town(tmp_path) as world:
        await without(world, "can_delete_messages")
        await world.write(MING, "fight fight")
        assert SLOWED not in await heard(world)
        told = await room_says(world)
        assert told.count("Delete messages") == 1
        assert str(plain("en", "act-slow")) in told


async def test_a_raid_that_the_bot_cannot_stop_is_not_said_to_be_stopped(tmp_path: Path) -> None:
    async with town(tmp_path, RAID) as world:
        await without(world, "can_restrict_members")
        assert await crowd(world, range(50, 56)) == ["member"] * 6
        told = await room_says(world)
        assert PAUSED not in told
        assert "Ban users" in told


async def test_a_raid_that_is_stopped_is_announced_once(tmp_path: Path) -> None:
    async with town(tmp_path, RAID) as world:
        await crowd(world, range(50, 56))
        assert (await room_says(world)).count(PAUSED) == 1


async def test_nobody_is_asked_whom_the_bot_cannot_silence(tmp_path: Path) -> None:
    async with town(tmp_path, "captcha: {kind: button, within: 5m}\n") as world:
        await refuse(world, "restrictChatMember")
        await world.pg.act({"do": "create_person", "person": EVE, "first_name": "Eve"})
        await join(world, EVE)
        await world.bot.settled()

        async def unasked() -> bool:
            return "until then you can read" not in await heard(world)

        await world.pg.wait_for(unasked)  # a note that is on its way to Telegram is taken down behind it
        assert (await member(world, EVE))["status"] == "member"


async def test_an_answer_in_private_is_spoken_of_once_it_is_there(tmp_path: Path) -> None:
    async with town(tmp_path) as world:
        await world.pg.act({"do": "start", "user": OWNER})
        await world.write(BOB, "hello")
        assert plain("en", "whispered") in await ask(world, OWNER, "/info @bob_builds")
        blocked = "Forbidden: bot was blocked by the user"
        await refuse(world, "sendMessage", blocked, chat=OWNER, code=403)
        said = await ask(world, OWNER, "/info @bob_builds")
        assert plain("en", "whispered") not in said
        assert plain("en", "whisper-first") in said
