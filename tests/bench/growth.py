"""What an update costs when much is stored already, and when there are many chats."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bot.core.pipeline import Pipeline
from storage.store import Store
from tests.bench.filling import fill
from tests.bench.measurement import Found, Options
from tests.bench.ours import BATCH, a_pipeline
from tests.bench.rounds import BOT
from tests.bench.updates import Crowd, arrivals, crowd, updates

_SMALL = 100_000
_LARGE = 10_000_000
_MEASURED = 2_000  # updates a turn
_RATIO = 1.2
_FILE = "growth.db"


@dataclass
class Side:
    """A pipeline, and the updates it is fed with."""

    store: Store
    pipeline: Pipeline
    of: Crowd

    def turn(self) -> float:
        """Microseconds an update takes."""
        raws = updates(self.of, _MEASURED)
        gc.collect()
        started = time.perf_counter()
        self.feed(raws)
        return (time.perf_counter() - started) / len(raws) * 1e6

    def feed(self, raws: Sequence[bytes]) -> None:
        """Take these."""
        for at in range(0, len(raws), BATCH):
            self.pipeline.take(raws[at : at + BATCH])


async def events(options: Options) -> Found:
    """At ten million stored events beside a hundred thousand, in turns."""
    large = options.many(_LARGE)
    with TemporaryDirectory() as small_folder, TemporaryDirectory() as large_folder:
        sides = [
            await _filled(options, small_folder, min(_SMALL, large)),
            await _filled(options, large_folder, large),
        ]
        return _compare(options, sides, {"events": large, "against": min(_SMALL, large)})


async def chats(options: Options) -> Found:
    """With five thousand chats beside ten, and the same people a chat."""
    many = options.many(5_000)
    with TemporaryDirectory() as few_folder, TemporaryDirectory() as many_folder:
        sides = []
        for folder, count in ((few_folder, 10), (many_folder, many)):
            options.say(f"{count} chats")
            side = _opened(options, folder, crowd(BOT, chat_count=count, person_count=4_000))
            side.feed(arrivals(side.of))
            side.feed(updates(side.of, max(2 * count, 4_000)))  # every chat has been seen
            sides.append(side)
        return _compare(options, sides, {"chats": many, "against": 10})


def _compare(options: Options, sides: list[Side], made: dict[str, int]) -> Found:
    small, large = sides
    ratios, costs = list[float](), (list[float](), list[float]())
    for number in _rounds(options):
        pair = small.turn(), large.turn()
        for kept, cost in zip(costs, pair, strict=True):
            kept.append(cost)
        ratios.append(pair[1] / pair[0])
        options.say(f"round {number}: {pair[0]:.0f} and {pair[1]:.0f} µs an update")
    for side in sides:
        side.store.close()
    ratio = median(ratios)
    figures = {
        "ratio": round(ratio, 2),
        "microseconds": round(median(costs[1])),
        "against_microseconds": round(median(costs[0])),
        "rounds": [round(r, 2) for r in ratios],
        **made,
    }
    return Found(figures, ratio <= _RATIO)


def _rounds(options: Options) -> Iterator[int]:
    yield from range(1, options.rounds + 1)


def _opened(options: Options, folder: str, of: Crowd) -> Side:
    store, pipeline = a_pipeline(f"sqlite:///{folder}/{_FILE}", options)
    return Side(store, pipeline, of)


async def _filled(options: Options, folder: str, count: int) -> Side:
    """A community with `count` past events, taken from where it had come to."""
    side = _opened(options, folder, crowd(BOT))
    side.feed([*arrivals(side.of), *updates(side.of, _MEASURED)])
    options.say(f"{count:,} events are stored")
    started = time.perf_counter()
    side.store.close()
    await asyncio.to_thread(fill, Path(folder) / _FILE, count)
    options.say(f"took {time.perf_counter() - started:.0f} s")
    # What the pipeline holds in memory is read from the rows again.
    warmed = _opened(options, folder, side.of)
    warmed.feed(updates(side.of, _MEASURED))
    return warmed
