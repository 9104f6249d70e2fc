"""What moderators of a group that was claimed later may change for the first one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.features import registry
from storage.members import WARNING
from storage.notes import NOTE
from storage.trust import TRUSTED
from tests.behaviour.conftest import INCENTIVES, MODERATION, World
from tests.behaviour.test_buttons import press
from tests.behaviour.test_cases import data
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

MING, BOB, MALLORY = 2, 3, 66
LATER = -1007
Opens = Callable[[str], AbstractAsyncContextManager[World]]


@pytest.fixture
def opens(tmp_path: Path) -> Opens:
    """Open a community of two groups, the later one Mallory's, with what its groups share."""

    @asynccontextmanager
    async def world(share: str) -> AsyncIterator[World]:
        rules = write_rules(tmp_path / "rules", moderation=MODERATION, incentives=INCENTIVES)
        with (rules / "community.yaml").open("a", encoding="utf-8") as file:
            file.write(f"\ngroups_share: [{share}]\n")
        async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
            world = World(pg, bot, await community(pg, drain=False))
            await bot.settled()
            await pg.act({"do": "create_person", "person": MALLORY, "first_name": "Mallory"})
            later = {"do": "create_chat", "chat": LATER, "title": "Later", "owner": MALLORY, "bot": True}
            await pg.act(later | {"members": [MING, BOB]})
            await bot.settled()
            for chat in (world.chat, LATER):
                await pg.act({"do": "message", "chat": chat, "user": BOB, "text": "good morning"})
            await bot.settled()
            yield world

    return world


async def later(world: World, user: int, text: str) -> int:
    """Somebody writes in the later group."""
    act = {"do": "message", "chat": LATER, "user": user, "text": text}
    number = int((await world.pg.act(act))["message_id"])
    await world.bot.settled()
    return number


async def command(world: World, text: str) -> None:
    """Mallory gives a command about Bob in the later group."""
    await later(world, MALLORY, f"{text} @bob_builds")


async def muted_in(world: World) -> set[int]:
    """The groups in which somebody was muted."""
    return {int(c["chat_id"]) for c in await world.bot.called("restrictChatMember")}


@pytest.mark.parametrize(("share", "counts"), [("", False), ("warnings, notes", False), ("trust", True)])
async def test_trust_counts_everywhere_only_where_it_may(opens: Opens, share: str, counts: bool) -> None:
    async with opens(share) as world:
        await command(world, "/trust")
        assert bool(world.bot.rows(select(TRUSTED))) is counts
        advertises = await world.write(BOB, "buy now")
        assert (advertises not in await world.deleted()) is counts


@pytest.mark.parametrize(
    ("share", "muted"), [("", {LATER}), ("trust", {LATER}), ("warnings", {-1001, LATER})]
)
async def test_a_warning_of_a_later_group_counts_there_alone(
    opens: Opens, share: str, muted: set[int]
) -> None:
    async with opens(share) as world:
        await command(world, "/warn")
        await command(world, "/warn")
        await world.write(BOB, "buy now")  # the rule's warning is the third, and counts everywhere
        assert (await muted_in(world)) - {LATER} == muted - {LATER}
        await command(world, "/warn")
        assert await muted_in(world) == muted


@pytest.mark.parametrize("name", ["dwarn", "swarn"])
async def test_a_warning_by_any_command_of_a_later_group_counts_there_alone(opens: Opens, name: str) -> None:
    async with opens("") as world:
        for text in ("hello", "good day"):
            answered = await later(world, BOB, text)
            command = {"do": "message", "chat": LATER, "user": MALLORY, "text": f"/{name} no"}
            await world.pg.act(command | {"reply_to": answered})
        await world.bot.settled()
        assert len(world.bot.rows(select(WARNING))) == 2
        await world.write(BOB, "buy now")  # the rule's warning is the third, and counts everywhere
        assert await muted_in(world) == set()


@pytest.mark.parametrize(("share", "left"), [("", 1), ("warnings", 0)])
async def test_a_later_group_takes_no_warning_of_the_first_back(opens: Opens, share: str, left: int) -> None:
    async with opens(share) as world:
        await world.write(BOB, "buy now")
        await world.bot.settled()
        await command(world, "/unwarn")
        counting = world.bot.rows(select(WARNING).where(WARNING.c.revoked_at == 0))
        assert len(counting) == left


@pytest.mark.parametrize(("share", "kept"), [("", []), ("notes", ["homework"])])
async def test_notes_of_a_later_group_are_kept_only_where_they_may(
    opens: Opens, share: str, kept: list[str]
) -> None:
    async with opens(share) as world:
        await later(world, MALLORY, "/save homework it is off")
        assert [row["name"] for row in world.bot.rows(select(NOTE))] == kept


@pytest.mark.parametrize(("share", "groups"), [("", {LATER}), ("trust", {LATER}), ("bans", {-1001, LATER})])
async def test_a_ban_holds_in_all_groups_only_where_operators_say_so(
    opens: Opens, share: str, groups: set[int]
) -> None:
    async with opens(share) as world:
        await command(world, "/ban")
        assert {int(c["chat_id"]) for c in await world.bot.called("banChatMember")} == groups


@pytest.mark.parametrize(("share", "stays"), [("", False), ("trust", True)])
async def test_what_a_later_group_takes_back_is_still_minded_in_the_first(
    opens: Opens, share: str, stays: bool
) -> None:
    async with opens(share) as world:
        await later(world, BOB, "buy now")
        await world.pg.act({"do": "start", "user": MALLORY})
        await later(world, MALLORY, "/case 1")
        await world.bot.settled()
        shown = (await world.pg.messages(MALLORY, limit=99))[-1]["message"]
        await press(world, MALLORY, shown["message_id"], data(shown, "undo"), MALLORY)
        advertises = await world.write(BOB, "buy now")
        assert (advertises not in await world.deleted()) is stays


def test_these_commands_change_something_for_the_whole_community() -> None:
    assert {c.name: c.share for c in registry().commands.values() if c.share} == {
        "coupon": "membership",
        "delnote": "notes",
        "extend": "membership",
        "grant": "membership",
        "ham": "spam",
        "refund": "membership",
        "revoke": "membership",
        "save": "notes",
        "trust": "trust",
        "untrust": "trust",
    }


async def test_the_first_group_decides_for_all(opens: Opens) -> None:
    async with opens("") as world:
        await later(world, MING, "hello")
        number = await world.write(BOB, "good evening")
        await world.write(1, "/trust", reply_to=number)
        await world.bot.settled()
        advertises = await later(world, BOB, "buy now")
        removed = {int(c["message_id"]) for c in await world.bot.called("deleteMessage")}
        assert advertises not in removed
