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
from pathlib import Path
from typing import Any

from bot.courses.blend import Settings
from bot.courses.markov import Chain
from bot.courses.model import Model
from rules.config.courses import Course

_EVENTS, _COURSES = 2_000, 60  # from which on fitting would hold up who shares the interpreter
_PLACES = ("person_id", "course", "kind", "value", "at")


class FittingFailed(Exception):
    """The process that was to fit a model ended without one."""


def is_small(events: int, courses: int) -> bool:
    """Whether a model of this size is fitted in milliseconds."""
    return events <= _EVENTS and courses <= _COURSES


async def fit(
    rows: Sequence[Any], courses: Sequence[Course], now: float, settings: Settings | None = None
) -> Model:
    """A model of course events, each (person_id, course, kind, value, at, …), in order of time.

    Raises:
        FittingFailed: the process ended without a model.
    """
    if is_small(len(rows), len(courses)):
        return await asyncio.to_thread(_fit, rows, courses, now, settings)
    with tempfile.TemporaryDirectory(prefix="zhiqun-model-") as folder:
        given, made = Path(folder) / "given", Path(folder) / "made"
        plain = [tuple(row)[: len(_PLACES)] for row in rows]
        await asyncio.to_thread(_dump, given, (plain, tuple(courses), now, settings))
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", __name__, str(given), str(made), stdin=asyncio.subprocess.DEVNULL
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


def _fit(rows: Sequence[Any], courses: Sequence[Course], now: float, settings: Settings | None) -> Model:
    events = [dict(zip(_PLACES, row, strict=False)) for row in rows]
    return Model.fit(events, courses, now, settings)


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
    os.nice(10)
    given, made = map(Path, sys.argv[1:3])
    _dump(made, _fit(*_load(given)))


if __name__ == "__main__":
    main()
