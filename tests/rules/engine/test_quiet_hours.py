"""Quiet hours on days of any length, and how often somebody is suggested something."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine.quiet_hours import Hours, Pace, is_quiet, may_be_suggested, quiet_until

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC")
NIGHT = (22 * 60, 8 * 60)
DAY = 86_400
PACE = Pace(times=2, within=7 * DAY, refusals=2, rest=14 * DAY)


@pytest.mark.parametrize(
    ("now", "zone", "until"),
    [
        ("2026-03-02 21:59+08:00", "Asia/Shanghai", ""),
        ("2026-03-02 22:00+08:00", "Asia/Shanghai", "2026-03-03 08:00+08:00"),
        ("2026-03-03 00:30+08:00", "Asia/Shanghai", "2026-03-03 08:00+08:00"),
        ("2026-03-03 07:59:59+08:00", "Asia/Shanghai", "2026-03-03 08:00+08:00"),
        ("2026-03-03 08:00+08:00", "Asia/Shanghai", ""),
        # The same moment elsewhere is the middle of the day.
        ("2026-03-02 22:00+08:00", "Europe/Berlin", ""),
        # Nights of nine and of eleven hours.
        ("2026-03-28 23:00+01:00", "Europe/Berlin", "2026-03-29 08:00+02:00"),
        ("2026-10-24 23:00+02:00", "Europe/Berlin", "2026-10-25 08:00+01:00"),
        ("2026-03-07 22:00-05:00", "America/New_York", "2026-03-08 08:00-04:00"),
    ],
)
def test_they_are_over_by_the_clock_on_the_wall(now: str, zone: str, until: str) -> None:
    found = quiet_until(datetime.fromisoformat(now).timestamp(), Hours(*NIGHT, zone))
    assert found == (datetime.fromisoformat(until).timestamp() if until else 0)


@pytest.mark.parametrize(
    ("end", "now", "until"),
    [
        # Half past two does not come that night: over when the clocks say three.
        ((2, 30), "2026-03-29 00:00+01:00", "2026-03-29 03:00+02:00"),
        # It comes twice in autumn: the hours are over the first time, and are quiet again in between.
        ((2, 30), "2026-10-25 00:00+02:00", "2026-10-25 02:30+02:00"),
        ((2, 30), "2026-10-25 02:10+01:00", "2026-10-25 02:30+01:00"),
    ],
)
def test_they_end_too_when_their_end_is_skipped_or_comes_twice(
    end: tuple[int, int], now: str, until: str
) -> None:
    hours = Hours(22 * 60, end[0] * 60 + end[1], "Europe/Berlin")
    found = quiet_until(datetime.fromisoformat(now).timestamp(), hours)
    assert found == datetime.fromisoformat(until).timestamp()


@given(
    st.integers(1_735_689_600, 1_830_000_000),  # 2025 to 2027
    st.sampled_from(ZONES),
    st.integers(0, 1439),
    st.integers(0, 1439),
)
def test_what_waits_waits_until_the_first_moment_that_is_not_quiet(
    now: int, zone: str, start: int, end: int
) -> None:
    hours = Hours(start, end, zone)
    until = quiet_until(now, hours)
    if start == end:
        return  # no file says so
    assert bool(until) == is_quiet(now, hours)
    if until:
        assert now < until <= now + 26 * 3600
        assert not is_quiet(until, hours)
        assert is_quiet(until - 1, hours)


def test_without_hours_nothing_is_quiet() -> None:
    assert quiet_until(0, Hours(None, None, "UTC")) == 0


@pytest.mark.parametrize(
    ("posted", "judged", "may"),
    [
        ([], [], True),
        ([0], [], True),
        ([0, 1], [], False),
        ([-6 * DAY, 0], [], False),
        ([-7 * DAY, 0], [], True),
        ([], [(0, "dismissed")], True),
        ([], [(-2, "dismissed"), (-1, "dismissed")], False),
        ([], [(-2, "dismissed"), (-1, "interested"), (0, "dismissed")], True),
        ([], [(-3, "interested"), (-2, "dismissed"), (-1, "dismissed")], False),
        ([], [(-20 * DAY, "dismissed"), (-14 * DAY, "dismissed")], True),
        ([], [(-20 * DAY, "dismissed"), (-13 * DAY, "dismissed")], False),
    ],
)
def test_how_often_somebody_is_suggested_something(
    posted: list[int], judged: list[tuple[int, str]], may: bool
) -> None:
    assert may_be_suggested(posted, judged, 0, PACE) is may


def test_without_a_number_refusals_are_no_reason_to_rest() -> None:
    assert may_be_suggested([], [(0, "dismissed")] * 9, 0, PACE._replace(refusals=0))
