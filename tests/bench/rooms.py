"""Where the time of an update goes: the pipeline's own functions, timed while it works."""

from __future__ import annotations

import gc
import inspect
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import bot.core.pipeline
import bot.features.community.events.messages
from bot.core.unit_of_work import UnitOfWork
from tests.bench import aiogram_side
from tests.bench.measurement import Found, Options
from tests.bench.ours import pipeline
from tests.bench.rounds import BOT, Feed
from tests.bench.updates import arrivals, crowd, updates

_WARM = 20_000
# Whose attribute, which, and the room it is in. None runs inside of another, but for writes before a query.
_TIMED: tuple[tuple[Any, str, str], ...] = (
    (bot.core.pipeline, "decode_batch", "decode"),
    (bot.core.pipeline.Pipeline, "_begin", "load"),
    (bot.core.pipeline, "record", "record"),
    (bot.features.community.events.messages, "judge", "decide"),
    (bot.features.community.events.messages, "reward", "award"),
    (bot.features.community.events.messages, "run_command", "commands"),
    (UnitOfWork, "flush", "write"),
)


async def rooms(options: Options) -> Found:
    """Microseconds an update in each room, beside what aiogram takes for the same updates."""
    of = crowd(BOT)
    warm = [*arrivals(of), *updates(of, _WARM)]
    measured = updates(of, options.many(10_000))
    spent: dict[str, float] = {}
    async with pipeline(options) as feed:
        await feed(warm)
        with _timed(spent):
            whole = await _microseconds(feed, measured)
    async with aiogram_side.one_handler(options) as feed:
        await feed(warm[:500])
        theirs = await _microseconds(feed, measured)
    figures = {room: round(seconds / len(measured) * 1e6, 1) for room, seconds in spent.items()}
    rest = round(whole - sum(figures.values()), 1)
    return Found(figures | {"rest": rest, "all": round(whole, 1), "aiogram": round(theirs, 1)})


async def _microseconds(feed: Feed, raws: list[bytes]) -> float:
    gc.collect()
    started = time.perf_counter()
    await feed(raws)
    return (time.perf_counter() - started) / len(raws) * 1e6


@contextmanager
def _timed(spent: dict[str, float]) -> Iterator[None]:
    usual = [(owner, name, getattr(owner, name)) for owner, name, _ in _TIMED]
    for owner, name, room in _TIMED:
        spent[room] = 0
        setattr(owner, name, _clocked(getattr(owner, name), room, spent))
    try:
        yield
    finally:
        for owner, name, function in usual:
            setattr(owner, name, function)


def _clocked(function: Callable[..., Any], room: str, spent: dict[str, float]) -> Callable[..., Any]:
    def plain(*given: Any, **named: Any) -> Any:
        started = time.perf_counter()
        result = function(*given, **named)
        spent[room] += time.perf_counter() - started
        return result

    async def awaited(*given: Any, **named: Any) -> Any:
        started = time.perf_counter()
        result = await function(*given, **named)
        spent[room] += time.perf_counter() - started
        return result

    return awaited if inspect.iscoroutinefunction(function) else plain
