"""What moderators do to a whole group, and whom they trust: a case, a card, an answer that is true, undo."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from storage.cases import CASE
from storage.chat_settings import PERMISSIONS, SETTING
from storage.ledger import STANDING
from storage.trust import TRUSTED
from tests.behaviour.conftest import INCENTIVES, World
from tests.behaviour.test_cases import BOB, MANY, MING, OWNER, RULES, cards, offers, settle, undone
from tests.behaviour.test_commands import ask
from tests.behaviour.test_locks import crowd
from tests.behaviour.test_receipts import CANNOT, heard, refuse
from tests.bots import running_bot, write_rules
from tests.servers import Json, community, playground

NIGHT = "night: {lock: [media, links]}\n"
ALL_BUT = {"can_delete_messages": True, "can_restrict_members": True, "can_invite_users": True}


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """The group, and a moderators' group."""
    async with opened(tmp_path) as world:
        yield world


@asynccontextmanager
async def opened(tmp_path: Path, more: str = "") -> AsyncIterator[World]:
    """The same, with these further lines in community.yaml."""
    rules = write_rules(tmp_path / "rules", moderation=RULES, incentives=INCENTIVES, screening=NIGHT)
    with (rules / "community.yaml").open("a", encoding="utf-8") as file:
        file.write(MANY + more)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = await settle(World(pg, bot, await community(pg, drain=False)))
        await world.write(BOB, "hello, I am new to this")
        await bot.settled()
        yield world


async def without(world: World, right: str) -> None:
    """Let the bot be an administrator without a right."""
    rights = {name: name != right for name in ALL_BUT}
    me = {"chat": world.chat, "user": OWNER, "target": world.pg.bot_id}
    await world.pg.act({"do": "promote", "rights": rights, **me})
    await world.bot.settled()


def settings(world: World) -> dict[str, str]:
    """What is set for the group."""
    return {r["name"]: r["value"] for r in world.bot.rows(select(SETTING))}


async def last(world: World) -> Json:
    """The newest card."""
    return (await cards(world))[-1]


DONE = [
    ("/lock links 2h advertising wave", "locked: links for 2 hours", "advertising wave"),
    ("/lock media", "locked: media", ""),
    ("/slow 30s too hot", "slow mode: one message in 30 seconds", "too hot"),
    ("/night on everybody sleeps", "night lock on: links, media", "everybody sleeps"),
    ("/raid 1h bots come", "joining paused for 1 hour", "bots come"),
    ("/raid on bots come", "joining paused for", "bots come"),
    ("/trust @bob_builds helps a lot", "trusted", "helps a lot"),
]


@pytest.mark.parametrize(("command", "did", "why"), DONE)
async def test_an_act_is_a_case_with_a_card_and_the_button_undoes_it(
    town: World, command: str, did: str, why: str
) -> None:
    before = settings(town)
    await town.write(OWNER, command)
    (card,) = await cards(town)
    for part in ("Case", command.split()[0][1:], did, "Olga", why):
        assert part in card["text"]
    (case,) = town.bot.rows(select(CASE))
    assert f"Case {case['id']}" in card["text"].replace("<b>", "")
    assert offers(card) == ["undo"]
    assert "Undone" in await undone(town, card)
    assert "nothing done" not in (await last(town))["text"]
    assert "Undone by Olga" in (await last(town))["text"]
    after = settings(town)
    after.pop("raid", None)  # "off": what closed the door must not close it at once again
    assert after == before
    assert town.bot.rows(select(TRUSTED)) == []
    assert town.bot.rows(select(PERMISSIONS)) == []
    assert "Nothing is locked" in await ask(town, BOB, "/locks")
    assert await crowd(town, range(50, 51)) == ["member"]


@pytest.mark.parametrize(
    ("first", "command", "did"),
    [
        ("/lock media links", "/unlock media", "unlocked: media"),
        ("/slow 30s", "/slow off", "slow mode off"),
        ("/night on", "/night off", "night lock off"),
        ("/raid 1h", "/raid off", "joining resumed"),
        ("/trust @bob_builds", "/untrust @bob_builds", "no special trust"),
    ],
)
async def test_what_ends_an_act_is_a_case_too_and_undoing_it_brings_the_act_back(
    town: World, first: str, command: str, did: str
) -> None:
    await ask(town, OWNER, first)
    before = settings(town)
    await ask(town, OWNER, command)
    card = await last(town)
    assert did in card["text"]
    said = await ask(town, OWNER, f"/undo {number(town)}")
    assert said.startswith("Undone: ")
    assert "nothing done" not in said
    assert settings(town) == before
    assert bool(town.bot.rows(select(TRUSTED))) == first.startswith("/trust")
    if "media" in first or "night" in first:
        assert not (await town.pg.chat(town.chat))["permissions"]["can_send_photos"]


def number(world: World) -> int:
    """The newest case."""
    return int(world.bot.rows(select(CASE).order_by(CASE.c.id))[-1]["id"])


async def test_undoing_leaves_alone_what_was_set_since_and_does_not_bring_back_what_was_undone(
    town: World,
) -> None:
    await ask(town, OWNER, "/slow 30s")
    first = number(town)
    await ask(town, OWNER, "/slow 2m")
    second = number(town)
    await ask(town, OWNER, f"/undo {first}")
    assert "2 minutes" in await ask(town, BOB, "/locks")
    await ask(town, OWNER, f"/undo {second}")
    assert "Nothing is locked" in await ask(town, BOB, "/locks")


async def test_a_purge_is_a_case_that_names_the_number_and_says_that_it_stays(town: World) -> None:
    for text in ("one", "two", "three"):
        await town.write(MING, text)
    assert "Removed 2 messages" in await ask(town, OWNER, "/purge 2 off topic")
    (card,) = await cards(town)
    for part in ("purge", "2 messages removed", "cannot be undone", "Olga", "off topic"):
        assert part in card["text"]
    assert offers(card) == []
    assert "cannot be undone" in await ask(town, OWNER, f"/undo {number(town)}")


async def test_a_purge_that_telegram_refuses_is_told_as_that_and_costs_nobody_points(town: World) -> None:
    await town.write(MING, "here is how I solved it")
    paid = await points(town)
    assert paid
    await refuse(town, "deleteMessage", CANNOT)
    await refuse(town, "deleteMessages", CANNOT)
    await town.write(OWNER, "/purge 1")
    (card,) = [c for c in await cards(town) if "Case" in c["text"]]
    assert "Not carried out: removing the messages" in card["text"]
    assert "nothing done" in card["text"]
    assert offers(card) == []
    assert await points(town) == paid


async def points(world: World) -> int:
    """What all members have."""
    await world.bot.settled()
    return sum(r["xp"] for r in world.bot.rows(select(STANDING)))


@pytest.mark.parametrize(
    ("command", "right", "untrue", "name"),
    [
        ("/raid on", "can_restrict_members", "🛡", "Ban users"),
        ("/raid 1h", "can_restrict_members", "🛡", "Ban users"),
        ("/lock media", "can_restrict_members", "🔒", "Ban users"),
        ("/night on", "can_restrict_members", "🌙", "Ban users"),
        ("/slow 30s", "can_delete_messages", "🐢", "Delete messages"),
        ("/lock links", "can_delete_messages", "🔒", "Delete messages"),
        ("/lock links media", "can_delete_messages", "🔒", "Delete messages"),
    ],
)
async def test_without_the_right_nothing_is_set_and_the_right_is_named_once(
    town: World, command: str, right: str, untrue: str, name: str
) -> None:
    await without(town, right)
    await town.write(OWNER, command)
    said = await heard(town)
    assert untrue not in said
    assert said.count(name) == 1
    assert "Administrators" in said
    assert settings(town) == {}
    assert town.bot.rows(select(PERMISSIONS)) == []
    assert (await town.pg.chat(town.chat))["permissions"]["can_send_photos"]
    (case,) = town.bot.rows(select(CASE))
    assert case["actions"] == []
    (card,) = await cards(town)
    assert "Not carried out" in card["text"]
    assert "nothing done" in card["text"]
    assert offers(card) == []
    assert await crowd(town, range(50, 51)) == ["member"]


async def test_a_refused_lock_leaves_what_was_locked_before(town: World) -> None:
    await ask(town, OWNER, "/lock stickers")
    before = settings(town)
    await refuse(town, "setChatPermissions", "Bad Request: not enough rights")
    assert "Ban users" in await ask(town, OWNER, "/lock media")
    assert settings(town) == before
    assert "Ban users" in await ask(town, OWNER, "/lock media")
    assert "Ban users" in await ask(town, OWNER, "/unlock")
    assert settings(town) == before


@pytest.mark.parametrize(("wanted", "shown"), [("all", 1), ("sanctions", 1), ("alerts", 0)])
async def test_cards_come_as_the_community_wants_them(tmp_path: Path, wanted: str, shown: int) -> None:
    async with opened(tmp_path, f"case_cards: {wanted}\n") as town:
        assert "🔒" in await ask(town, OWNER, "/lock links")
        assert len(await cards(town)) == shown


async def test_acts_read_in_both_languages_in_the_list_and_in_full(town: World) -> None:
    for command in ("/lock links", "/raid 1h", "/slow 30s", "/night on", "/trust @bob_builds"):
        await ask(town, OWNER, command)
    before = len(await cards(town))
    await town.pg.act({"do": "message", "chat": -1002, "user": OWNER, "text": "/cases"})
    listed = (await cards(town))[before]["text"]
    for part in (
        "lock: locked: links",
        "raid: joining paused",
        "slow: slow mode",
        "night: night lock on",
    ):
        assert part in listed
    await town.pg.act({"do": "profile", "user": OWNER, "language_code": "zh"})
    await town.pg.act({"do": "message", "chat": -1002, "user": OWNER, "text": "/cases"})
    listed = (await last(town))["text"]
    for part in ("锁定：链接", "暂停进群", "慢速模式", "夜间禁言", "受信任"):
        assert part in listed


async def test_what_one_did_to_the_group_is_no_case_about_oneself(town: World) -> None:
    await ask(town, OWNER, "/lock links")
    assert "/lock" not in await ask(town, OWNER, "/why")
    await town.write(OWNER, f"/appeal {number(town)} please")
    assert "appeal" not in (await last(town))["text"]


async def test_members_may_not_undo(town: World) -> None:
    await ask(town, OWNER, "/lock links")
    await ask(town, MING, f"/undo {number(town)}")
    assert "lock:links" in settings(town)
