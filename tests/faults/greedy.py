"""Files and addresses without end or made to take everything, given to commands beside a bot that works."""

from __future__ import annotations

import asyncio
import gzip
import os
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from aiohttp import web

from tests.faults.load import compared, talking
from tests.faults.scenario import Found, Options
from tests.faults.stage import MODERATION, stage, until
from tests.processes import environment

_MB = 1 << 20
_LONGEST, _MOST = 60.0, 800 * _MB  # seconds and bytes that a command may take
_AT_ONCE = 2
_MEASURED = """
import resource, sys
from bot.cli import main
try:
    main()
finally:
    sys.stdout.write(f"\\nbytes {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10}")
"""


class Given(NamedTuple):
    """A command with what it is given."""

    what: str
    command: tuple[str, ...]


def _files(folder: Path) -> dict[str, str]:
    """The paths of files that would take everything, by name."""
    folder.mkdir()
    os.mkfifo(folder / "pipe.csv")
    (folder / "zero.csv").symlink_to("/dev/zero")
    (folder / "zero.jsonl").symlink_to("/dev/zero")
    with (folder / "sparse.csv").open("wb") as file:
        file.truncate(1 << 40)
    (folder / "line.csv").write_bytes(b"person,course\n" + b"x" * (60 * _MB))
    (folder / "bomb.jsonl.gz").write_bytes(gzip.compress(bytes(512 * _MB), 1))
    (folder / "deep.jsonl").write_bytes(b'{"ts": 1, "kind": "message", "chat": "c", "fwd": ' + b"[" * 900_000)
    (folder / "quotes.csv").write_bytes(b"person,course\n" + b'1,"a\n' * _MB)
    (folder / "time.jsonl").write_bytes(b'{"ts": 1e300, "kind": "message", "chat": "c"}\n' * 1000)
    (folder / "price.csv").write_bytes(b"id,title,price\na,A," + b"9" * 5_001 + b"\n")
    (folder / "large.json").write_bytes(
        b'{"messages": [{"id": 1, "type": "message", "text": "' + b"x" * (100 * _MB) + b'"}]}'
    )
    return {path.name: str(path) for path in folder.iterdir()}


def _commands(files: dict[str, str], site: str) -> list[Given]:
    catalogue, history = ("courses", "import-catalogue"), ("backtest", "--history")
    return [
        *(
            Given(f"ban list {n}", ("bans", "preview", files[n]))
            for n in ("pipe.csv", "zero.csv", "sparse.csv")
        ),
        *(
            Given(f"enrolments {n}", ("courses", "import", files[n]))
            for n in ("zero.csv", "line.csv", "quotes.csv")
        ),
        Given("catalogue price.csv", (*catalogue, files["price.csv"])),
        *(Given(f"catalogue /{n}", (*catalogue, f"{site}/{n}")) for n in ("drip", "bomb", "endless", "loop")),
        *(Given(f"history {n}", (*history, files[n])) for n in ("zero.jsonl", "bomb.jsonl.gz", "deep.jsonl")),
        *(Given(f"history {n}", (*history, files[n])) for n in ("time.jsonl", "large.json")),
        Given("texts zero.csv", ("spam", "evaluate", files["zero.csv"])),
        Given("backup zero.csv", ("db", "restore", files["zero.csv"])),
        Given("interactions bomb", ("recommend", "evaluate", "--interactions", files["bomb.jsonl.gz"])),
    ]


@asynccontextmanager
async def _site() -> AsyncIterator[str]:
    """A web site that drips, unpacks to gigabytes, never ends, and leads in circles."""

    async def drip(request: web.Request) -> web.StreamResponse:
        return await _streamed(request, b"<", 0.5)

    async def endless(request: web.Request) -> web.StreamResponse:
        return await _streamed(request, b"<rss>" * 10_000, 0)

    async def bomb(_: web.Request) -> web.Response:
        return web.Response(body=gzip.compress(bytes(256 * _MB), 1), headers={"Content-Encoding": "gzip"})

    async def loop(_: web.Request) -> web.Response:
        raise web.HTTPFound("/loop")

    app = web.Application()
    app.add_routes([web.get(f"/{h.__name__}", h) for h in (drip, endless, bomb, loop)])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def _streamed(request: web.Request, piece: bytes, pause: float) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(piece)
        await asyncio.sleep(pause)


async def _problem(given: Given, folder: Path, settings: dict[str, str]) -> str:
    """Run a command; what is wrong with how it ended."""
    started = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        _MEASURED,
        *given.command,
        cwd=folder,
        env=environment(**settings, fetch_private="true"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, err = await asyncio.wait_for(process.communicate(), _LONGEST)
    except TimeoutError:
        process.kill()
        await process.wait()
        return f"did not end in {time.monotonic() - started:.0f} s"
    taken, told = int(out.rpartition(b"bytes ")[2]), err.decode("utf-8", "replace")
    if process.returncode not in (1, 2) or not told.strip() or "Traceback" in told:
        return f"status {process.returncode}: {told[-200:]}"
    return f"took {taken >> 20} MB" if taken > _MOST else ""


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, 1 << 40)


def _line(path: Path) -> None:
    path.write_bytes(b"x" * (2 * _MB))


_RULES: tuple[Callable[[Path], None], ...] = (os.mkfifo, _device, _sparse, _line)  # ways to make a rule file


async def greedy_input(options: Options) -> Found:
    """Commands beside the bot, two at a time, and rule files of its own; members are answered meanwhile."""
    found = Found()
    async with stage(options, "greedy-input") as on, _site() as site, on.bot() as bot:
        commands = _commands(_files(on.folder / "given"), site)
        turns = asyncio.Semaphore(_AT_ONCE)

        async def tried(given: Given) -> None:
            async with turns:
                problem = await _problem(given, on.folder, on.settings)
                found.injected += 1
                found.recovery.append(await on.answered(time.monotonic()))
                found.survived += not problem
                if problem:
                    found.verdict.problems.append(f"{given.what}: {problem}")

        async with talking(on, 20):
            await asyncio.gather(*map(tried, commands))
            for make in _RULES:
                found.injected += 1
                file = on.rules / "moderation.yaml"
                beside = file.with_suffix(".new")
                make(beside)
                beside.replace(file)
                await until(lambda: bool(bot.app.problems))
                found.recovery.append(await on.answered(time.monotonic()))
                beside.write_text(MODERATION, encoding="utf-8")
                beside.replace(file)
                await until(lambda: not bot.app.problems)
                found.survived += 1
        return await compared(on, found)
