"""Badges follow what stands: pure."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rules.engine.badges import BadgePolicy, changes, earned, longest_streak
from rules.engine.streaks import Checkin, streak_of

HELPER = BadgePolicy("helper", (("accepted", 3), ("thankers", 2)))
BY_HAND = BadgePolicy("mentor")
numbers = st.dictionaries(st.sampled_from(["accepted", "thankers", "points"]), st.integers(0, 5))


@given(numbers, st.booleans())
def test_a_badge_is_there_exactly_as_long_as_all_it_takes_is(counts: dict[str, int], has: bool) -> None:
    new, gone = changes([HELPER, BY_HAND], counts, {"helper"} if has else set())
    after = ({"helper"} if has else set()) - set(gone) | set(new)
    assert ("helper" in after) == earned(HELPER, counts)
    assert changes([HELPER, BY_HAND], counts, after) == ([], [])


def test_what_moderators_give_is_neither_earned_nor_lost_by_counts() -> None:
    assert changes([BY_HAND], {"accepted": 99}, set()) == ([], [])
    assert changes([BY_HAND], {}, {"mentor"}) == ([], [])


@given(st.sets(st.integers(0, 40), max_size=30))
def test_the_longest_run_is_never_shorter_than_the_newest_and_no_day_off_shortens_it(days: set[int]) -> None:
    checkins = [Checkin((date(2026, 1, 1) + timedelta(days=d)).isoformat(), d * 86_400, "UTC") for d in days]
    best = longest_streak(checkins)
    assert best >= streak_of(checkins)
    far = Checkin("2027-01-01", 365 * 86_400, "UTC")
    assert longest_streak([*checkins, far]) == max(best, 1)
    assert best <= len(days)
