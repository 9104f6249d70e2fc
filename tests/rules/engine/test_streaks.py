"""Days in a row: daylight saving, clocks that change, and check-ins that come late."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine.streaks import Checkin, follows, local_day, streak_of

HOUR, DAY = 3600, 86_400
ZONES = (
    "Asia/Shanghai",
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Honolulu",
    "America/St_Johns",
)
BEGIN = int(datetime(2024, 1, 1, tzinfo=UTC).timestamp())


def checked_in(at: int, zone: str) -> Checkin:
    """A check-in at a moment, by a clock."""
    return Checkin(local_day(at, zone), at, zone)


def at_hour(number: int, hour: float, zone: str) -> int:
    """A moment on the n-th local day, as clocks show it there."""
    day = datetime.fromtimestamp(BEGIN + number * DAY, UTC).date()
    local = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    return int(local.timestamp()) + int(hour * HOUR)


def year(chance: Random, zone: str, days: int = 365) -> list[Checkin]:
    """A check-in on every local day, at any hour of it."""
    found = []
    for number in range(days):
        start, end = at_hour(number, 0, zone), at_hour(number + 1, 0, zone)
        found.append(checked_in(chance.randrange(start, end), zone))
    return found


@pytest.mark.parametrize("zone", ZONES)
def test_nobody_who_came_every_day_of_a_year_loses_a_day_whatever_the_clocks_do(zone: str) -> None:
    chance = Random(zone)
    for _ in range(3):
        came = year(chance, zone, 366)
        assert streak_of(came) == 366
        chance.shuffle(came)  # updates come late, and in any order
        assert streak_of(came) == 366


@given(st.sampled_from(ZONES), st.integers(2, 60), st.data())
def test_a_missed_day_breaks_it_and_no_other(zone: str, days: int, data: st.DataObject) -> None:
    missed = data.draw(st.integers(1, days - 2)) if days > 2 else 0
    came = [checked_in(at_hour(n, 12, zone), zone) for n in range(days)]
    assert streak_of(came) == days
    if missed:
        assert streak_of([c for n, c in enumerate(came) if n != missed]) == days - missed - 1


@given(st.sampled_from(ZONES), st.sampled_from(ZONES), st.integers(1, 23))
def test_a_change_of_the_clock_breaks_nobody_who_came_within_a_day(
    before: str, after: str, hours: int
) -> None:
    first = checked_in(BEGIN + 40 * DAY, before)
    later = checked_in(first.at + hours * HOUR, after)
    assert later.day <= first.day or follows(first, later)


def test_a_day_that_never_was_is_not_missed() -> None:
    evening = checked_in(at_hour(10, 22, "Pacific/Honolulu"), "Pacific/Honolulu")
    next_day = checked_in(at_hour(11, 20, "Pacific/Honolulu"), "Pacific/Kiritimati")  # a day further
    assert (evening.day, next_day.day) == ("2024-01-11", "2024-01-13")
    assert follows(evening, next_day)
    assert not follows(evening, checked_in(evening.at + 61 * HOUR, "Pacific/Kiritimati"))


def test_what_comes_late_joins_two_parts() -> None:
    came = [checked_in(at_hour(n, 9, "UTC"), "UTC") for n in range(7)]
    assert streak_of([*came[:3], *came[4:]]) == 3
    assert streak_of([*came[:3], *came[4:], came[3]]) == 7
    assert streak_of([]) == 0
