"""The simulation: a month under a policy, and everybody's share of what an honest member gets."""

from __future__ import annotations

from msgspec import Struct

from bot.simulation.economy.living import DAYS, HONEST, WHO, live
from bot.simulation.economy.schemes import SCHEMES
from bot.simulation.economy.society import Society
from rules.engine.policy import IncentivesPolicy


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
