"""From bytes to events, without anything after it."""

from __future__ import annotations

import time
from statistics import median

from bot.platforms.telegram.decode import Me, decode_batch
from tests.bench.measurement import Found, Options
from tests.bench.rounds import BOT
from tests.bench.updates import crowd, updates


async def decode(options: Options) -> Found:
    """Updates decoded a second, and how long one takes."""
    raws = updates(crowd(BOT), options.many(20_000))
    seconds = []
    for _ in range(options.rounds):
        started = time.perf_counter()
        decode_batch(raws, Me(BOT))
        seconds.append(time.perf_counter() - started)
    each = median(seconds) / len(raws)
    return Found({"updates_per_s": round(1 / each), "microseconds": round(each * 1e6, 2)})
