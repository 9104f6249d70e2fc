"""The past paid anew: what the bot paid comes out again, and another file shows who moves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from sqlalchemy import select

from bot.backtest.paying import pay_anew
from bot.features import extensions
from rules.config.book import RuleBook, load_book
from storage.ledger import LEDGER
from tests.behaviour.conftest import World
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

INCENTIVES = """
givers: {member_for: 0s, messages: 0}
worth: {pair: [1, 0.5, 0], mutual: 0.5}
message: {points: 2, cooldown: 1s, shortest: 3, per_day: 4, fades: [1, 0.5]}
reaction: {points: 3, member_for: 0s, per_day: 30}
reply: {points: 1, shortest: 3}
thanks: {points: 5, words: [thanks]}
checkin: {points: 4, words: [check in]}
"""
ADS = """
rules:
  - id: ads
    title: advertising
    when: {words: [buy now]}
    then: [delete]
"""


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A group with rules against advertising."""
    rules = write_rules(tmp_path / "rules", moderation=ADS, incentives=INCENTIVES)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        await bot.settled()
        yield World(pg, bot, chat)


async def lived(world: World) -> None:
    """Some talk: answers, thanks, a like that goes again, an advertisement, a removed message."""
    first = await world.write(2, "here is how it works")
    await world.write(3, "thanks a lot", reply_to=first)
    await world.write(3, "and does it work for lists", reply_to=first)
    await world.write(3, "check in")
    await world.write(3, "buy now, everyone")
    for state in (["👍"], [], ["👍"]):
        act = {"do": "react", "chat": world.chat, "user": 3, "message": first, "emoji": state}
        await world.pg.act(act)
    gone = await world.write(2, "something that is removed later on")
    await world.write(1, "/warn", reply_to=gone)
    await world.bot.settled()


def book(folder: Path) -> RuleBook:
    """A folder's book."""
    found, problems = load_book(folder, extensions())
    assert problems == []
    assert found is not None
    return found


async def test_the_file_in_force_gives_what_the_ledger_has_and_another_shows_who_moves(
    world: World, tmp_path: Path
) -> None:
    await lived(world)
    sums: dict[int, int] = defaultdict(int)
    for row in world.bot.rows(select(LEDGER.c.person_id, LEDGER.c.granted)):
        sums[row["person_id"]] += row["granted"]
    in_force = book(tmp_path / "rules")
    dearer = book(
        write_rules(
            tmp_path / "tried", moderation=ADS, incentives=INCENTIVES.replace("points: 5", "points: 50")
        )
    )
    moved = pay_anew(world.bot.app.settings, in_force, dearer, 0, lambda _done, _all: None)
    assert {m.person: m.before for m in moved.people} == {p: xp for p, xp in sums.items() if xp}
    (first, *others) = moved.people
    assert (first.after - first.before, first.name) == (45, "小明")
    assert all(m.before == m.after for m in others)
