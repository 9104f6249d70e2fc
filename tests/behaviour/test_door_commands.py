"""/lock /slow /raid /night and their like in topics and as forwards: who is obeyed, and where."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from storage.cases import CASE
from storage.chat_settings import SETTING
from storage.trust import TRUSTED
from tests.behaviour.conftest import World
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

COMMANDS = (
    *(
        "/lock links",
        "/lock all 2h",
        "/unlock",
        "/slow 30s",
        "/slow off",
        "/raid on",
        "/raid 1h",
        "/raid off",
    ),
    *("/night on", "/night off", "/trust @bob_builds", "/untrust @bob_builds", "/approve @bob_builds"),
)
WAYS: dict[str, dict[str, Any]] = {
    "a member in a topic": {"user": 2, "topic": True},
    "a member outside of topics": {"user": 2},
    "a member in the moderators' name, forwarded": {"user": 2, "forward_from": 1},
    "the same in a topic": {"user": 2, "forward_from": 1, "topic": True},
    "a moderator who forwards a member's words": {"user": 1, "forward_from": 2},
    "the same in a topic too": {"user": 1, "forward_from": 2, "topic": True},
    "an answer of a member to a moderator's forward": {"user": 2, "topic": True, "reply": True},
}


@pytest_asyncio.fixture
async def forum(tmp_path: Path) -> AsyncIterator[tuple[World, int]]:
    """A group with topics, and one of them."""
    rules = write_rules(tmp_path / "rules")
    with (rules / "community.yaml").open("a", encoding="utf-8") as file:
        file.write("\ncommands: {times: 1000, within: 30s}\n")
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False, is_forum=True)
        thread = (await pg.act({"do": "create_topic", "chat": chat, "user": 1, "name": "Python"}))["thread"]
        await bot.settled()
        yield World(pg, bot, chat), int(thread)


async def says(world: World, thread: int, text: str, way: dict[str, Any]) -> int:
    """Write the command that way; the message."""
    place = {"thread": thread} if way.get("topic") else {}
    act: dict[str, Any] = {"do": "message", "chat": world.chat, "user": way["user"], "text": text, **place}
    if "forward_from" in way:
        act["forward_from"] = way["forward_from"]
    if way.get("reply"):
        forward = {"do": "message", "chat": world.chat, "user": 1, "text": "see", "forward_from": 3, **place}
        act["reply_to"] = (await world.pg.act(forward))["message_id"]
    return int((await world.pg.act(act))["message_id"])


@pytest.mark.parametrize("way", WAYS)
async def test_there_is_no_way_round(forum: tuple[World, int], way: str) -> None:
    world, thread = forum
    for text in COMMANDS:
        await says(world, thread, text, WAYS[way])
    await world.bot.settled()
    forbidden = {"setChatPermissions", "restrictChatMember", "approveChatJoinRequest", "banChatMember"}
    assert {c["method"] for c in await world.pg.calls()}.isdisjoint(forbidden)
    for table in (SETTING, TRUSTED, CASE):
        assert world.bot.rows(select(table)) == []


@pytest.mark.parametrize("text", ["/lock links", "/slow 30s", "/raid on", "/night on"])
async def test_a_moderator_in_a_topic_is_obeyed_for_the_group_and_answered_there(
    forum: tuple[World, int], text: str
) -> None:
    world, thread = forum
    await says(world, thread, text, {"user": 1, "topic": True})
    await world.bot.settled()
    assert world.bot.rows(select(SETTING))
    answers = [c for c in await world.bot.called("sendMessage") if int(c["chat_id"]) == world.chat]
    assert [int(c["message_thread_id"]) for c in answers] == [thread]


async def test_a_lock_set_in_a_topic_holds_in_all_of_them(forum: tuple[World, int]) -> None:
    world, thread = forum
    await says(world, thread, "/lock links", {"user": 1, "topic": True})
    await world.bot.settled()
    inside = await says(world, thread, "see https://example.org", {"user": 3, "topic": True})
    outside = await says(world, thread, "see https://example.org", {"user": 3})
    assert {inside, outside} <= await world.deleted()
