"""Who is asked about when, and the split by time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.churn.history import DAY, Act, History
from bot.features.churn.training_rows import acted, members, moments, split


@given(st.lists(st.integers(0, 400), min_size=1, max_size=200), st.integers(1, 60))
def test_no_label_reaches_into_the_next_part(days: list[int], ahead: int) -> None:
    at = np.array(days) * DAY
    parts = split(at, ahead)
    if parts is None:
        return
    assert not (parts.train & parts.validation).any()
    assert not (parts.learn & parts.test).any()
    assert (parts.train <= parts.learn).all()
    assert at[parts.train].max() + ahead * DAY <= at[parts.validation].min()
    assert at[parts.learn].max() + ahead * DAY <= at[parts.test].min()
    assert at[parts.validation].max() + ahead * DAY <= at[parts.test].min()


def test_too_little_cannot_be_split() -> None:
    assert split(np.zeros(0)) is None
    assert split(np.full(100, 5 * DAY)) is None


def test_members_are_those_who_acted_lately() -> None:
    past = History.of([Act(0.0, "a"), Act(20 * DAY, "b"), Act(29 * DAY, "c")])
    assert [past.names[n] for n in members(past, 29 * DAY)] == ["b"]
    assert acted(past, np.arange(3), 29 * DAY, 1).tolist() == [False, False, True]


@pytest.mark.parametrize(("gap", "asked"), [(False, True), (True, False)])
def test_weeks_of_which_the_file_tells_nothing_are_not_asked_about(gap: bool, asked: bool) -> None:
    days = [d for d in range(120) if not (gap and 50 <= d < 90)]
    past = History.of([Act(d * DAY + n, f"p{n}") for d in days for n in range(25)])
    found = moments(past, 14)
    inside = [m for m in found if 50 * DAY <= m <= 76 * DAY]
    assert bool(inside) is asked
    assert all(m + 14 * DAY <= past.end + 1 for m in found)


def test_a_handful_of_members_is_not_asked_about() -> None:
    past = History.of([Act(d * DAY, f"p{n}") for d in range(120) for n in range(10)])
    assert moments(past, 14) == []
