"""Everything that can go wrong. To add something: a coroutine in a file beside this one, a row here."""

from __future__ import annotations

from tests.faults import kills
from tests.faults.scenario import Scenario

SCENARIOS = (
    Scenario("sigkill", "SIGKILL at random instants under load (--kills)", kills.killed),
    Scenario("sigterm", "SIGTERM at random instants under load (--kills)", kills.terminated),
)
