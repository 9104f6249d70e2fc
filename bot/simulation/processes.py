"""Start, kill and restart the two processes of a trial, and keep what they make in a folder."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from rules.sentences import say

READY = 60.0


class ChildFailed(Exception):
    """A process ended or never got ready; its last words are the message."""

    @property
    def lines(self) -> list[str]:
        """What it said last, line by line."""
        return str(self).split("\n")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Child:
    """A Python module as a process, ready when its port answers."""

    def __init__(
        self,
        module: str,
        arguments: Sequence[str],
        port: int,
        log: Path,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._command = [sys.executable, "-m", module, *arguments]
        self._port, self._log = port, log
        self._env = {**os.environ, **(env or {})}
        self._process: asyncio.subprocess.Process | None = None

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int:
        """The process id; 0 before the first start."""
        return self._process.pid if self._process is not None else 0

    async def start(self) -> None:
        """Start it and wait until it listens.

        Raises:
            ChildFailed: it ended, or did not listen in time.
        """
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, env=self._env, stdout=log, stderr=log, start_new_session=True
            )
        async with asyncio.timeout(READY):
            while not await _listens(self._port):
                if not self.running:
                    raise ChildFailed(self.last_words())
                await asyncio.sleep(0.05)

    def last_words(self, lines: int = 15) -> str:
        """The end of what it wrote."""
        return "\n".join(self._log.read_text("utf-8", "replace").splitlines()[-lines:])

    async def kill(self) -> None:
        """SIGKILL: no chance to tidy up."""
        if self._process is not None and self.running:
            self._process.kill()
            await self._process.wait()

    async def stop(self, patience: float = 15.0) -> int:
        """SIGTERM and wait, then SIGKILL; the exit status."""
        if self._process is None:
            return 0
        if self.running:
            self._process.send_signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(patience):
                    await self._process.wait()
            except TimeoutError:
                await self.kill()
        return self._process.returncode or 0


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


@contextmanager
def trial_folder(keep: Path | None) -> Iterator[Path]:
    """A folder that goes away afterwards, or `keep`, which stays and has to be empty.

    Raises:
        ValueError: `keep` holds something already.
    """
    if keep is None:
        with TemporaryDirectory(prefix="zhiqun-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)
        return
    keep.mkdir(parents=True, exist_ok=True)
    if any(keep.iterdir()):
        raise ValueError(say("folder-not-empty", folder=keep))
    yield keep
