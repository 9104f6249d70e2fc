"""The process that fits gives way to everybody, and is started anew where that gets it nowhere."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import sys
import time
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.features.courses import training_process
from tests.features.courses.worlds import CATALOGUE, NOW, Town

knows_idle = pytest.mark.skipif(not hasattr(os, "SCHED_IDLE"), reason="this system knows no such priority")


class Processes:
    """What was started, with the arguments after the module's name."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.all: list[Any] = []
        self.arguments: list[tuple[str, ...]] = []
        self._make = asyncio.create_subprocess_exec
        monkeypatch.setattr(asyncio, "create_subprocess_exec", self._start)

    async def _start(self, *arguments: str, **more: Any) -> Any:
        process = await self._make(*arguments, **more)
        self.all.append(process)
        self.arguments.append(arguments[5:])
        return process


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> Processes:
    """Every process that is started."""
    return Processes(monkeypatch)


@pytest.fixture
def files(town: Town, tmp_path: Path) -> tuple[Path, Path]:
    """What is to be fitted, and where the model goes."""
    given, made = tmp_path / "given", tmp_path / "made"
    given.write_bytes(pickle.dumps((town.store.url, town.community, CATALOGUE, NOW, None)))
    return given, made


def script(folder: Path, line: str) -> str:
    """What is started in place of Python: `$3` is what is given, `$4` where the model goes, `$5` how."""
    path = folder / "script"
    path.write_text(f"#!/bin/sh\n{line}\n", encoding="ascii")
    path.chmod(0o700)
    return str(path)


@knows_idle
async def test_a_fit_gives_way_to_everybody(
    processes: Processes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", script(tmp_path, "exit 0"))
    assert await training_process.run(tmp_path / "given", tmp_path / "made") == 0
    assert processes.arguments == [("--idle",)]


@knows_idle
async def test_a_fit_that_starves_is_started_anew_with_a_priority_that_gets_it_on(
    processes: Processes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", script(tmp_path, 'test "$5" && kill -STOP $$; echo fitted > "$4"'))
    monkeypatch.setattr(training_process, "_PATIENCE", 0.5)
    made = tmp_path / "made"
    assert await training_process.run(tmp_path / "given", made) == 0
    assert processes.arguments == [("--idle",), ()]
    assert [p.returncode for p in processes.all] == [-signal.SIGKILL, 0]
    assert made.read_text("ascii") == "fitted\n"


@knows_idle
async def test_a_fit_that_gets_on_is_waited_for_however_long_it_takes(
    processes: Processes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds, priorities = count(), set[int]()

    def used(pid: int) -> float:
        now = float(next(seconds))
        with suppress(ProcessLookupError):  # it ended a moment ago
            priorities.add(os.getpriority(os.PRIO_PROCESS, pid))
            if now > 10:
                os.kill(pid, signal.SIGCONT)
        return now

    monkeypatch.setattr(sys, "executable", script(tmp_path, "kill -STOP $$"))
    monkeypatch.setattr(training_process, "_PATIENCE", 0.05)
    monkeypatch.setattr(training_process, "_used", used)
    assert await training_process.run(tmp_path / "given", tmp_path / "made") == 0
    assert processes.arguments == [("--idle",)]
    assert next(seconds) > 10
    assert priorities == {os.nice(0) + 10}


async def test_a_system_without_such_a_priority_fits_with_a_low_one(
    processes: Processes, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "SCHED_IDLE", raising=False)
    assert await training_process.run(*files) == 0
    assert processes.arguments == [()]


@knows_idle
async def test_a_fit_that_fails_is_not_tried_again(processes: Processes, tmp_path: Path) -> None:
    assert await training_process.run(tmp_path / "missing", tmp_path / "made") == 1
    assert processes.arguments == [("--idle",)]


@knows_idle
def test_processor_time_is_counted_in_seconds() -> None:
    before, began = training_process._used(os.getpid()), time.process_time()
    while time.process_time() < began + 0.2:
        pass
    assert training_process._used(os.getpid()) - before == pytest.approx(0.2, abs=0.05)


def test_a_process_that_is_gone_has_had_no_time() -> None:
    assert training_process._used(2**30) == 0
