"""Days of a camp by its own clock: deadlines, missed days, freezes, days made up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine.camps import Calendar, Form, Terms, begin, day_at, end, lacking, name_of, over, progress
from rules.engine.streaks import Checkin, local_day, streak_of
from tests.bench.streaks import ZONES

DAY, HOUR = 86_400, 3_600
TERMS = Terms(freezes=2, mends_within=48 * HOUR)
CAMP = Calendar("2027-01-04", 10, 23 * 60, "UTC")
CALENDARS = st.builds(
    Calendar,
    st.dates(date(2011, 1, 1), date(2030, 1, 1)).map(str),  # Samoa had no 30 December 2011
    st.integers(1, 40),
    st.integers(0, 1439),
    st.sampled_from([*ZONES, "Pacific/Apia", "Africa/Cairo"]),
)
DAYS = st.sets(st.integers(0, 39))


def at(day: int, hour: float) -> int:
    """A moment of January 2027."""
    return int(datetime(2027, 1, day, tzinfo=UTC).timestamp() + hour * HOUR)


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (at(3, 23.9), None),
        (at(4, 0), 0),
        (at(4, 22.99), 0),
        (at(4, 23), 1),  # too late for the first day
        (at(5, 12), 1),
        (at(13, 22.9), 9),
        (at(13, 23), None),
    ],
)
def test_a_day_ends_at_its_deadline(moment: int, number: int | None) -> None:
    assert day_at(CAMP, moment) == number


def test_a_deadline_before_noon_is_on_the_next_morning() -> None:
    night = Calendar("2027-01-04", 3, 4 * 60, "UTC")
    assert day_at(night, at(5, 3.9)) == 0
    assert day_at(night, at(5, 4)) == 1
    midnight = Calendar("2027-01-04", 3, 0, "UTC")
    assert day_at(midnight, at(4, 23.99)) == 0
    assert day_at(midnight, at(5, 0)) == 1


def test_the_first_missed_days_are_frozen_and_come_back_when_they_are_made_up() -> None:
    stand = progress(CAMP, TERMS, {0, 3}, at(1, 0), at(8, 12))
    assert (stand.frozen, stand.missed, stand.streak, stand.freezes) == ((1, 2), (), 2, 0)
    stand = progress(CAMP, TERMS, {0, 4}, at(1, 0), at(8, 12))
    assert (stand.frozen, stand.missed, stand.streak) == ((1, 2), (3,), 1)
    assert stand.mendable == (2, 3), "the others are too long ago"
    mended = progress(CAMP, TERMS, {0, 4, 2}, at(1, 0), at(8, 12))
    assert (mended.frozen, mended.missed, mended.streak) == ((1, 3), (), 3)


def test_whoever_joins_later_has_missed_nothing_before() -> None:
    stand = progress(CAMP, TERMS, {5}, at(9, 10), at(10, 10))
    assert (stand.frozen, stand.missed, stand.streak, stand.done) == ((), (), 1, 1)


@given(CALENDARS)
def test_days_come_one_after_the_other_on_every_clock(calendar: Calendar) -> None:
    ends = [end(calendar, n) for n in range(calendar.days)]
    assert ends == sorted(ends)
    assert begin(calendar) <= ends[0]
    for number, last in enumerate(ends):
        assert over(calendar, last) > number
        if number == 0 or last > ends[number - 1]:
            assert day_at(calendar, last - 1) == (number if last - 1 >= begin(calendar) else None)


@given(CALENDARS, st.randoms(use_true_random=False))
def test_who_comes_every_day_that_there_is_misses_none(calendar: Calendar, chance: Random) -> None:
    moments = [begin(calendar), *(end(calendar, n) for n in range(calendar.days))]
    done = set[int]()
    for start, until in pairwise(moments):
        number = day_at(calendar, chance.randrange(start, until)) if until > start else None
        done |= set() if number is None else {number}
    stand = progress(calendar, TERMS, done, 0, moments[-1])
    assert stand.missed == stand.frozen == ()
    assert stand.streak == len(done)


@given(CALENDARS, DAYS, DAYS, st.integers(0, 41 * DAY))
def test_a_day_that_is_made_up_harms_nothing(
    calendar: Calendar, done: set[int], more: set[int], later: int
) -> None:
    now = begin(calendar) + later
    before = progress(calendar, TERMS, done, 0, now)
    after = progress(calendar, TERMS, done | more, 0, now)
    assert after.streak >= before.streak
    assert set(after.missed) <= set(before.missed)
    assert after.done >= before.done
    assert after.freezes >= before.freezes


@given(CALENDARS, DAYS, st.integers(0, 41 * DAY))
def test_every_day_that_is_over_is_done_frozen_or_missed_once(
    calendar: Calendar, done: set[int], later: int
) -> None:
    now = begin(calendar) + later
    stand = progress(calendar, TERMS, done, 0, now)
    told = [*stand.frozen, *stand.missed]
    assert len(told) == len(set(told))
    assert not set(told) & done
    assert set(stand.mendable) <= set(told)
    assert all(number < over(calendar, now) for number in told)


@given(st.sampled_from(ZONES), st.sets(st.integers(0, 20)), st.integers(1, 21))
def test_without_freezes_a_camp_counts_days_in_a_row_as_check_ins_do(
    zone: str, done: set[int], past: int
) -> None:
    calendar = Calendar("2027-03-01", 21, 0, zone)  # clocks change in the camp
    came = {n for n in done if n < past}
    checkins = [Checkin(name_of(calendar, n), end(calendar, n) - 1, zone) for n in sorted(came)]
    assert all(local_day(c.at, zone) == c.day for c in checkins)
    stand = progress(calendar, Terms(0, 0), came, 0, end(calendar, past - 1))
    expected = streak_of(checkins) if past - 1 in came else 0
    assert stand.streak == expected


@pytest.mark.parametrize(
    ("length", "media", "links", "lacks"),
    [
        (20, "photo", 1, ()),
        (19, "photo", 1, ("text",)),
        (20, "sticker", 1, ("media",)),
        (20, "voice", 0, ("link",)),
        (0, "", 0, ("text", "media", "link")),
    ],
)
def test_a_form_says_what_is_lacking(length: int, media: str, links: int, lacks: tuple[str, ...]) -> None:
    assert lacking(Form(20, ("photo", "voice"), link=True), length, media, links) == lacks
