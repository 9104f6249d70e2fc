"""Let the people of the demonstration act, in time."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Iterator

from bot.playground.demo.client import SimClient
from bot.playground.demo.expected import missing
from bot.playground.demo.played import Played
from bot.playground.demo.stage import Controls, Progress, Stage
from bot.playground.demo.talk import Step, afterwards, opening
from bot.playground.demo.watch import watch
from bot.playground.demo.world import RATE

PAUSE_MINUTES, GENTLE = 2.6, 1.8  # between two steps; and how much longer when they repeat
TICK_S = 0.05
__all__ = ["Controls", "Played", "missing", "play"]


async def play(
    client: SimClient,
    *,
    seconds: float | None = None,
    rate: float = RATE,
    seed: int = 1,
    controls: Controls | None = None,
    on_progress: Progress | None = None,
) -> Played:
    """Play the opening hour, then the talks after it again and again.

    Args:
        client: the people's side of a local Telegram in which `demo_acts` happened.
        seconds: of the machine, after which the play ends; None: when it is cancelled.
        rate: seconds of the local Telegram's clock in one of the machine's.
        seed: of what is drawn: the pauses and the pictures. The same seed plays the same play.
        controls: pause it.
        on_progress: told after every act and every newly seen part of the main job.

    Raises:
        aiohttp.ClientError: the local Telegram stays away.
    """
    played, controls = Played(), controls or Controls()
    tell = on_progress or (lambda _: None)
    stage = Stage(client, played, seed, tell, controls)
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(watch(stage, played, tell, stop))
        async for step in _due(_timeline(seed), seconds, rate, controls):
            await stage.take(step)
        stop.set()
    return played


def _timeline(seed: int) -> Iterator[tuple[float, Step]]:
    """Every step with its minute."""
    draw, minute = random.Random(seed), 0.0
    for step in opening():
        minute = step.at if step.at is not None else minute
        yield minute, step
    stretch = 1.0
    while True:
        for step in afterwards():
            minute += PAUSE_MINUTES * stretch * draw.uniform(0.6, 1.4)
            yield minute, step
        stretch = GENTLE


async def _due(
    timeline: Iterator[tuple[float, Step]], seconds: float | None, rate: float, controls: Controls
) -> AsyncIterator[Step]:
    """The steps as their time comes; ends after `seconds`."""
    loop = asyncio.get_running_loop()
    started = last = loop.time()
    elapsed = 0.0
    for minute, step in timeline:
        while elapsed * rate < minute * 60:
            now = loop.time()
            elapsed += 0.0 if controls.paused else now - last
            last = now
            left = float("inf") if seconds is None else started + seconds - now
            if left <= 0:
                return
            await asyncio.sleep(min(TICK_S, left))
        yield step
