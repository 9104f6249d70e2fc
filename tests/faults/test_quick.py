"""The quick scenarios, with few faults each: nothing is lost, nothing doubled."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.memberships import stars
from tests.faults.money import money
from tests.faults.scenario import Options, Scenario
from tests.faults.table import SCENARIOS


@pytest.mark.parametrize("scenario", [s for s in SCENARIOS if s.quick], ids=lambda s: s.name)
async def test_nothing_is_lost_and_nothing_doubled(scenario: Scenario, tmp_path: Path) -> None:
    found = await scenario.run(Options(tmp_path, lambda _: None, seed=1, kills=4))
    assert found.verdict.problems == []
    assert (found.verdict.lost, found.verdict.doubled) == (0, 0)
    assert found.survived == found.injected > 0
    assert found.verdict.updates > 30


async def test_orders_paid_at_providers_end_with_every_cent_accounted_for(tmp_path: Path) -> None:
    found = await money(Options(tmp_path, lambda _: None, seed=1, kills=4))
    assert found.verdict.problems == []
    assert found.verdict.updates >= 3


async def test_a_month_of_subscriptions_ends_with_every_star_accounted_for(tmp_path: Path) -> None:
    found = await stars(Options(tmp_path, lambda _: None, seed=1, kills=4))
    assert found.verdict.problems == []
    assert found.verdict.updates >= 6
