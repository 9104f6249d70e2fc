"""`python -m bot.playground`: a local Telegram as a process of its own."""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import signal
import sys
from pathlib import Path

from bot.playground.clock import Clock
from bot.playground.server import serving
from bot.playground.service import Service
from bot.playground.world import World
from bot.runtime.listening.folding import FoldedHandler


def options(arguments: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser("python -m bot.playground", description="A local Telegram.")
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free one")
    parser.add_argument("--token", default="1000:LOCAL", help="of the first bot")
    parser.add_argument("--username", default="local_bot", help="of the first bot")
    parser.add_argument(
        "--clock", default="system", help="system, scaled:<real>:<virtual>:<rate>, events:<rate>"
    )
    parser.add_argument("--state", type=Path, help="the journal: what happened outlives the process")
    parser.add_argument("--seed", type=int, default=1, help="where drawn numbers start")
    parser.add_argument("--no-flood", action="store_true", help="no limits on sending")
    parser.add_argument("--world", type=Path, help="acts that make the first people and chats")
    return parser.parse_args(arguments)


_SELDOM = (10_000, 20, 100)  # a world only grows: looking through all of it for garbage finds none


async def run(given: argparse.Namespace) -> None:
    """Serve until SIGINT or SIGTERM; the first line of output is the address."""
    world = World(given.seed, given.token, given.username, flood=not given.no_flood)
    service = Service(world, Clock(given.clock), given.state)
    if given.world is not None and service.engine.restored <= 1:
        service.load(given.world)
    gc.set_threshold(*_SELDOM)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with serving(service, given.port) as url:
        sys.stdout.write(f"for a bot with the token {given.token}: listening on {url}\n")
        sys.stdout.flush()
        await stop.wait()


def main(arguments: list[str] | None = None) -> int:
    """Run; a setting that cannot be used is one line on stderr and status 2."""
    logging.basicConfig(level=logging.WARNING, handlers=[FoldedHandler()])
    try:
        asyncio.run(run(options(sys.argv[1:] if arguments is None else arguments)))
    except (ValueError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
