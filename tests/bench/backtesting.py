"""Replaying the past with the default rule book: messages a second on one core."""

from __future__ import annotations

import time
from collections.abc import Iterable
from statistics import median
from tempfile import TemporaryDirectory

from bot.proving.backtest import Backtest
from bot.proving.moments import Change, Moment
from bot.proving.stored import StoredPast
from rules.config.shelf import Shelf
from tests.bench.measurement import Found, Options
from tests.bench.ours import BATCH, a_pipeline
from tests.bench.rounds import BOT
from tests.bench.updates import arrivals, crowd, updates

_TARGET = 20_000  # messages a second


async def backtest(options: Options) -> Found:
    """What the bot stored of made-up updates, read and decided again with the same 20 rules.

    Seconds are those that a core worked, so that other work on the machine does not count.
    """
    book = Shelf(options.rules).book
    people = crowd(BOT)
    with TemporaryDirectory() as folder:
        store, pipeline = await a_pipeline(f"sqlite+aiosqlite:///{folder}/bench.db", options)
        raws = [*arrivals(people), *updates(people, options.many(20_000))]
        for at in range(0, len(raws), BATCH):
            await pipeline.take(raws[at : at + BATCH])
        loops, wholes, messages = [], [], 0
        for _ in range(options.rounds):
            started = time.process_time()
            past = StoredPast(store, 0)
            await past.open()
            test = Backtest(book, past=past.past, compare_past=True, start=past.start)
            working = 0.0
            async for part in past.parts(lambda done, total: None):
                items = list(part)
                working += _timed(test, items)
            wholes.append(time.process_time() - started)
            loops.append(working)
            messages = test.report().judged
        await store.close()
    rate = messages / median(wholes)
    figures = {
        "messages": messages,
        "rules": len(book.rules),
        "messages_per_s": round(rate),
        "loop_per_s": round(messages / median(loops)),
    }
    return Found(figures, met=rate >= _TARGET)


def _timed(test: Backtest, items: Iterable[Moment | Change]) -> float:
    started = time.process_time()
    test.take(items)
    return time.process_time() - started
