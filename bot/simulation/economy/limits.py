"""`limits:` in incentives.yaml, proved by the simulation."""

from __future__ import annotations

from pathlib import Path

from bot.simulation.economy.simulate import Simulated, broken, simulate
from rules.config.book import RuleBook
from rules.config.document import read
from rules.config.problems import Problem
from rules.sentences import say


def unkept(folder: Path, book: RuleBook, found: Simulated | None = None) -> list[Problem]:
    """A problem for each limit that does not hold under the book of a folder; nothing runs without limits.

    `found` is what a simulation of its incentives gave already.
    """
    if not book.incentives.limits:
        return []
    path = folder / "incentives.yaml"
    document = read(path, f"{folder.name}/{path.name}", [])
    found = found or simulate(book.incentives)
    return [
        document.problem(
            ("limits", who), say("limit-broken", who=who, share=f"{share:.2f}", most=f"{most:.2f}")
        )
        for who, share, most in broken(found, book.incentives)
        if document is not None
    ]
