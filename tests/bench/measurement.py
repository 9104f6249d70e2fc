"""What a measurement is, what it is told, and what it gives."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Say = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """The command line; what is None is each measurement's own choice."""

    say: Say  # progress, one line each
    count: int | None = None
    rounds: int = 5
    soak: float = 60.0  # seconds
    rules: Path = Path(__file__).parents[2] / "rules"

    def many(self, usual: int) -> int:
        """How many things to measure with."""
        return self.count if self.count is not None else usual


@dataclass(frozen=True)
class Found:
    """Figures by name; whether the target is met, None where there is none; points over time to draw."""

    figures: dict[str, Any]
    met: bool | None = None
    series: dict[str, list[tuple[float, float]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Measurement:
    """One row of the table in `tests/bench/table.py`."""

    name: str
    what: str  # in one line
    target: str  # as it reads in the table; empty where there is none
    run: Callable[[Options], Awaitable[Found]]
