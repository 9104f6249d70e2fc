"""Kaplan-Meier by hand."""

from __future__ import annotations

import numpy as np
import pytest

from bot.features.churn.history import DAY, Act, History
from bot.features.churn.survival import kaplan_meier, staying


def test_the_curve_is_the_one_computed_by_hand() -> None:
    # 6 people: gone after 1, 3, 3, 5; still there after 2 and 6.
    # Day 1: 5/6. Day 3: four are left, two go: 5/6 · 2/4 = 5/12. Day 5: two are left, one goes: 5/24.
    days = np.array([1.0, 2.0, 3.0, 3.0, 5.0, 6.0])
    gone = np.array([True, False, True, True, True, False])
    found = kaplan_meier(days, gone)
    for day, share in (
        (0.5, 1.0),
        (1, 5 / 6),
        (2, 5 / 6),
        (3, 5 / 12),
        (4.9, 5 / 12),
        (5, 5 / 24),
        (9, 5 / 24),
    ):
        assert found.after(day)[0] == pytest.approx(share), day
    assert found.median == 3
    assert (found.people, found.gone) == (6, 4)


def test_intervals_are_greenwoods_on_the_scale_of_log_minus_log() -> None:
    days = np.array([1.0, 2.0, 3.0, 3.0, 5.0, 6.0])
    gone = np.array([True, False, True, True, True, False])
    share, low, high = kaplan_meier(days, gone).after(3)
    # Greenwood: 1/(6·5) + 2/(4·2); the standard error of log(-log S) is its root over |log S|.
    spread = 1.959964 * np.sqrt(1 / 30 + 2 / 8) / abs(np.log(share))
    assert low == pytest.approx(share ** np.exp(spread), abs=1e-6)
    assert high == pytest.approx(share ** np.exp(-spread), abs=1e-6)


def test_without_censoring_it_is_the_share_that_is_left() -> None:
    found = kaplan_meier(np.arange(1.0, 11.0), np.ones(10, dtype=bool))
    assert [round(found.after(d)[0], 6) for d in (1, 5, 10)] == [0.9, 0.5, 0.0]
    assert found.median == 5


def test_who_is_still_there_is_not_taken_for_gone() -> None:
    days, gone = np.array([10.0, 10.0, 10.0]), np.array([False, False, False])
    found = kaplan_meier(days, gone)
    assert found.after(100)[0] == 1.0
    assert found.median is None


def test_more_censoring_never_shortens_the_stay() -> None:
    draw = np.random.default_rng(3)
    days, gone = draw.exponential(30, 200).round(1), draw.random(200) < 0.8
    fewer = gone & (draw.random(200) < 0.7)
    for day in (5, 20, 60):
        assert kaplan_meier(days, fewer).after(day)[0] >= kaplan_meier(days, gone).after(day)[0]


def test_silence_of_four_weeks_until_the_end_is_leaving() -> None:
    acts = [Act(0.0, "left"), Act(5 * DAY, "left"), Act(0.0, "stays"), Act(60 * DAY, "stays")]
    acts += [Act(40 * DAY, "lately")]
    found = staying(History.of(acts))
    assert (found.people, found.gone) == (3, 1)
    assert found.after(4)[0] == 1.0  # the one of day 40 was there for no time, but is not gone
    assert found.after(5)[0] == pytest.approx(0.5)
