"""A thousand connections that never become requests, at the bot's address and at the local Telegram's."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from urllib.parse import urlsplit

import aiohttp

from bot.simulation.processes import free_port
from tests.faults.load import compared, talking
from tests.faults.scenario import Found, Options
from tests.faults.stage import Stage, stage, until
from tests.processes import Nursery, environment

COUNT = 1000  # connections at once, altogether
_SECONDS = 12.0  # longer than a listener waits for headers
_EVERY = 0.2  # seconds between looks at /healthz
_LATE = 1.0  # seconds within which it has to answer
_LOG = 100_000  # bytes that may be written meanwhile
_BEGUN = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
_KINDS = (
    b"",
    b"GET",
    _BEGUN + b"X-A: ",
    b"POST /webhook HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n{",
    _BEGUN + b"\r\n" + _BEGUN + b"X-A: ",
    b"\x16\x03\x01",
)


async def half_open_many(options: Options) -> Found:
    """Strangers hold a thousand connections half-open while members write, and everybody is served."""
    found = Found()
    async with AsyncExitStack() as stack:
        on = await stack.enter_async_context(stage(options, "half-open-many"))
        nursery = await stack.enter_async_context(Nursery(on.folder))
        place = f"http://127.0.0.1:{free_port()}"
        bot = await nursery.fork(**on.settings | {"http": place.removeprefix("http://")})
        http = await stack.enter_async_context(aiohttp.ClientSession())
        async with talking(on, 40):
            await until(lambda: on.witness.answers > 0)
            seconds = _SECONDS / 2 if options.brief else _SECONDS
            written = _size(on)
            async with strangers([place, on.pg.url], seconds) as count:
                found.recovery, late = await _served(on, http, place, seconds)
                found.injected = await count
        await on.answered(time.monotonic())
        grown = _size(on) - written
        found.survived = found.injected if bot.lives and not late else 0
        found.verdict.problems += late
        if grown > _LOG:
            found.verdict.problems.append(f"the log grew by {grown} bytes")
        await compared(on, found)
        await bot.kill()
    return found


async def _served(
    on: Stage, http: aiohttp.ClientSession, place: str, seconds: float
) -> tuple[list[float], list[str]]:
    """How long answers to members took meanwhile, and what was too late."""
    took: list[float] = []
    late: list[str] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        took.append(await on.answered(time.monotonic()))
        began = time.monotonic()
        with suppress(aiohttp.ClientError, TimeoutError):
            # A connection of its own: those that stay open are nothing new.
            async with http.get(place + "/healthz", headers={"Connection": "close"}) as answer:
                await answer.read()
        if time.monotonic() - began > _LATE or answer.status != 200:
            late.append(f"/healthz took {time.monotonic() - began:.1f} seconds")
        await asyncio.sleep(_EVERY)
    return took, late


def _size(on: Stage) -> int:
    return (on.folder / "bot.log").stat().st_size


@asynccontextmanager
async def strangers(places: list[str], seconds: float) -> AsyncIterator[asyncio.Future[int]]:
    """Somebody else's process, which holds `COUNT` connections; gives how many it opened in the end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.faults.siege", json.dumps({"places": places, "seconds": seconds})),
        env=environment(),
        stdout=asyncio.subprocess.PIPE,
    )

    async def opened() -> int:
        said, _ = await process.communicate()
        return int(said)

    count = asyncio.ensure_future(opened())
    try:
        yield count
    finally:
        if process.returncode is None:
            process.kill()
            await asyncio.wait({count})


async def besiege(places: list[str], seconds: float) -> int:
    """Hold the connections until the time is over; one that is closed is opened again, now and then."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    end = time.monotonic() + seconds
    each = [_hold(places[n % len(places)], _KINDS[n % len(_KINDS)], end) for n in range(COUNT)]
    return sum(await asyncio.gather(*each))


async def _hold(place: str, begun: bytes, end: float) -> int:
    """How often this one connected."""
    parts, count = urlsplit(place), 0
    while time.monotonic() < end:
        with suppress(OSError):
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            count += 1
            writer.write(begun)
            while time.monotonic() < end and not reader.at_eof():
                writer.write(b"a" if begun else b"")
                with suppress(TimeoutError):
                    await asyncio.wait_for(reader.read(1000), 1)
            writer.transport.abort()
        await asyncio.sleep(0.5)
    return count


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    sys.stdout.write(str(asyncio.run(besiege(given["places"], given["seconds"]))))
