"""What rules do about the whole group and about who comes in: slow mode, raids, requests to join."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from sqlalchemy import select

from storage.cases import CASE
from storage.newcomers import NEWCOMER
from tests.behaviour.conftest import World
from tests.behaviour.test_captcha import member
from tests.behaviour.test_cases import BOB, MING, OWNER, ROOM, cards, offers, push, settle, undone
from tests.behaviour.test_commands import ask
from tests.behaviour.test_join_requests import EVE as NEW
from tests.behaviour.test_join_requests import ask as request
from tests.behaviour.test_join_requests import eve as somebody_new
from tests.behaviour.test_join_requests import inside, press, waits
from tests.behaviour.test_locks import crowd
from tests.bots import running_bot, write_rules
from tests.servers import community as group
from tests.servers import playground

RULES = """
rules:
  - {id: heated, when: {words: fight fight}, then: {slow: {every: 60s, lasts: 10m}}}
  - {id: stampede, on: join, when: {rate: {times: 3, within: 1m, by: chat, of: join}}, then: {raid: 30m}}
  - {id: teacher, on: join_request, when: {text: {of: bio, includes: alumni}}, then: approve}
  - {id: seller, on: join_request, when: {text: {of: bio, includes: casino}}, then: decline}
  - {id: unsure, on: join_request, when: {text: {of: bio, includes: chess}}, then: ask}
  - {id: tried-out, mode: review, on: join_request, when: {text: {of: bio, includes: lottery}}, then: decline}
"""


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """The group, whose door asks, and a moderators' group."""
    screening = "requests: {mode: screen, rules: true}\n"
    rules = write_rules(tmp_path / "rules", moderation=RULES, screening=screening)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        yield await settle(World(pg, bot, await group(pg, drain=False, asks=True)))


async def comes(world: World, bio: str) -> None:
    """Somebody with this bio asks to be let in."""
    await somebody_new(world.pg)
    await world.pg.act({"do": "profile", "user": NEW, "bio": bio})
    await request(world)


async def test_a_rule_slows_the_group_down_and_undoing_leaves_what_a_moderator_had_set(
    town: World,
) -> None:
    await ask(town, OWNER, "/slow 10s")
    await town.write(MING, "fight fight")
    (_, card) = await cards(town)
    assert "slow mode for 10 minutes: one message in 1 minute" in card["text"]
    assert sum("one message in 1 minute each" in t for t in await town.bot.said(town.chat)) == 1
    assert "1 minute" in await ask(town, OWNER, "/locks")
    kept = [await town.write(BOB, "a word"), await town.write(OWNER, "mine")]
    quick = await town.write(BOB, "another")
    gone = await town.deleted()
    assert quick in gone
    assert gone.isdisjoint(kept)
    assert offers(card)[0] == "undo"
    assert "slow mode is as it was" in await undone(town, card)
    assert "10 seconds" in await ask(town, OWNER, "/locks")


async def test_a_slow_mode_that_goes_on_is_told_once_and_a_moderators_word_ends_it(town: World) -> None:
    for person in (MING, BOB):
        await town.write(person, "fight fight")
        await town.bot.settled()
    assert len(await cards(town)) == 1
    assert sum("one message in 1 minute each" in t for t in await town.bot.said(town.chat)) == 1
    await ask(town, OWNER, "/slow off")
    assert "Nothing is locked" in await ask(town, BOB, "/locks")
    await town.pg.act({"do": "create_person", "person": 60, "first_name": "Zoe"})
    await town.pg.act({"do": "invite", "chat": town.chat, "user": OWNER, "target": 60})
    await town.write(60, "fight fight")
    assert "Nothing is locked" in await ask(town, BOB, "/locks")


async def test_a_slow_mode_by_a_rule_ends_by_itself_after_a_restart_too(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", moderation=RULES)
    async with playground(flood=False) as pg:
        async with running_bot(pg, tmp_path, rules) as bot:
            world = World(pg, bot, await group(pg, drain=False))
            await world.write(MING, "fight fight")
            assert "1 minute" in await ask(world, BOB, "/locks")
        await pg.post("/sim/clock", {"advance": 700})
        later = f"scaled:{time.time()}:{time.time() + 700}:1"
        async with running_bot(pg, tmp_path, rules, clock=later) as bot:
            world = World(pg, bot, world.chat)
            assert "Nothing is locked" in await ask(world, BOB, "/locks")


async def test_a_rule_closes_the_door_and_undoing_it_opens_it(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", moderation=RULES)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = await settle(World(pg, bot, await group(pg, drain=False)))
        await crowd(world, range(50, 55))
        assert [(await member(world, n))["status"] for n in range(50, 55)] == ["left"] * 5
        told = [c for c in await cards(world) if "joining paused for 30 minutes" in c["text"]]
        assert len(told) == 1
        assert "people can join again" in await undone(world, told[0])
        assert "can join" in await ask(world, OWNER, "/raid")
        assert await crowd(world, range(60, 62)) == ["member"] * 2


async def test_a_door_that_a_moderator_closed_is_not_opened_by_undoing_a_rule(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", moderation=RULES.replace("{raid: 30m}", "[{raid: 30m}, alert]"))
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = await settle(World(pg, bot, await group(pg, drain=False)))
        await ask(world, OWNER, "/raid 1h")
        await crowd(world, range(50, 54))
        told = [c for c in await cards(world) if "stampede" in c["text"]]
        await push(world, told[0], "undo")
        assert "another" in await ask(world, OWNER, "/raid")


async def test_a_rule_lets_somebody_in_without_a_question(town: World) -> None:
    await comes(town, "one of the alumni")
    assert await inside(town)
    assert town.bot.rows(select(CASE).where(CASE.c.leads)) == []


async def test_a_raid_counts_for_whoever_a_rule_approves_of_too(town: World) -> None:
    await ask(town, OWNER, "/raid on")
    await comes(town, "one of the alumni")
    assert not await inside(town)


async def test_a_declined_request_is_a_case_and_undoing_it_lets_them_ask_again(town: World) -> None:
    await comes(town, "casino fan")
    assert not await waits(town)
    (case,) = town.bot.rows(select(CASE).where(CASE.c.leads))
    assert (case["rule"], case["reason"]) == ("seller", "seller")
    await town.pg.act({"do": "profile", "user": NEW, "bio": "sorry"})
    await request(town)
    assert not await waits(town)
    await ask(town, OWNER, f"/case {case['id']}", chat=ROOM)
    card = (await cards(town))[-1]
    assert "request to join declined" in card["text"]
    assert "may ask to join again" in await undone(town, card)
    await request(town)
    assert await waits(town)


async def test_a_rule_asks_the_moderators_who_decide_by_a_button(town: World) -> None:
    await comes(town, "I teach chess")
    assert await waits(town)
    (asked,) = await cards(town)
    assert "The rule unsure leaves this to you." in asked["text"]
    assert "I teach chess" in asked["text"]
    await press(town, "✅ Let in", user=OWNER, chat=ROOM)
    assert await inside(town)


async def test_what_a_rule_in_review_would_decline_waits_for_the_moderators(town: World) -> None:
    await comes(town, "lottery numbers")
    assert await waits(town)
    assert [r["state"] for r in town.bot.rows(select(NEWCOMER))] == ["waiting"]
    assert any("tried-out leaves this to you" in c["text"] for c in await cards(town))
    await press(town, "✖️ Decline", user=OWNER, chat=ROOM)
    assert not await waits(town)
