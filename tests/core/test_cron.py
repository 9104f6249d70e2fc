"""When a cron line is due, on days of 23, 24 and 25 hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from cronsim import CronSim
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cron import next_moment

BEGIN = int(datetime(2021, 1, 1, tzinfo=UTC).timestamp())
YEARS = 10
ZONES = sorted(z for z in available_timezones() if "/" in z and not z.startswith("Etc/"))


def _changes(zone: ZoneInfo) -> list[date]:
    """The days of ten years on which a zone's clocks are changed: not back again in the same week."""
    noon = datetime(2021, 1, 1, 12, tzinfo=UTC)
    weeks = [noon + timedelta(days=n) for n in range(0, 365 * YEARS, 7)]
    found = []
    for week, next_week in pairwise(weeks):
        if _differs(week, next_week, zone):
            days = [week + timedelta(days=n) for n in range(8)]
            found += [b.astimezone(zone).date() for a, b in pairwise(days) if _differs(a, b, zone)]
    return found


def _differs(one: datetime, other: datetime, zone: ZoneInfo) -> bool:
    return one.astimezone(zone).utcoffset() != other.astimezone(zone).utcoffset()


@cache
def _unlike_zones() -> dict[str, list[date]]:
    """Of zones whose clocks showed the same all the time, one; with the days of its changes."""
    found: dict[tuple[object, ...], str] = {}
    changes = {name: _changes(ZoneInfo(name)) for name in ZONES}
    for name, days in changes.items():
        found.setdefault((_offset(name, BEGIN), *(_around(name, day) for day in days)), name)
    return {name: changes[name] for name in found.values()}


def _around(name: str, day: date) -> tuple[object, ...]:
    """A day, and how a zone's clocks go from the day before it to the day after, each quarter of an hour."""
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() - 86_400
    return (day, *(_offset(name, begin + n * 900) for n in range(3 * 96)))


def _offset(name: str, at: float) -> timedelta | None:
    return datetime.fromtimestamp(at, ZoneInfo(name)).utcoffset()


@pytest.mark.parametrize("cron", ["0 0 * * *", "30 0 * * *", "30 2 * * *", "59 23 * * *"])
def test_every_day_has_one_run_in_every_zone_over_ten_years(cron: str) -> None:
    minute, hour = (int(n) for n in cron.split()[:2])
    for name, days in _unlike_zones().items():
        zone = ZoneInfo(name)
        for day in days:
            # A week around the change: the other days are like each other.
            after = datetime(day.year, day.month, day.day, 23, 59, tzinfo=zone) - timedelta(days=3)
            due = [d for n in range(6) if _exists(d := after.date() + timedelta(days=n + 1), zone)]
            moment, found = after.timestamp(), []
            for _ in due:
                moment = next_moment(cron, name, moment) or 0
                found.append(datetime.fromtimestamp(moment, zone))
            for wanted, run in zip(due, found, strict=True):
                usual = (run.hour, run.minute) == (hour, minute)
                # What is skipped just before midnight comes just after it.
                dates = (wanted,) if usual else (wanted, wanted + timedelta(days=1))
                assert run.date() in dates, (cron, name, wanted)


def _exists(day: date, zone: ZoneInfo) -> bool:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone)
    return noon.astimezone(UTC).astimezone(zone).date() == day


@given(
    st.sampled_from(
        ["0 0 * * *", "0 0 * * mon", "15 3 1 * *", "0 12 * * mon-fri", "30 * * * *", "*/7 * * * *"]
    ),
    st.sampled_from(ZONES),
    st.integers(BEGIN, BEGIN + YEARS * 365 * 86_400),
)
def test_moments_agree_with_cron_where_the_wall_clock_has_them(cron: str, zone: str, after: int) -> None:
    theirs = next(CronSim(cron, datetime.fromtimestamp(after, ZoneInfo(zone))))
    ours = next_moment(cron, zone, after)
    assert ours is not None
    # A time that a day skips is run at once by cron, and as much later as it was skipped here.
    assert 0 <= ours - theirs.timestamp() <= 3600


@given(st.sampled_from(ZONES), st.integers(BEGIN, BEGIN + YEARS * 365 * 86_400), st.integers(0, 1439))
def test_asking_again_goes_on_and_never_back(zone: str, after: int, minute: int) -> None:
    cron = f"{minute % 60} {minute // 60} * * *"
    first = next_moment(cron, zone, after) or 0
    second = next_moment(cron, zone, first) or 0
    assert after < first <= after + 26 * 3600
    assert 22 * 3600 <= second - first <= 26 * 3600


@pytest.mark.parametrize(
    ("cron", "zone", "after", "expected"),
    [
        ("30 20 * * sun", "Asia/Shanghai", "2026-03-02 12:00+00:00", "2026-03-08 12:30+00:00"),
        # New York moves its clocks forward on 2026-03-08 at two: half past two does not exist there.
        ("0 9 * * *", "America/New_York", "2026-03-07 20:00+00:00", "2026-03-08 13:00+00:00"),
        ("0 9 * * *", "America/New_York", "2026-03-06 20:00+00:00", "2026-03-07 14:00+00:00"),
        ("30 2 * * *", "America/New_York", "2026-03-08 06:00+00:00", "2026-03-08 07:30+00:00"),
        # Berlin puts them back on 2026-10-25 at three: half past two comes twice, and counts once.
        ("30 2 * * *", "Europe/Berlin", "2026-10-24 20:00+00:00", "2026-10-25 00:30+00:00"),
        ("30 2 * * *", "Europe/Berlin", "2026-10-25 00:30+00:00", "2026-10-26 01:30+00:00"),
        ("30 * * * *", "Europe/Berlin", "2026-10-25 00:30+00:00", "2026-10-25 01:30+00:00"),
        # New York's second half past one of 2026-11-01, from which the rest of the day still comes.
        ("0 9 * * *", "America/New_York", "2026-11-01 06:30+00:00", "2026-11-01 14:00+00:00"),
        ("45 1 * * *", "America/New_York", "2026-11-01 06:30+00:00", "2026-11-02 06:45+00:00"),
        # Midnights on and around the days on which clocks go forward.
        ("0 0 * * *", "Europe/Berlin", "2026-03-29 12:00+02:00", "2026-03-30 00:00+02:00"),
        ("0 0 * * mon", "Europe/Berlin", "2026-03-28 12:00+01:00", "2026-03-30 00:00+02:00"),
        ("0 0 * * *", "America/New_York", "2026-03-08 12:00-04:00", "2026-03-09 00:00-04:00"),
        ("0 0 * * *", "Australia/Sydney", "2026-10-04 12:00+11:00", "2026-10-05 00:00+11:00"),
        ("0 0 * * *", "Asia/Beirut", "2024-03-30 12:00+02:00", "2024-03-31 01:00+03:00"),
        ("0 0 * * *", "Asia/Beirut", "2024-03-31 01:00+03:00", "2024-04-01 00:00+03:00"),
        ("*/5 2 * * *", "Europe/Berlin", "2026-03-29 00:59+01:00", "2026-03-29 03:00+02:00"),
        # A day and a weekday: both have to hold.
        ("0 9 1-7 * mon", "UTC", "2026-03-02 12:00+00:00", "2026-04-06 09:00+00:00"),
        ("0 9 * * sat-sun,mon", "UTC", "2026-03-02 12:00+00:00", "2026-03-07 09:00+00:00"),
        ("*/5 * * * *", "UTC", "2026-03-02 12:00+00:00", "2026-03-02 12:05+00:00"),
    ],
)
def test_moments_are_those_of_the_time_zone(cron: str, zone: str, after: str, expected: str) -> None:
    found = next_moment(cron, zone, datetime.fromisoformat(after).timestamp())
    assert found == datetime.fromisoformat(expected).timestamp()
