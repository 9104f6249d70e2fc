"""Two sides measured in turns, so that whatever slows the machine slows both."""

from __future__ import annotations

import gc
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from statistics import median
from typing import TypeAlias

from tests.bench.measurement import Found, Options
from tests.bench.updates import arrivals, crowd, updates

BOT = 1000
Feed: TypeAlias = Callable[[Sequence[bytes]], Awaitable[None]]
Side: TypeAlias = Callable[[Options], AbstractAsyncContextManager[Feed]]

_WARM = 20_000  # updates before the clock starts: a sixth of what follows is then a newcomer's (first three)


async def versus(options: Options, ours: Side, theirs: Side, target: float | None, usual: int) -> Found:
    """Updates a second of both sides, in turns on the same bytes: medians, and that of the rounds' ratios."""
    count = options.many(usual)
    ratios: list[float] = []
    rates: tuple[list[float], list[float]] = ([], [])
    for number in range(options.rounds):
        of = crowd(BOT, seed=number)
        warm = [*arrivals(of), *updates(of, _WARM)]
        measured = updates(of, count)
        pair = [await _rate(options, side, warm, measured) for side in (ours, theirs)]
        for kept, rate in zip(rates, pair, strict=True):
            kept.append(rate)
        ratios.append(pair[0] / pair[1])
        options.say(f"round {number + 1}/{options.rounds}: {pair[0]:,.0f} and {pair[1]:,.0f} a second")
    ratio = median(ratios)
    figures = {
        "ratio": round(ratio, 2),
        "ours_per_s": round(median(rates[0])),
        "theirs_per_s": round(median(rates[1])),
        "rounds": [round(r, 2) for r in ratios],
        "updates": count,
    }
    return Found(figures, None if target is None else ratio >= target)


async def _rate(options: Options, side: Side, warm: Sequence[bytes], measured: Sequence[bytes]) -> float:
    async with side(options) as feed:
        await feed(warm)
        # Everybody starts with a clean heap; what both libraries loaded is nobody's garbage.
        gc.collect()
        gc.freeze()
        started = time.perf_counter()
        await feed(measured)
        seconds = time.perf_counter() - started
        gc.unfreeze()
    return len(measured) / seconds
