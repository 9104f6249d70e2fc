"""The real bot as a process of its own beside a local Telegram of this event loop."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from typer.testing import CliRunner

from bot.cli.main import app
from bot.runtime import logs
from bot.simulation.processes import free_port
from storage.store import Store
from tests.servers import Playground

ROOT = Path(__file__).parents[1]


def zhiqun(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, with these settings alone."""
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        cwd=folder,
        env=environment(**env),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def environment(**settings: str) -> dict[str, str]:
    """The variables of a process with these settings."""
    variables = {f"ZHIQUN_{name.upper()}": value for name, value in settings.items()}
    return {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", **variables}


@dataclass(frozen=True)
class Done:
    """What a command of this process wrote and ended with."""

    returncode: int
    stdout: str
    stderr: str


def here(folder: Path, *arguments: str, **env: str) -> Done:
    """The same in this process, which saves the time of starting one."""
    configure = logs.configure
    given = {name: None for name in os.environ if name.startswith("ZHIQUN_")} | environment(**env)
    try:
        logs.configure = lambda level, form: None  # what it sets up would outlive the command's stderr
        with chdir(folder):
            result = CliRunner().invoke(app, arguments, env=given)
    finally:
        logs.configure = configure
        gc.enable()  # `zhiqun run` leaves that to when it has started
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


class RealBot:
    """A running `zhiqun run`, and where it tells how it is."""

    def __init__(self, process: asyncio.subprocess.Process, status: str, folder: Path) -> None:
        self.process, self.status, self.folder = process, status, folder

    @property
    def log(self) -> str:
        """What it wrote so far."""
        return (self.folder / "bot.log").read_text("utf-8")

    async def health(self) -> int:
        """The status of /healthz; 0 when nobody answers."""
        try:
            async with aiohttp.ClientSession() as http, http.get(f"{self.status}/healthz") as response:
                return response.status
        except aiohttp.ClientError:
            return 0

    async def exit_status(self, patience: float = 20) -> int:
        """The status it ends with.

        Raises:
            TimeoutError: it did not end.
        """
        return await asyncio.wait_for(self.process.wait(), patience)


@asynccontextmanager
async def real_bot(
    pg: Playground, folder: Path, rules: Path, env: Mapping[str, str] | None = None, /, **settings: str
) -> AsyncIterator[RealBot]:
    """The bot, ready; killed at the end when it still lives. Its database is `folder`/zhiqun.db.

    `env` are further variables, with their whole names.
    """
    port = free_port()
    given = {
        "token": pg.token,
        "api_url": pg.url,
        "rules": str(rules),
        "http": f"127.0.0.1:{port}",
        "open_door": "true",
        "pacing": "false",
        "schedule": "false",
        "log_format": "json",
        **settings,
    }
    with (folder / "bot.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.cli",
            "run",
            cwd=folder,
            env=environment(**given) | dict(env or {}),
            stdout=log,
            stderr=log,
        )
    bot = RealBot(process, f"http://127.0.0.1:{port}", folder)

    async def ready() -> bool:
        """Looks are rare: the bot needs the machine to start."""
        assert process.returncode is None, bot.log
        polls = (await pg.get("/sim/stats"))["calls"].get("getUpdates")
        if polls and await bot.health() == 200:
            return True
        await asyncio.sleep(0.1)
        return False

    try:
        await pg.wait_for(ready, timeout=60)
        yield bot
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
            await process.wait()


@contextmanager
def database(folder: Path) -> Iterator[Store]:
    """The database of a bot in this folder."""
    store = Store(f"sqlite:///{folder / 'zhiqun.db'}")
    try:
        yield store
    finally:
        store.close()
