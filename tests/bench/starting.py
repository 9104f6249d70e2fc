"""How long people wait for the command's help, and for a bot that was just started."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bot.simulation.people import People
from bot.simulation.processes import Child, free_port
from bot.simulation.system import TOKEN, bot_child
from tests.bench.measurement import Found, Options

_HELP, _READY = 0.3, 3.0  # seconds


async def helping(options: Options) -> Found:
    """From `zhiqun --help` to its end."""
    command = [sys.executable, "-c", "from bot.cli import main; main()", "--help"]
    seconds = []
    for _ in range(options.rounds + 1):
        started = time.perf_counter()
        process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
        await process.wait()
        seconds.append(time.perf_counter() - started)
    middle = median(seconds[1:])  # the first one fills the system's cache
    return Found({"seconds": round(middle, 3), "runs": options.rounds}, middle < _HELP)


async def running(options: Options) -> Found:
    """From `zhiqun run` on a new database to its first poll at the local Telegram."""
    with TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        arguments = ["--port", str(port), "--token", TOKEN]
        telegram = Child("bot.playground", arguments, port, folder / "telegram.log")
        url = f"http://127.0.0.1:{port}"
        await telegram.start()
        try:
            async with People(url) as side:
                seconds = [await _ready(options, url, side) for _ in range(options.rounds)]
        finally:
            await telegram.stop()
    middle = median(seconds)
    return Found({"seconds": round(middle, 2), "runs": options.rounds}, middle < _READY)


async def _ready(options: Options, url: str, side: People) -> float:
    before = await _polls(side)
    with TemporaryDirectory() as folder:
        bot, _ = bot_child(Path(folder), url, "system", options.rules, log_level="warning")
        started = time.perf_counter()
        await bot.start()
        while await _polls(side) == before:  # noqa: ASYNC110  # the server tells it no other way
            await asyncio.sleep(0.01)
        seconds = time.perf_counter() - started
        await bot.stop()
    options.say(f"polls after {seconds:.2f} s")
    return seconds


async def _polls(side: People) -> int:
    return int((await side.get("/sim/stats"))["calls"].get("getUpdates", 0))
