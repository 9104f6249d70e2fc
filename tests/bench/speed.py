"""Updates per second: the whole durable pipeline beside aiogram's dispatcher with one empty handler."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.clock import EventClock
from bot.courses.advisor import Advisor
from bot.pipeline import Pipeline
from bot.start import open_store
from bot.telegram.decode import Me, decode_batch
from bot.tools import Tools
from rules.config.shelf import Shelf
from tests.bench.updates import joined, messages

RULES = Path(__file__).parents[2] / "rules"
_ME = Me(1000, "bench_bot")
_BATCH = 100


async def pipeline(count: int) -> float:
    """Decode, the default rules, points, and commits of 100 with synchronous=FULL."""
    with TemporaryDirectory() as folder:
        store, community = await open_store(f"sqlite+aiosqlite:///{folder}/bench.db", "main", 1)
        shelf = Shelf(RULES)
        tools = Tools(Advisor(community), open_door=True)
        taken = Pipeline(store, EventClock(1), lambda: shelf.book, _ME, community, lambda: None, tools)
        await taken.take([joined(_ME.id)])
        raws = messages(count)
        await taken.take(raws[:_BATCH])
        started = time.perf_counter()
        for at in range(_BATCH, count, _BATCH):
            await taken.take(raws[at : at + _BATCH])
        seconds = time.perf_counter() - started
        await store.close()
    return (count - _BATCH) / seconds


def decode(count: int) -> float:
    """Bytes to events alone."""
    raws = messages(count)
    started = time.perf_counter()
    decode_batch(raws, _ME)
    return count / (time.perf_counter() - started)


async def aiogram_dispatcher(count: int) -> float:
    """aiogram's dispatcher with one handler that does nothing, fed the same bytes."""
    import json

    from aiogram import Bot, Dispatcher
    from aiogram.types import Message

    bot, dispatcher = Bot("1000:BENCH"), Dispatcher()

    @dispatcher.message()
    async def nothing(_message: Message) -> None:
        """Do nothing."""

    raws = messages(count)
    for raw in raws[:_BATCH]:
        await dispatcher.feed_raw_update(bot, json.loads(raw))
    started = time.perf_counter()
    for raw in raws[_BATCH:]:
        await dispatcher.feed_raw_update(bot, json.loads(raw))
    seconds = time.perf_counter() - started
    await bot.session.close()
    return (count - _BATCH) / seconds
