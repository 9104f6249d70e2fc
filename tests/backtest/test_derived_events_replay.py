"""Replaying what is no message: new names, moderators' acts, reports; and spam scores on the way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from sqlalchemy import delete

from bot.backtest.command import Ran, Wanted, over_database
from bot.backtest.report import OfRule
from bot.features.spam.score_service import Spam
from bot.runtime.settings import Settings
from rules.config.rule_book_store import load_book
from storage.event_log import DETAIL
from tests.behaviour.conftest import World
from tests.behaviour.test_cases import cards, push, settle
from tests.behaviour.test_spam import SPAM, loaded
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

RULES = """
rules:
  - {id: renamed, on: rename, when: {text: {of: old_name, includes: bob}}, then: alert}
  - {id: impostor, on: rename, when: {text: {of: name, includes: 客服}}, then: [delete, {mute: 1h}]}
  - {id: acted, on: action, when: {action: [warn, mute]}, then: alert}
  - {id: restricted, on: action, mode: shadow, when: {action: restrict}, then: alert}
  - {id: reported, on: report, when: {reports: {times: 2, within: 1h}}, then: [delete, alert]}
  - {id: rude, on: reaction, when: {rate: {times: 2, within: 1m, of: reaction}}, then: alert}
  - {id: learned, when: {spam: {level: likely, first: 3}}, then: [delete]}
  - {id: bought, on: [message, rename], when: {words: buy now}, then: [delete]}
"""


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A group in which all of these rules have hit."""
    rules = write_rules(tmp_path / "rules", moderation=RULES)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        await pg.acts([{"do": "create_person", "person": p, "first_name": f"P{p}"} for p in (4, 5, 6)])
        chat = await community(pg, drain=False, members=[2, 3, 4, 5, 6])
        await bot.settled()
        await pg.wait_for(lambda: loaded(bot.app.services.of(Spam).voices))
        world = World(pg, bot, chat)
        await world.write(3, "good morning")
        unkind = await world.write(2, "an unkind word")
        await world.write(5, SPAM)
        await bot.settled()
        await pg.act({"do": "profile", "user": 3, "first_name": "官方客服"})
        await world.write(3, "buy now and write to me in private")
        for message in (unkind, unkind - 1):
            await pg.act({"do": "react", "chat": chat, "user": 4, "message": message, "emoji": "👎"})
        await world.write(4, "/report", reply_to=unkind)
        await world.write(6, "/report", reply_to=unkind)
        await world.write(1, "/warn", reply_to=await world.write(6, "see you"))
        permissions = {"can_send_messages": True}
        await pg.act({"do": "restrict", "chat": chat, "user": 1, "target": 2, "permissions": permissions})
        await bot.settled()
        yield world


def replayed(tmp_path: Path, since: int = 0) -> tuple[Ran, dict[str, OfRule]]:
    """What the book in force makes of all that."""
    book = load_book(tmp_path / "rules")[0]
    assert book is not None
    settings = Settings(_env_file=None, database=f"sqlite:///{tmp_path / 'bot.db'}")
    ran = over_database(settings, Wanted(book=book, since=since), lambda done, total: None)
    return ran, {r.rule: r for r in ran.report.rules}


def test_the_book_in_force_finds_again_whatever_it_found(world: World, tmp_path: Path) -> None:
    ran, found = replayed(tmp_path)
    assert {rule: (r.hits, r.new, r.gone) for rule, r in found.items()} == dict.fromkeys(found, (1, 0, 0))
    assert (ran.report.changed, ran.unknown) == (0, 0)
    assert (ran.report.scored > 0, ran.shipped) == (True, True)
    (example,) = found["impostor"].examples
    assert example.person == "官方客服"
    (learned,) = found["learned"].examples
    assert learned.matched in SPAM


def test_a_database_without_anything_recent_says_when_its_newest_event_was(
    world: World, tmp_path: Path
) -> None:
    everything, _ = replayed(tmp_path)
    later, _ = replayed(tmp_path, since=everything.report.until + 1)
    assert (later.report.events, later.last, everything.last) == (0, everything.report.until, 0)


def test_what_is_kept_no_more_is_counted_and_not_guessed(world: World, tmp_path: Path) -> None:
    with world.bot.store.write() as connection:
        connection.execute(delete(DETAIL))
    ran, found = replayed(tmp_path)
    # The new name and what was done in the app are gone; what was done by command stands in its case.
    assert ran.unknown == 2
    assert (found["renamed"].hits, found["restricted"].hits, found["acted"].hits) == (0, 0, 1)


async def test_what_a_moderator_did_by_a_button_is_replayed_too(tmp_path: Path) -> None:
    moderation = """rules:
  - {id: ads, when: {words: buy now}, then: [delete, alert]}
  - {id: banned, on: action, when: {action: ban}, then: alert}
"""
    rules = write_rules(tmp_path / "rules", moderation=moderation)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = await settle(World(pg, bot, await community(pg, drain=False)))
        await world.write(2, "buy now")
        (card,) = await cards(world)
        await push(world, card, "ban")
        (asked,) = await cards(world)
        await push(world, asked, "sure")
        await bot.settled()
        ran, found = replayed(tmp_path)
    assert [(rule, r.hits) for rule, r in found.items()] == [("ads", 1), ("banned", 1)]
    assert (ran.report.changed, ran.unknown) == (0, 0)


async def test_only_first_messages_are_scored(world: World, tmp_path: Path) -> None:
    for n in range(5):
        await world.write(4, f"a plain sentence about lesson {n}")
    await world.bot.settled()
    before = replayed(tmp_path)[0].report.scored
    await world.write(4, SPAM)
    await world.bot.settled()
    ran, found = replayed(tmp_path)
    assert (ran.report.scored, found["learned"].hits) == (before, 1)
