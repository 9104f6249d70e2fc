"""What a scenario is, what it is told, and what it gives."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.faults.judge import Verdict

Say = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """The command line. `kills`: how often the process is killed or asked to end, altogether."""

    folder: Path  # for databases and logs
    say: Say  # progress, one line each
    seed: int = 1
    kills: int = 240
    subscriptions: int = 0  # of the scenario about them; 0: as many as belong to its form

    def draw(self, name: str) -> Random:
        """A scenario's own source of chance, the same for the same seed."""
        return Random(f"{self.seed} {name}")

    @property
    def brief(self) -> bool:
        """Whether this is the short form."""
        return self.kills < 100


@dataclass
class Found:
    """What came of a scenario.

    `injected` counts the faults, `survived` those after which the bot worked as before, `recovery` holds
    seconds from the end of a fault until a member was answered again. `skipped` says why nothing was done.
    """

    injected: int = 0
    survived: int = 0
    recovery: list[float] = field(default_factory=list)
    verdict: Verdict = field(default_factory=Verdict)
    skipped: str = ""

    @property
    def good(self) -> bool:
        """Everything survived, and nothing of ours is lost or doubled."""
        return self.survived == self.injected and not self.verdict.problems

    def figures(self) -> dict[str, Any]:
        """As JSON."""
        if self.skipped:
            return {"skipped": self.skipped}
        return {
            "injected": self.injected,
            "survived": self.survived,
            "lost": self.verdict.lost,
            "doubled": self.verdict.doubled,
            "in_doubt": len(self.verdict.in_doubt),
            "updates": self.verdict.updates,
            "calls": self.verdict.calls,
            "recover_s": {
                "median": round(sorted(self.recovery)[len(self.recovery) // 2], 2),
                "most": round(max(self.recovery), 2),
            }
            if self.recovery
            else None,
        }


@dataclass(frozen=True)
class Scenario:
    """One row of the table in `tests/faults/table.py`. `idle`: it mostly waits, and so runs beside others."""

    name: str
    what: str  # in one line
    run: Callable[[Options], Awaitable[Found]]
    quick: bool = False  # part of `make test`
    idle: bool = False
