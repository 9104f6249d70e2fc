"""A bot with a few rules in the community of `tests.servers`: owner 1, members 2 and 3."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio

from tests.bots import Bot, running_bot, write_rules
from tests.servers import Playground, community, playground

MODERATION = """
escalation:
  expires: 30d
  steps:
    - {points: 3, then: {mute: 1h}}
rules:
  - id: ads
    title: {zh: 广告, en: advertising}
    when: {words: [buy now, 加微信]}
    then: [delete, warn, alert]
  - id: flood
    title: flooding
    on: message
    when: {rate: {times: 4, within: 10s}}
    then: [{delete: {matched: true}}, {mute: 10m}]
  - id: looked-at
    mode: shadow
    when: {words: [maybe spam]}
    then: [delete, {ban: forever}]
  - id: hello
    when: {words: [hello bot]}
    then: [{reply: {text: "Hi {member}", lasts: 30s}}, {react: 👍}]
"""
INCENTIVES = """
givers: {member_for: 0s, messages: 0}
message: {points: 2, cooldown: 1s, shortest: 3, per_day: 10}
reaction: {points: 3, member_for: 0s}
thanks: {points: 5, words: [thanks]}
checkin: {points: 5, words: [check in], reaction: "👍"}
"""


@dataclass
class World:
    """A local Telegram with a group and the bot in it."""

    pg: Playground
    bot: Bot
    chat: int

    async def write(self, user: int, text: str, **more: object) -> int:
        """Somebody writes; the message's number."""
        act = {"do": "message", "chat": self.chat, "user": user, "text": text, **more}
        return int((await self.pg.act(act))["message_id"])

    async def deleted(self) -> set[int]:
        """Numbers of the messages the bot removed."""
        await self.bot.settled()
        return {
            m["message"]["message_id"]
            for m in await self.pg.messages(self.chat, limit=200)
            if m.get("deleted_by") == self.pg.bot_id
        }


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The group is claimed and its administrators are known."""
    rules = write_rules(tmp_path / "rules", moderation=MODERATION, incentives=INCENTIVES)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        await bot.settled()
        yield World(pg, bot, chat)
