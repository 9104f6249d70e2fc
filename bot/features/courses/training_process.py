"""Run the process that fits: it gives way to everybody, unless that gets it nowhere."""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

_NICE = 10  # nobody waits for a fit
_PATIENCE = 30.0  # seconds after which it is asked how far a process has come
# Of a core: about what niceness 10 gets beside a process that never rests (110 of 1,134, sched(7)).
_STARVED = 0.1
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


FITTER = "bot.features.courses.training_worker"


class Failed(Exception):
    """A process ended without what it was to make; with its `status`."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


async def made_of(value: Any, module: str = FITTER) -> Any:
    """Hand a value to a process and get what it made of it, by two files that only this user may read.

    Raises:
        Failed: it ended without making anything.
    """
    with tempfile.TemporaryDirectory(prefix="zhiqun-model-") as folder:
        given, made = Path(folder) / "given", Path(folder) / "made"
        await asyncio.to_thread(dump, given, value)
        if status := await run(given, made, module):
            raise Failed(status)
        return await asyncio.to_thread(load, made)


def dump(path: Path, value: Any) -> None:
    """Write a value down for the other process."""
    with path.open("wb") as file:
        pickle.dump(value, file, protocol=pickle.HIGHEST_PROTOCOL)


def load(path: Path) -> Any:
    """Read what the other process wrote down."""
    with path.open("rb") as file:
        return pickle.load(file)  # noqa: S301  # written by this program in a folder that only its user may enter


async def run(given: Path, made: Path, module: str = FITTER) -> int:
    """Fit what one file names, leave it in the other, and get the status with which the process ended.

    `module` is what the process runs, with both files as its arguments, and `--idle` when it is to step back.

    It runs when no other process would, where the system knows such a priority. One that gets next to no
    time that way is started anew with a low priority, as an ordinary user's may not raise its own again.
    """
    if hasattr(os, "SCHED_IDLE"):
        async with _process(module, given, made, "--idle") as idle:
            if (status := await _ended(idle)) is not None:
                return status
    async with _process(module, given, made) as ordinary:
        return await ordinary.wait()


@asynccontextmanager
async def _process(module: str, *arguments: Path | str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process that fits; it has ended when the block is left, in whatever way."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *map(str, arguments),
        stdin=asyncio.subprocess.DEVNULL,
        env=os.environ | dict.fromkeys(_THREADS, "1"),
    )
    try:
        with suppress(ProcessLookupError):  # it has ended already, and waiting for it tells why
            os.setpriority(os.PRIO_PROCESS, process.pid, os.nice(0) + _NICE)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _ended(process: asyncio.subprocess.Process) -> int | None:
    """The status of a process; None as soon as it has hardly run for as long as the patience lasts."""
    while True:
        before = _used(process.pid)
        with suppress(TimeoutError):
            return await asyncio.wait_for(process.wait(), _PATIENCE)
        if _used(process.pid) - before < _PATIENCE * _STARVED:
            return None


def _used(pid: int) -> float:
    """Seconds of processor time a process has had, by fields 14 and 15 of its line in proc(5)."""
    try:
        line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:  # it has just ended
        return 0.0
    fields = line.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
