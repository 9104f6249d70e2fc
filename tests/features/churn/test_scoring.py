"""Scores of members now."""

from __future__ import annotations

import pytest

from bot.features.churn.history import DAY, Act, History
from bot.features.churn.scoring import Scores, score
from tests.features.churn.worlds import BEGIN, community

NOW = BEGIN + 180 * DAY - 7_000.0


@pytest.fixture(scope="module")
def found() -> Scores:
    """Scores of a made-up community, with somebody who goes on, somebody who stopped, and one long gone."""
    steady = [Act(BEGIN + d * DAY, "steady", ("r1",), length=40) for d in range(100, 180)]
    stopped = [Act(BEGIN + d * DAY, "stopped", ("r1",), length=40) for d in range(80, 160)]
    acts = [*community(), *steady, *stopped, Act(BEGIN + 100 * DAY, "long gone")]
    return score(History.of(a for a in acts if a.at < NOW), NOW)


def test_who_stopped_is_likelier_to_be_quiet_than_who_goes_on(found: Scores) -> None:
    by_name = {one.person: one for one in found.scores}
    assert by_name["steady"].quiet < 0.2
    assert by_name["stopped"].quiet > by_name["steady"].quiet + 0.3
    assert by_name["stopped"].engages < by_name["steady"].engages - 0.3
    assert by_name["steady"].weekly == 7.0
    assert by_name["stopped"].days == 80
    assert "away-usual" in {reason.key for reason in by_name["stopped"].reasons}


def test_members_alone_are_scored(found: Scores) -> None:
    names = {one.person for one in found.scores}
    assert "long gone" not in names
    assert {a.person for a in community() if NOW - 20 * DAY < a.at < NOW} <= names


def test_the_figures_tell_how_well_the_method_did_beside_the_last_act(found: Scores) -> None:
    assert found.method
    assert 0.6 < found.figures["auc"] <= 1
    assert found.figures["brier"] < found.figures["last_act"]["brier"]


def test_too_little_is_left_alone() -> None:
    assert score(History.of([]), NOW).method == ""
    assert score(History.of([Act(BEGIN, "a"), Act(NOW - 5, "b")]), NOW).scores == []
    young = [a for a in community() if a.at < BEGIN + 40 * DAY]
    assert score(History.of(young), BEGIN + 40 * DAY).scores == []
