"""Days in a row: right over daylight saving, when the community's clock changes, and for what comes late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

_QUARTER, _MOVED = 900, 216_000  # seconds; in every time zone days begin with one


class Checkin(NamedTuple):
    """A check-in: its local day, when it was, and by which clock the day is told."""

    day: str
    at: int
    zone: str


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    """A time zone by its name."""
    return ZoneInfo(name)


def local_day(at: float, timezone: str) -> str:
    """The date at a moment (unix seconds) in a time zone, as YYYY-MM-DD."""
    return _day_of(int(at) // _QUARTER, timezone)


@lru_cache(maxsize=1024)
def _day_of(quarter: int, timezone: str) -> str:
    return datetime.fromtimestamp(quarter * _QUARTER, zone_of(timezone)).date().isoformat()


def follows(before: Checkin, later: Checkin) -> bool:
    """Whether no whole day was missed between two check-ins, the later one on a later day.

    When the clock has changed, a day may never have been, or have been a few hours long: then two days and a
    half by any clock are enough, or the clock of the earlier one.
    """
    if _gap(before.day, later.day) <= 1:
        return True
    if before.zone in ("", later.zone):
        return False
    return later.at - before.at <= _MOVED or _gap(before.day, local_day(later.at, before.zone)) <= 1


def _gap(first: str, second: str) -> int:
    return (date.fromisoformat(second) - date.fromisoformat(first)).days


def streak_of(checkins: Iterable[Checkin]) -> int:
    """How many days in a row end with the last check-in, in whichever order they came."""
    days: dict[str, Checkin] = {}
    for one in checkins:
        if one.day not in days or one.at < days[one.day].at:
            days[one.day] = one
    ordered = sorted(days.values())
    streak = 0
    for place, one in enumerate(ordered):
        streak = streak + 1 if place and follows(ordered[place - 1], one) else 1
    return streak
