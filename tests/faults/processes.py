"""Bot processes to be killed: forked ones by the dozen, whole ones now and then."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.processes import environment

_PATIENCE = 60.0


class BotProcess:
    """A running bot. `status` is the exit status when it has ended, negative for a signal."""

    def __init__(self, pid: int, status: asyncio.Future[int]) -> None:
        self.pid, self.status = pid, status

    @property
    def lives(self) -> bool:
        """Whether it has not ended."""
        return not self.status.done()

    def send(self, number: int) -> None:
        """Send a signal."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    async def ended(self, patience: float = _PATIENCE) -> int:
        """The exit status.

        Raises:
            TimeoutError: it did not end.
        """
        return await asyncio.wait_for(asyncio.shield(self.status), patience)

    async def kill(self) -> None:
        """SIGKILL, if it still lives."""
        if self.lives:
            self.send(signal.SIGKILL)
            await self.ended()


class Nursery:
    """Starts bots: `fork` in no time, `whole` as an operator would."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mother: asyncio.subprocess.Process
        self._listening: asyncio.Task[None]
        self._births: asyncio.Queue[int] = asyncio.Queue()
        self._children: dict[int, asyncio.Future[int]] = {}
        self._whole: list[BotProcess] = []

    async def __aenter__(self) -> Nursery:
        self._mother = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.faults.nursery",
            env=environment(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        assert self._mother.stdout is not None
        async with asyncio.timeout(_PATIENCE):
            if not await self._mother.stdout.readline():
                raise RuntimeError("the nursery did not start")
        self._listening = asyncio.create_task(self._listen(self._mother.stdout))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pid, status in self._children.items():
            if not status.done():
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        for bot in self._whole:
            await bot.kill()
        self._listening.cancel()
        assert self._mother.stdin is not None
        self._mother.stdin.close()
        await self._mother.wait()

    async def _listen(self, lines: asyncio.StreamReader) -> None:
        while line := await lines.readline():
            told = json.loads(line)
            if "born" in told:
                self._children[told["born"]] = asyncio.get_running_loop().create_future()
                self._births.put_nowait(told["born"])
            else:
                self._children[told["dead"]].set_result(told["status"])

    async def fork(self, **settings: str) -> BotProcess:
        """A bot from a process with all libraries loaded."""
        assert self._mother.stdin is not None
        order: dict[str, Any] = {
            "env": environment(**settings),
            "folder": str(self._folder),
            "log": str(self._folder / "bot.log"),
        }
        self._mother.stdin.write(json.dumps(order).encode() + b"\n")
        pid = await asyncio.wait_for(self._births.get(), _PATIENCE)
        return BotProcess(pid, self._children[pid])

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
        bot = BotProcess(process.pid, asyncio.ensure_future(process.wait()))
        self._whole.append(bot)
        return bot
