"""Members bring others by their own links, and are thanked for those who stay and take part."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from storage.ledger import LEDGER, STANDING
from storage.referrals import REFERRAL
from tests.behaviour.conftest import World
from tests.behaviour.shop import pass_
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

DAY, EVE, DAN, ROOM = 86_400, 40, 41, -1002
RULES = """
givers: {member_for: 0s, messages: 0}
message: {points: 2, cooldown: 0s, shortest: 1}
reply: {points: 2}
thanks: {points: 5, words: [thanks]}
referral: {points: 20, stays: 2d, within: 5d, binds: 10d, messages: 2, days: 2, people: 2, per_hour: 2}
"""
LIVELY = "name: Test\nlanguage: en\ntimezone: UTC\ncommands: {times: 100, within: 1s}\nanswer_seconds: 0\n"


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """Two groups of which Ming 2 and Bob 3 are members; Eve 40 and Dan 41 outside."""
    rules = write_rules(tmp_path / "rules", incentives=RULES, community=LIVELY, schedule="jobs: []\n")
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        another = {"do": "create_chat", "chat": ROOM, "title": "Readers", "owner": 1, "members": [2]}
        await pg.act(another | {"bot": True})
        for number, name in ((EVE, "Eve"), (DAN, "Dan")):
            act = {"do": "create_person", "person": number, "first_name": name, "language_code": "en"}
            await pg.act(act)
        await bot.settled()
        for user in (2, 3):
            await world.write(user, "good morning to all of you")
        await world.write(2, "and to this room as well", chat=ROOM)
        await bot.settled()
        await pass_(world, 3_600)
        yield world


async def link_of(world: World, user: int) -> str:
    """Somebody's own link of the first group, as /invite shows it in private."""
    await world.write(user, "/invite", chat=user)
    said = (await world.bot.said(user))[-1]
    found = re.search(r"Learners: (\S+)", said)
    assert found is not None, said
    return found[1]


async def join(world: World, user: int, link: str) -> None:
    """Somebody joins by a link."""
    await world.pg.act({"do": "join", "chat": world.chat, "user": user, "invite_link": link})
    await world.bot.settled()


async def takes_part(world: World, user: int) -> None:
    """Somebody writes on two days; Bob and Olga answer."""
    for number in range(2):
        first = await world.write(user, f"what do you all think about chapter {number} of the book")
        for other in (1, 3):
            await world.write(other, f"{other}: I liked it a lot, part {number} too", reply_to=first)
        await pass_(world, DAY)


async def state(world: World, number: int = 0) -> tuple[str, str]:
    """What became of a referral, and why."""
    await world.bot.settled()
    rows = world.bot.rows(select(REFERRAL).order_by(REFERRAL.c.at, REFERRAL.c.person_id))
    return rows[number]["state"], rows[number]["reason"]


async def paid(world: World) -> list[tuple[str, int]]:
    """The ledger about referrals: status and points granted."""
    await world.bot.settled()
    query = select(LEDGER).where(LEDGER.c.source == "referral").order_by(LEDGER.c.id)
    return [(r["status"], r["granted"]) for r in world.bot.rows(query)]


def proved(world: World) -> bool:
    """Whether every balance is the sum of the ledger."""
    sums: dict[int, int] = {}
    for row in world.bot.rows(select(LEDGER)):
        sums[row["person_id"]] = sums.get(row["person_id"], 0) + row["granted"]
    return all(r["xp"] == sums.get(r["person_id"], 0) for r in world.bot.rows(select(STANDING)))


async def test_a_newcomer_who_stays_and_takes_part_pays_once_and_goes_with_the_points(town: World) -> None:
    await town.write(2, "/invite", chat=2)
    said = (await town.bot.said(2))[-1]
    assert "Readers: " in said
    link = await link_of(town, 2)
    assert link in said, "it is made once"
    await join(town, EVE, link)
    assert await paid(town) == [("pending", 0)]
    await town.write(2, "/why")
    assert "brought a newcomer (+20" in (await town.bot.said(town.chat))[-1]
    await takes_part(town, EVE)
    assert await state(town) == ("counts", "")
    assert await paid(town) == [("pending", 0), ("final", 20)]
    await town.write(2, "/invites")
    assert "By you: 1 stayed" in (await town.bot.said(town.chat))[-1]
    await town.write(3, "/invites all")
    assert "1. 小明 — 1" in (await town.bot.said(town.chat))[-1]
    await town.pg.act({"do": "leave", "chat": town.chat, "user": EVE})
    assert await state(town) == ("void", "left")
    assert [granted for _, granted in await paid(town)] == [0, 20, -20]
    await join(town, EVE, await link_of(town, 3))  # nobody is new twice, for nobody
    await takes_part(town, EVE)
    assert len(await paid(town)) == 3
    assert proved(town)


async def test_an_account_that_nobody_answers_does_not_count(town: World) -> None:
    await join(town, EVE, await link_of(town, 2))
    await join(town, DAN, await link_of(town, 2))
    for number in range(3):  # the family praises itself
        mine = await town.write(EVE, f"what do you all think about chapter {number} of the book")
        for other in (2, DAN):
            await town.write(other, f"{other}: I liked it a lot, part {number} too", reply_to=mine)
            await town.write(other, "thanks", reply_to=mine)
        await pass_(town, DAY)
    assert await state(town) == ("waiting", "")
    for _ in range(3):
        await pass_(town, DAY)
    assert await state(town) == ("void", "did not take part")
    assert await state(town, 1) == ("void", "did not take part")
    assert {granted for _, granted in await paid(town)} == {0}


async def test_a_request_to_join_tells_whose_link_it_was(town: World) -> None:
    link = await link_of(town, 2)
    await town.pg.act({"do": "request_join", "chat": town.chat, "user": EVE, "invite_link": link})
    await town.bot.settled()
    assert await state(town) == ("asked", "")
    await town.pg.act({"do": "approve", "chat": town.chat, "user": 1, "target": EVE})
    assert await state(town) == ("waiting", "")
    await town.pg.act({"do": "remove", "chat": town.chat, "user": 1, "target": EVE})
    assert await state(town) == ("void", "banned")


async def test_own_links_old_members_bots_and_crowds_bring_nothing(town: World) -> None:
    link = await link_of(town, 2)
    await town.pg.act({"do": "leave", "chat": town.chat, "user": 2})
    await join(town, 2, link)
    await town.pg.act({"do": "leave", "chat": town.chat, "user": 3})
    await join(town, 3, link)
    for number in (50, 51, 52):
        await town.pg.act({"do": "create_person", "person": number, "first_name": f"N{number}"})
        await join(town, number, link)
    rows = town.bot.rows(select(REFERRAL).order_by(REFERRAL.c.person_id))
    said = [(r["state"], r["reason"]) for r in rows]
    assert ("void", "self") in said
    assert ("void", "was here before") in said
    assert said.count(("void", "too many at once")) >= 1
    assert len([s for s in await paid(town) if s[0] == "pending"]) <= 2


@pytest.mark.parametrize("where", ["group", "private"])
async def test_nobody_gets_a_link_where_bringing_others_is_not_rewarded(tmp_path: Path, where: str) -> None:
    rules = write_rules(tmp_path / "rules", incentives="message: {points: 1}\n", community=LIVELY)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        await world.write(2, "hello to you all", chat=world.chat)
        await bot.settled()
        chat = 2 if where == "private" else world.chat
        await world.write(2, "/invite", chat=chat)
        said = (await bot.said(chat))[-1]
        assert ("not rewarded" in said) == (where == "private")
        assert await bot.called("createChatInviteLink") == []
