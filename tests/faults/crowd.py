"""Members who write: every message its own text, most of them worth points, some answered, some removed."""

from __future__ import annotations

import asyncio
from random import Random
from typing import Any

import orjson

from bot.playground.service import Service
from tests.faults.judge import ANSWERED, REMOVED

Json = dict[str, Any]
_BEHIND = 300  # updates the bot may be behind before people wait for it


class Crowd:
    """People in chats, who act as the seed says."""

    def __init__(self, service: Service, chats: list[int], people: list[int], draw: Random) -> None:
        self.service, self.chats, self.people, self._draw = service, chats, people, draw
        self.written = 0

    def act(self) -> Json:
        """What somebody does next."""
        self.written += 1
        luck = self._draw.random()
        begins = ANSWERED if luck < 0.15 else REMOVED if luck < 0.22 else "thought"
        chat, user = self._draw.choice(self.chats), self._draw.choice(self.people)
        return {"do": "message", "chat": chat, "user": user, "text": f"{begins}, number {self.written}"}

    async def write(self, count: int, begins: str = "") -> None:
        """Let this many things happen at once; all of them beginning so, if given."""
        acts = [self.act() for _ in range(count)]
        for act in acts if begins else ():
            act["text"] = f"{begins}, number {act['text'].rpartition(' ')[2]}"
        await self.service.acts([orjson.dumps(a) for a in acts])

    async def talk(self, rate: float) -> None:
        """Write on, about `rate` messages a second, until cancelled."""
        queue = self.service.world.main_bot
        while True:
            if len(queue.queue) < _BEHIND:
                await self.write(max(1, int(rate / 20)))
            await asyncio.sleep(0.05)
