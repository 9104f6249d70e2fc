"""The real bot as a process of its own beside a local Telegram of this event loop."""

from __future__ import annotations

import asyncio
import atexit
import gc
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import asynccontextmanager, chdir, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any

import aiohttp
from typer.testing import CliRunner

from bot.cli.main import app
from bot.runtime import logs
from bot.simulation.processes import free_port
from storage.store import Store
from tests.databases import new_database
from tests.servers import Playground

ROOT = Path(__file__).parents[1]
_PATIENCE = 60.0


def environment(**settings: str) -> dict[str, str]:
    """The variables of a process with these settings."""
    variables = {f"ZHIQUN_{name.upper()}": value for name, value in settings.items()}
    return {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", **variables}


class BotProcess:
    """A running process. `status` is the exit status when it has ended, negative for a signal."""

    def __init__(self, pid: int, status: Future[int]) -> None:
        self.pid, self.status = pid, status

    @property
    def lives(self) -> bool:
        """Whether it has not ended."""
        return not self.status.done()

    def send(self, number: int) -> None:
        """Send a signal, if it still lives."""
        if self.lives:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    async def ended(self, patience: float = _PATIENCE) -> int:
        """The exit status.

        Raises:
            TimeoutError: it did not end.
        """
        return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self.status)), patience)

    async def kill(self) -> None:
        """SIGKILL, if it still lives."""
        self.send(signal.SIGKILL)
        await self.ended()


class _Mother:
    """The process of `tests.nursery`, which lives as long as this one."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery"],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self._births: queue.SimpleQueue[BotProcess] = queue.SimpleQueue()
        self._ordering = threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()
        atexit.register(self._end)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        children: dict[int, Future[int]] = {}
        for line in self._process.stdout:
            told = json.loads(line)
            if "born" in told:
                children[told["born"]] = Future()
                self._births.put(BotProcess(told["born"], children[told["born"]]))
            else:
                children.pop(told["dead"]).set_result(told["status"])

    def bear(self, order: dict[str, Any]) -> BotProcess:
        """A process as the order describes it."""
        assert self._process.stdin is not None
        with self._ordering:
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            self._process.stdin.flush()
            return self._births.get(timeout=_PATIENCE)

    def _end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


_mother = cache(_Mother)


def forked(
    module: str,
    arguments: Sequence[str],
    folder: Path,
    env: Mapping[str, str],
    out: Path,
    err: Path | None = None,
) -> BotProcess:
    """`python -m MODULE ARGUMENTS` in a folder, from a process that has the bot's libraries loaded.

    What it writes is added to the files `out` and `err`, or to `out` alone.
    """
    order = {
        "module": module,
        "arguments": list(arguments),
        "folder": str(folder),
        "env": dict(env),
        "out": str(out),
        "err": str(err or out),
    }
    return _mother().bear(order)


class Nursery:
    """Starts bots in a folder: `fork` in no time, `whole` as an operator would. They end with it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._children: list[BotProcess] = []

    async def __aenter__(self) -> Nursery:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for bot in self._children:
            await bot.kill()

    async def fork(self, **settings: str) -> BotProcess:
        """A bot from a process with all libraries loaded."""
        log, env = self._folder / "bot.log", environment(**settings)
        bot = await asyncio.to_thread(forked, "bot.cli", ["run"], self._folder, env, log)
        self._children.append(bot)
        return bot

    async def whole(self, **settings: str) -> BotProcess:
        """A bot as `zhiqun run` starts it."""
        with (self._folder / "bot.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot.cli", "run"),
                cwd=self._folder,
                env=environment(**settings),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        status: Future[int] = Future()
        ended = asyncio.ensure_future(process.wait())
        ended.add_done_callback(lambda done: status.set_result(done.result()))
        bot = BotProcess(process.pid, status)
        self._children.append(bot)
        return bot


@dataclass(frozen=True)
class Done:
    """What a command wrote and ended with."""

    returncode: int
    stdout: str
    stderr: str


def zhiqun(folder: Path, *arguments: str, **env: str) -> Done:
    """Run a command as a process of its own in a folder, with these settings alone."""
    with TemporaryDirectory() as made:
        out, err = Path(made) / "out", Path(made) / "err"
        process = forked("bot.cli", arguments, folder, environment(**env), out, err)
        try:
            status = process.status.result(_PATIENCE)
        finally:
            process.send(signal.SIGKILL)
        return Done(status, out.read_text("utf-8"), err.read_text("utf-8"))


def here(folder: Path, *arguments: str, **env: str) -> Done:
    """The same in this process."""
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

    def __init__(self, process: BotProcess, status: str, folder: Path) -> None:
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
        return await self.process.ended(patience)


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
    new_database(folder, "zhiqun.db")
    variables = environment(**given) | dict(env or {})
    process = await asyncio.to_thread(forked, "bot.cli", ["run"], folder, variables, folder / "bot.log")
    bot = RealBot(process, f"http://127.0.0.1:{port}", folder)

    async def ready() -> bool:
        """Looks are rare: the bot needs the machine to start."""
        assert process.lives, bot.log
        polls = (await pg.get("/sim/stats"))["calls"].get("getUpdates")
        if polls and await bot.health() == 200:
            return True
        await asyncio.sleep(0.1)
        return False

    try:
        await pg.wait_for(ready, timeout=60)
        yield bot
    finally:
        await process.kill()


@contextmanager
def database(folder: Path) -> Iterator[Store]:
    """The database of a bot in this folder."""
    store = Store(f"sqlite:///{folder / 'zhiqun.db'}")
    try:
        yield store
    finally:
        store.close()
