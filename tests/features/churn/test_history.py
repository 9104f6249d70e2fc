"""Columns of a past, and windows counted for many people at once."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.features.churn.history import DAY, Act, History, Times

MOMENTS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 60)), max_size=40)


@given(MOMENTS, st.integers(-5, 70), st.integers(0, 70))
def test_windows_are_counted_as_one_by_one(moments: list[tuple[int, int]], since: int, width: int) -> None:
    people = np.array([p for p, _ in moments], dtype=np.int64)
    times = Times(people, np.array([float(at) for _, at in moments]), 5)
    everybody, until = np.arange(5), since + width
    own = [[at for p, at in moments if p == person] for person in range(5)]
    inside = [sum(since <= at < until for at in mine) for mine in own]
    before = [[at for at in mine if at < until] for mine in own]
    assert times.count(everybody, since, until).tolist() == inside
    assert times.total(everybody, until).tolist() == [len(some) for some in before]
    assert times.last(everybody, until).tolist() == [max(some, default=-np.inf) for some in before]
    assert times.first(everybody, until).tolist() == [min(some, default=np.inf) for some in before]


def test_ties_lead_to_those_who_acted_before_and_never_to_oneself() -> None:
    past = History.of([Act(1.0, "b"), Act(2.0, "a", ("b", "b", "nobody", "a", "c")), Act(3.0, "c")])
    giver, taker, at = past.ties
    assert (giver.tolist(), taker.tolist(), at.tolist()) == ([1], [0], [2.0])
    assert past.names == ("b", "a", "c")


def test_a_day_counts_once_and_any_order_will_do() -> None:
    acts = [Act(3 * DAY + 5, "a", words=("late",)), Act(5.0, "a", words=("early",)), Act(9.0, "a")]
    past = History.of(acts)
    assert past.days.total(np.array([0]), 10 * DAY).tolist() == [2]
    assert past.words == (("early",), (), ("late",))
    assert past.open.tolist() == [5.0, 3 * DAY + 5]


def test_nothing_is_a_past_too() -> None:
    past = History.of([])
    assert past.count == 0
    assert past.acts.count(np.arange(0), 0.0, 1.0).tolist() == []
