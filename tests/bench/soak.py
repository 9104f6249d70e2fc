"""Memory over time: the running bot under a steady load, with new people and chats all the time.

The last two fifths of the time are judged. Before that the window of 100,000 events and SQLite's page cache
of 64 MB fill, which takes half an hour at this pace.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator

import psutil

from bot.simulation.people import Json
from tests.bench.figures import slope
from tests.bench.measurement import Found, Options
from tests.bench.talk import invitation, sentence
from tests.bench.town import OWNER, Town, town

_RATE = 100.0  # acts a second
_CHATS, _PEOPLE = 10, 300
_SLICE = 10.0  # seconds after which others are there
_NEWCOMERS = 10  # in a slice
_GROWTH = 0.10  # of the memory that may come in an hour
_SHORTEST = 10 * 60.0  # seconds below which a slope says little
_FIRST_PERSON, _FIRST_CHAT = 7_300_000_000, -1_002_600_000_000


class Changing:
    """People of a town who talk, come and go; every sixth slice brings a new chat, and the oldest is left."""

    def __init__(self, of: Town) -> None:
        self.of, self.draw = of, random.Random(1)
        self._people, self._chats = _FIRST_PERSON, _FIRST_CHAT
        self._slices = 0

    async def change(self) -> None:
        """Make what is new."""
        self._slices += 1
        new = [self._people + n for n in range(1, _NEWCOMERS + 1)]
        self._people = new[-1]
        await self.of.invite(new)
        self.of.people = self.of.people[_NEWCOMERS:] + new
        acts: list[Json] = [{"do": "join", "chat": c, "user": u} for u in new for c in self.of.chats]
        if self._slices % 6 == 0:
            self._chats -= 1
            self.of.chats = [*self.of.chats[1:], self._chats]
            chat: Json = {"do": "create_chat", "chat": self._chats, "title": f"New {self._chats}"}
            acts.append(chat | {"owner": OWNER, "members": self.of.people, "bot": True})
        await self.of.side.act(acts)

    def acts(self, count: int) -> Iterator[Json]:
        """Messages, now and then one that is removed."""
        for _ in range(count):
            spam = self.draw.random() < 0.01
            text = invitation(self.draw) if spam else sentence(self.draw, self.draw.choice(("zh", "en")))
            where = {"chat": self.draw.choice(self.of.chats), "user": self.draw.choice(self.of.people)}
            yield {"do": "message", "text": text, **where}


async def soak(options: Options) -> Found:
    """The bot's resident megabytes at the beginning and the end, and their slope an hour."""
    points: list[tuple[float, float]] = []
    async with town(options.rules, _CHATS, _PEOPLE) as of:
        changing, process = Changing(of), of.usage()["bot"]
        start = time.monotonic()
        sampling = asyncio.create_task(_sample(points, start, process))
        told = 0.0
        while (elapsed := time.monotonic() - start) < options.soak:
            await changing.change()
            await of.play(changing.acts(int(_RATE * _SLICE)), _RATE)
            of.written.clear()
            if elapsed - told >= options.soak / 10:
                told = elapsed
                options.say(f"{elapsed:.0f} of {options.soak:.0f} s: {points[-1][1]:.0f} MB")
        await of.quiet()
        sampling.cancel()
        confirmed = (await of.side.get("/sim/stats"))["confirmed"]
    judged = points[len(points) * 3 // 5 :]
    an_hour = slope(judged) * 3600
    figures = {
        "first_mb": round(judged[0][1], 1),
        "last_mb": round(judged[-1][1], 1),
        "mb_per_hour": round(an_hour, 1),
        "updates": confirmed,
        "seconds": round(options.soak),
    }
    met = an_hour <= _GROWTH * judged[0][1] if options.soak >= _SHORTEST else None
    return Found(figures, met, {"megabytes": points})


async def _sample(points: list[tuple[float, float]], start: float, process: psutil.Process) -> None:
    while True:
        points.append((time.monotonic() - start, process.memory_info().rss / 1e6))
        await asyncio.sleep(1)
