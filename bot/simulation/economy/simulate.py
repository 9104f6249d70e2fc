"""The simulation: a month under a policy, everybody's share of what an honest member gets, and `limits:`."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from bot.simulation.economy.living import DAYS, HONEST, WHO, live
from bot.simulation.economy.schemes import SCHEMES
from bot.simulation.economy.society import Society
from rules.config.book import RuleBook
from rules.config.document import read
from rules.config.problems import Problem
from rules.engine.policy import IncentivesPolicy
from rules.sentences import say


class Simulated(Struct, frozen=True):
    """What came of it: an honest member's points by scheme, and the others' shares of them by scheme."""

    days: int
    honest: dict[str, float]
    schemes: dict[str, dict[str, float]]

    @property
    def shares(self) -> dict[str, float]:
        """The shares under the policy itself."""
        return self.schemes["ours"]


def simulate(policy: IncentivesPolicy) -> Simulated:
    """Let everybody live for a month under a policy."""
    society = Society(policy)
    live(society)
    honest = {name: scheme(society, HONEST) for name, scheme in SCHEMES.items()}
    shares = {
        name: {who: _share(scheme(society, person), honest[name]) for who, person in WHO.items()}
        for name, scheme in SCHEMES.items()
    }
    return Simulated(DAYS, honest, shares)


def _share(points: float, honest: float) -> float:
    """A share; where honest members get nothing, whoever gets something gets endlessly more."""
    if honest <= 0:
        return 0.0 if points <= 0 else float(10**6)
    return round(points / honest, 4)


def broken(found: Simulated, policy: IncentivesPolicy) -> list[tuple[str, float, float]]:
    """Limits that do not hold: who, the share they get, and the largest they may get."""
    return [(who, found.shares[who], most) for who, most in policy.limits if found.shares[who] > most]


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
