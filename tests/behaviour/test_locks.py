"""Locks, slow mode, nights and raids: what members may send for a while, and whether the door is open."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.text.messages import plain
from storage.cases import CASE
from tests.behaviour.conftest import World
from tests.behaviour.test_captcha import EVE, join, member, opened
from tests.behaviour.test_commands import ask
from tests.bots import running_bot, write_rules
from tests.servers import community, playground


async def permissions(world: World) -> dict[str, bool]:
    """What members may do."""
    await world.bot.settled()
    found: dict[str, bool] = (await world.pg.chat(world.chat))["permissions"]
    return found


async def until_permitted(world: World, name: str, wanted: bool) -> None:
    """Wait until members may do it, or may not."""

    async def so() -> bool:
        return (await permissions(world))[name] is wanted

    await world.pg.wait_for(so, 30)


async def test_locked_media_come_back_as_they_were(world: World) -> None:
    before = await permissions(world)
    assert "media" in await ask(world, 1, "/lock media polls")
    await until_permitted(world, "can_send_photos", False)
    locked = await permissions(world)
    assert locked["can_send_messages"] is True
    assert locked["can_send_polls"] is False
    assert "polls" in await ask(world, 2, "/locks")
    await ask(world, 1, "/unlock polls")
    await until_permitted(world, "can_send_polls", True)
    assert (await permissions(world))["can_send_photos"] is False
    await ask(world, 1, "/unlock")
    await until_permitted(world, "can_send_photos", True)
    assert await permissions(world) == before


async def test_links_are_removed_while_they_are_locked_but_not_moderators(world: World) -> None:
    await ask(world, 1, "/lock 链接")
    link = await world.write(2, "look https://example.org")
    plain = await world.write(2, "look here")
    owners = await world.write(1, "look https://example.org")
    edited = await world.write(3, "innocent")
    change = {"do": "edit", "chat": world.chat, "user": 3, "message": edited, "text": "see https://a.org"}
    await world.pg.act(change)
    gone = await world.deleted()
    assert {link, edited} <= gone
    assert gone.isdisjoint({plain, owners})
    await ask(world, 1, "/unlock links")
    assert await world.write(2, "look https://example.org") not in await world.deleted()


async def test_a_lock_for_a_time_ends_by_itself(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules")
    async with playground(flood=False) as pg:
        async with running_bot(pg, tmp_path, rules) as bot:
            world = World(pg, bot, await community(pg, drain=False))
            await bot.settled()
            assert "2 hours" in await ask(world, 1, "/lock stickers links 2h")
            await until_permitted(world, "can_send_other_messages", False)
        await pg.post("/sim/clock", {"advance": 7300})
        later = f"scaled:{time.time()}:{time.time() + 7300}:1"
        async with running_bot(pg, tmp_path, rules, clock=later) as bot:
            world = World(pg, bot, world.chat)
            await until_permitted(world, "can_send_other_messages", True)
            assert await world.write(2, "see https://example.org") not in await world.deleted()


@pytest.mark.parametrize("word", ["/lock", "/lock everything", "/unlock nonsense", "/lock links 5s"])
async def test_what_no_lock_is_is_answered_and_nothing_is_done(world: World, word: str) -> None:
    assert await ask(world, 1, word)
    assert await world.bot.called("setChatPermissions") == []


async def test_slow_mode_lets_one_message_through_in_its_time(world: World) -> None:
    assert "30 seconds" in await ask(world, 1, "/slow 30s")
    first, quick = await world.write(3, "words"), await world.write(3, "more words")
    owner = [await world.write(1, f"news {n}") for n in range(2)]
    gone = await world.deleted()
    assert quick in gone
    assert gone.isdisjoint({first, *owner})
    assert "one message of each member in 30 seconds" in await ask(world, 1, "/slow")
    assert await ask(world, 1, "/slow off") == plain("en", "slow-off")
    assert await ask(world, 1, "/slow off") == plain("en", "slow-was-off")
    assert await world.write(3, "and more") not in await world.deleted()


async def test_night_mode_by_a_word(world: World) -> None:
    assert "Night mode is on" in await ask(world, 1, "/night on")
    await until_permitted(world, "can_send_messages", False)
    await ask(world, 1, "/night off")
    await until_permitted(world, "can_send_messages", True)


async def test_night_mode_by_the_clock(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", screening='night: {start: "23:00", end: "07:00", lock: media}\n')
    evening = 1_772_920_770  # a Saturday in March, 21:59:30 UTC
    async with playground(flood=False) as pg:
        world_chat = 0
        for virtual, locked in ((evening, False), (evening + 3700, True), (evening + 10 * 3600, False)):
            later = f"scaled:{time.time()}:{virtual}:1"
            async with running_bot(pg, tmp_path, rules, clock=later) as bot:
                world_chat = world_chat or await community(pg, drain=False)
                await bot.settled()
                await until_permitted(World(pg, bot, world_chat), "can_send_photos", not locked)


RAID = "raid: {joins: 3, within: 1m, lasts: 30m}\n"


async def crowd(world: World, numbers: range) -> list[str]:
    """These people join; how each stands then."""
    for number in numbers:
        await world.pg.act({"do": "create_person", "person": number, "first_name": f"P{number}"})
        await world.pg.act({"do": "join", "chat": world.chat, "user": number})
    await world.bot.settled()
    return [(await member(world, number))["status"] for number in numbers]


async def test_a_raid_closes_the_door_and_it_opens_by_itself(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", screening=RAID)
    async with playground(flood=False) as pg:
        async with running_bot(pg, tmp_path, rules) as bot:
            world = World(pg, bot, await community(pg, drain=False))
            await bot.settled()
            assert await crowd(world, range(50, 53)) == ["member"] * 3
            assert await crowd(world, range(53, 56)) == ["left"] * 3
            reasons = {c["rule"] for c in bot.rows(select(CASE))}
            assert reasons == {"raid"}
            assert "another" in await ask(world, 1, "/raid")
        await pg.post("/sim/clock", {"advance": 1900})
        later = f"scaled:{time.time()}:{time.time() + 1900}:1"
        async with running_bot(pg, tmp_path, rules, clock=later) as bot:
            world = World(pg, bot, world.chat)
            assert await crowd(world, range(60, 62)) == ["member", "member"]


async def stands(world: World, numbers: range) -> list[str]:
    """How each of these people stands."""
    await world.bot.settled()
    return [(await member(world, number))["status"] for number in numbers]


@pytest.mark.parametrize(("then", "status"), [("kick", "left"), ("ban", "kicked"), ("silence", "restricted")])
async def test_a_raid_reaches_those_whose_joins_were_counted(tmp_path: Path, then: str, status: str) -> None:
    screening = f"raid: {{joins: 3, within: 1m, lasts: 30m, then: {then}}}\ncaptcha: {{kind: button}}\n"
    rules = write_rules(tmp_path / "rules", screening=screening)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        await bot.settled()
        await pg.act({"do": "create_person", "person": 49, "first_name": "Guest"})
        await pg.act({"do": "invite", "chat": world.chat, "user": 1, "target": 49})
        await pg.act({"do": "create_person", "person": 48, "first_name": "Gone"})
        await pg.act({"do": "join", "chat": world.chat, "user": 48})
        await bot.settled()
        await pg.act({"do": "leave", "chat": world.chat, "user": 48})
        for number in range(50, 53):
            await crowd(world, range(number, number + 1))
        assert await stands(world, range(50, 53)) == [status] * 3
        assert await stands(world, range(49, 50)) == ["member"]
        assert 48 not in {int(c["user_id"]) for c in await bot.called("banChatMember")}
        assert await stands(world, range(1, 4)) == ["creator", "member", "member"]
        cases = bot.rows(select(CASE))
        assert ([c["rule"] for c in cases], len({c["person_id"] for c in cases})) == (["raid"] * 3, 3)
        notes = [m for m in await pg.messages(world.chat) if "reply_markup" in m["message"]]
        assert all("deleted_by" in m for m in notes)


async def test_a_raid_declines_requests_that_were_counted(tmp_path: Path) -> None:
    screening = "raid: {joins: 2, within: 1m, lasts: 30m}\nrequests: {mode: screen}\n"
    rules = write_rules(tmp_path / "rules", screening=screening)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False, asks=True))
        for number in (50, 51, 52):
            await pg.act({"do": "create_person", "person": number, "first_name": f"P{number}"})
            await pg.act({"do": "request_join", "chat": world.chat, "user": number})
            await bot.settled()
        assert (await pg.chat(world.chat))["requests"] == []
        assert len(bot.rows(select(CASE).where(CASE.c.rule == "raid"))) == 3


RAIDS = ["/raid on", "/raid for 1h", "/raid 1小时", "/raid on half an hour", "/raid one hour"]


@pytest.mark.parametrize("word", RAIDS)
async def test_moderators_close_and_open_the_door(world: World, word: str) -> None:
    assert "paused" in await ask(world, 1, word)
    assert await crowd(world, range(50, 51)) == ["left"]
    assert "join again" in await ask(world, 1, "/raid off")
    assert await crowd(world, range(51, 52)) == ["member"]


@pytest.mark.parametrize(
    ("screening", "how"),
    [("door: {names: [加微信]}", "left"), ("door: {names: [加微信], then: ban}", "kicked")],
)
async def test_words_in_a_name_close_the_door(tmp_path: Path, screening: str, how: str) -> None:
    async with opened(tmp_path, screening + "\n") as world:
        await world.pg.act({"do": "profile", "user": EVE, "first_name": "加 微-信 领课"})
        await join(world)
        assert (await member(world))["status"] == how


async def test_a_rule_file_with_mistakes_says_where(tmp_path: Path) -> None:
    from rules.config.book import load_book

    text = "captcha: {kind: butn}\nraid: {joins: many}\nnight: {start: '23:00'}\nquiz: 1\n"
    _, found = load_book(write_rules(tmp_path / "rules", screening=text))
    assert [str(p) for p in found] == [
        "rules/screening.yaml:1:17: 'butn' is none of off, button, arithmetic, word (did you mean 'button'?)",
        "rules/screening.yaml:2:15: should be a whole number, not 'many'",
        "rules/screening.yaml:3:8: give start and end, or neither",
        "rules/screening.yaml:4:1: unknown key 'quiz' (known: bans, captcha, door, night, raid, requests)",
    ]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/lock stickers links 2 hours", "2 hours"),
        ("/lock 链接，贴纸 半小时", "30 minutes"),
        ("/lock links 1 day stickers", "1 day"),
        ("/slow 30 秒", "30 seconds"),
        ("/slow 2 minutes", "2 minutes"),
    ],
)
async def test_durations_are_read_as_people_write_them(world: World, command: str, said: str) -> None:
    assert said in await ask(world, 1, command)
