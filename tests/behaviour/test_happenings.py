"""Rules about what is no message: new names, moderators' acts, reports, reactions, leaving."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio
from sqlalchemy import select

from rules.engine.events import Chat, Event, Kind, Person
from storage.cases import CASE
from tests.behaviour.conftest import World
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

RULES = """
rules:
  - id: impostor
    on: rename
    when: {text: {of: name, includes: [official, 客服]}}
    then: [delete, {mute: 1h}]
  - {id: renamed, on: rename, when: {text: {of: old_name, includes: bob}}, then: alert}
  - {id: acted, on: action, when: {action: [warn, mute, restrict]}, then: {tag: noted}}
  - {id: banned, on: leave, when: {action: ban}, then: alert}
  - {id: reported, on: report, when: {reports: {times: 2, within: 1h}}, then: [delete, alert]}
  - {id: rude, on: reaction, when: {rate: {times: 2, within: 1m, of: reaction}}, then: alert}
"""


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The group, with rules for what is no message."""
    rules = write_rules(tmp_path / "rules", moderation=RULES)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        await bot.settled()
        yield World(pg, bot, chat)


async def hits(world: World) -> list[tuple[str, str]]:
    """Every case: its rule and what it matched."""
    await world.bot.settled()
    return [(c["rule"], c["matched"]) for c in world.bot.rows(select(CASE).order_by(CASE.c.id))]


async def test_a_member_who_takes_an_officials_name_is_found_by_their_next_message(world: World) -> None:
    await world.write(3, "good morning")
    await world.pg.act({"do": "profile", "user": 3, "first_name": "官方客服"})
    message = await world.write(3, "write to me in private")
    assert await world.deleted() == {message}
    assert [rule for rule, _ in await hits(world)] == ["impostor", "renamed"]
    await world.bot.called("restrictChatMember")
    assert await world.pg.refused({"do": "message", "chat": world.chat, "user": 3, "text": "me again"})


async def test_a_name_that_was_changed_while_the_bot_forgot_it_is_still_new(world: World) -> None:
    await world.write(3, "good morning")
    await world.bot.settled()
    world.bot.app.pipeline.directory.forget()
    await world.pg.act({"do": "profile", "user": 3, "first_name": "Robert"})
    await world.write(3, "and good evening")
    assert await hits(world) == [("renamed", "bob")]
    await world.write(3, "the same name as before")
    assert len(await hits(world)) == 1


async def test_what_a_moderator_does_by_command_is_an_event(world: World) -> None:
    message = await world.write(2, "hello")
    await world.write(1, "/warn", reply_to=message)
    assert ("acted", "warn") in await hits(world)
    assert [int(c["user_id"]) for c in await world.bot.called("setChatMemberTag")] == [2]


async def test_what_a_moderator_does_in_the_app_is_an_event(world: World) -> None:
    act = {"do": "restrict", "chat": world.chat, "user": 1, "target": 2}
    await world.pg.act(act | {"permissions": {"can_send_messages": True}})
    assert await hits(world) == [("acted", "restrict")]


async def test_a_reported_message_goes_when_enough_members_say_so(world: World) -> None:
    message = await world.write(3, "an unkind word")
    await world.bot.settled()

    def report(number: int) -> Event:
        bob = Person(3, "Bob", "bob_builds")
        about: dict[str, Any] = {"chat": Chat(world.chat), "person": bob, "message_id": message}
        return Event(update_id=9000 + number, kind=Kind.REPORT, at=0, **about)

    world.bot.app.pipeline.take_events([report(1)])
    assert await world.deleted() == set()
    world.bot.app.pipeline.take_events([report(2)])
    assert await world.deleted() == {message}
    assert [rule for rule, _ in await hits(world)] == ["reported"]


async def test_reactions_and_leaving_are_judged_too(world: World) -> None:
    messages = [await world.write(3, f"thought number {n}") for n in range(2)]
    for message in messages:
        await world.pg.act({"do": "react", "chat": world.chat, "user": 2, "message": message, "emoji": "👎"})
    assert await hits(world) == [("rude", "")]
