"""Updates that come twice, in disorder, under old ids, or poisoned."""

from __future__ import annotations

import asyncio
import json
import time
from random import Random

from bot.playground.engine import Engine
from bot.playground.polling import Polling
from bot.playground.state import JSON, Bot, Update
from tests.faults.judge import number_of
from tests.faults.load import compared, talking, waves
from tests.faults.rows import Rows
from tests.faults.scenario import Found, Options
from tests.faults.stage import Stage, stage, until

_AMONG = 20  # updates of members before each poison
_WEEK = 9 * 86_400  # seconds of silence
_REPEATS = 5  # at most, of earlier updates in a batch


class Unruly(Polling):
    """Hands out batches in any order, and updates again that were confirmed long ago."""

    def __init__(self, engine: Engine, draw: Random) -> None:
        super().__init__(engine)
        self._draw, self._past = draw, list[Update]()
        self.faults = 0

    async def get_updates(self, bot: Bot, p: JSON) -> list[Update]:
        """A batch, and some of the past, shuffled."""
        found = await super().get_updates(bot, p)
        again = self._draw.sample(self._past, min(len(self._past), self._draw.randrange(_REPEATS)))
        self._past += found
        mixed = [*found, *again] if found else []
        self._draw.shuffle(mixed)
        self.faults += len(again) + (mixed != sorted(mixed, key=lambda u: u.id))
        return mixed


async def disorder(options: Options) -> Found:
    """Duplicates and batches out of order."""
    found = Found()
    async with stage(options, "disorder") as on:
        unruly = on.pg.service.polling = Unruly(on.pg.service.engine, on.draw)
        async with on.bot():

            async def wave(number: int) -> int:
                before = unruly.faults
                await asyncio.sleep(0.8)
                return unruly.faults - before

            await waves(on, found, 2 if options.brief else 6, wave)
            return await compared(on, found)


async def restarted_ids(options: Options) -> Found:
    """After a silence ids go on elsewhere: at old numbers, at lower ones, at higher ones."""
    found = Found()
    async with stage(options, "ids-restart") as on:
        first = on.world.main_bot.next_update
        async with on.bot():
            await on.crowd.write(40)
            await on.settled()
        await on.pg.post("/sim/clock", {"advance": _WEEK})
        now = time.time()
        for start in (first, first - 5_000, first + 5_000_000):
            await on.pg.act({"do": "setup_bot", "next_update_id": start})
            async with on.bot(clock=f"scaled:{now}:{now + _WEEK}:1"):
                found.injected += 1
                found.recovery.append(await on.answered(time.monotonic()))
                await on.crowd.write(40)
                found.survived += await on.settled()
        # What removes itself after a day is too old for that after nine.
        return await compared(on, found, refusals=True)


def poisons(number: int) -> list[bytes]:
    """Updates that one parser or another stumbles over, with ids from `number` on."""
    who = {"id": 105, "is_bot": False, "first_name": "P"}
    bare: JSON = {
        "chat": {"id": -1001, "type": "supergroup", "title": "G"},
        "from": who,
        "date": int(time.time()),
    }
    said = {"message_id": 90_000, "text": "poison", **bare}
    member = {"old_chat_member": {"status": "new"}, "new_chat_member": {"status": "newer"}}
    reaction = {"user": who, "message_id": 1, "old_reaction": [], "new_reaction": [{"type": "?"}]}
    span = {"type": "url", "offset": -5, "length": 10**9}
    deep: JSON = {}
    for _ in range(400):
        deep = {"reply_to_message": deep}
    kinds: list[JSON] = [
        {"message": {"date": 5}},  # what is required is missing
        {"message": said | {"text": {"no": "text"}}},  # another type
        {"message": said | {"message_id": 2**70}},  # a number beyond 64 bits
        {"message": said | {"date": 10**17}},  # a moment beyond all calendars
        {"message": said | {"message_id": 90_001, "forward_origin": {"type": "hidden_user", "date": 5}}},
        {"chat_member": bare | member},  # a standing that does not exist
        {"message_reaction": bare | reaction},  # a reaction of a new kind
        {"message": said | {"message_id": 90_002, **deep}},  # deeper than anybody writes
        {"message": said | {"message_id": 90_003, "text": "\ud800 half a character, \x00 none"}},
        {"something_new": {"of": "next year"}},  # a kind nobody knows
        {"message": None},
        {"message": said | {"message_id": 90_004, "entities": [span]}},
    ]
    return [json.dumps({"update_id": number + n, **kind}).encode() for n, kind in enumerate(kinds)]


async def poison(options: Options) -> Found:
    """Each is decided or becomes a dead letter, and stops nobody."""
    found = Found()
    async with stage(options, "poison") as on, on.bot():
        async with talking(on):
            for _ in range(1 if options.brief else 10):
                await _written(on, _AMONG)
                found.injected += len(_pour(on))
                found.recovery.append(await on.answered(time.monotonic()))
        found = await compared(on, found)
        rows = Rows(on.database)
        there = rows.events + rows.letters
        bodies = [b for b in on.witness.sent if b"poison" in b or number_of(b) in there]
        found.survived = found.injected if len(bodies) >= found.injected else 0
        return found


async def _written(on: Stage, more: int) -> None:
    """Wait until there are so many more updates."""
    wanted = len(on.witness.sent) + more
    await until(lambda: len(on.witness.sent) >= wanted)


def _pour(on: Stage) -> list[bytes]:
    """Put poison among the other updates."""
    bot = on.world.main_bot
    bodies = poisons(bot.next_update)
    bot.next_update += len(bodies)
    for body in bodies:
        bot.queue.append(Update(number_of(body), "message", 0, body))
    on.pg.service.wake()
    return bodies
