"""Fitting beside the event loop: small models in a thread, large ones in a process of their own.

Run as a module it is that process: it learns from the file named first and leaves the model in the second.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.courses.blend import Settings
from bot.courses.markov import Chain
from bot.courses.model import Model
from bot.courses.past import Past
from rules.config.courses import Course

_EVENTS, _COURSES = 2_000, 60  # from which on fitting would hold up who shares the interpreter
_NICE = 10  # nobody waits for a fit
_KILLED_FIRST = "500"  # of two processes, when memory runs out: better no new model than no bot
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class FittingFailed(Exception):
    """The process that was to fit a model ended without one."""


def is_small(events: int, courses: int) -> bool:
    """Whether a model of this size is fitted in milliseconds."""
    return events <= _EVENTS and courses <= _COURSES


async def fit(past: Past, courses: Sequence[Course], now: float, settings: Settings | None = None) -> Model:
    """A model of course events.

    Raises:
        FittingFailed: the process ended without a model.
    """
    if is_small(len(past), len(courses)):
        return await asyncio.to_thread(_fit, past, courses, now, settings)
    with tempfile.TemporaryDirectory(prefix="zhiqun-model-") as folder:
        given, made = Path(folder) / "given", Path(folder) / "made"
        await asyncio.to_thread(_dump, given, (past, tuple(courses), now, settings))
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            __name__,
            str(given),
            str(made),
            stdin=asyncio.subprocess.DEVNULL,
            env=os.environ | dict.fromkeys(_THREADS, "1"),
        )
        try:
            status = await process.wait()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if status:
            raise FittingFailed(f"fitting the recommender ended with status {status}")
        return await asyncio.to_thread(_load, made)


def _fit(past: Past, courses: Sequence[Course], now: float, settings: Settings | None) -> Model:
    return Model.fit(list(past.events()), courses, now, settings)


def _dump(path: Path, value: Any) -> None:
    with path.open("wb") as file:
        pickle.dump(value, file, protocol=pickle.HIGHEST_PROTOCOL)


def _load(path: Path) -> Any:
    with path.open("rb") as file:
        return pickle.load(file)  # noqa: S301  # written by this program in a folder that only its user may enter


def settings_of(stored: dict[str, Any] | None) -> Settings | None:
    """Stored settings; what they do not name stays at its default, what is unknown is left out."""
    if not stored:
        return None
    known = {k: v for k, v in stored.items() if k in Settings.__dataclass_fields__}
    chain = {k: v for k, v in (stored.get("chain") or {}).items() if k in Chain.__dataclass_fields__}
    return Settings(**{**known, "chain": Chain(**chain)})


def main() -> None:
    """Learn from one file and leave the model in another."""
    os.nice(_NICE)
    with suppress(OSError):  # there is none on other systems
        Path("/proc/self/oom_score_adj").write_text(_KILLED_FIRST, encoding="ascii")
    given, made = map(Path, sys.argv[1:3])
    _dump(made, _fit(*_load(given)))


if __name__ == "__main__":
    main()
