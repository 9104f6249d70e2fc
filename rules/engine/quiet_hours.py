"""Compute quiet hours, in which nothing is posted that can wait, and how often suggestions may come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rules.engine.join_checks import within_hours

_LONGEST = 50  # hours after which the clock has passed every minute of a day, whatever was done to it


class Hours(NamedTuple):
    """Quiet hours as minutes of the day, None for none, and whose clock they are on."""

    start: int | None
    end: int | None
    timezone: str = "UTC"


def is_quiet(now: float, hours: Hours) -> bool:
    """Whether a moment lies in the quiet hours, by the clock on the wall."""
    local = datetime.fromtimestamp(now, ZoneInfo(hours.timezone))
    return within_hours(local.hour * 60 + local.minute, hours.start, hours.end)


def quiet_until(now: float, hours: Hours) -> int:
    """The first moment that is not quiet, in unix seconds; 0 when it is not quiet now."""
    return next_change(now, hours) if is_quiet(now, hours) else 0


def next_change(now: float, hours: Hours) -> int:
    """When quiet hours next begin or end, in unix seconds; fifty hours ahead when they never do.

    The wall clock is asked minute by minute: so it holds on days on which clocks are changed.
    """
    quiet = is_quiet(now, hours)
    first = int(now) // 60 * 60 + 60
    moments = range(first, first + _LONGEST * 3600, 60)
    return next((moment for moment in moments if is_quiet(moment, hours) != quiet), moments[-1])


class Pace(NamedTuple):
    """At most `times` suggestions `within` seconds; after `refusals` in a row none for `rest` seconds."""

    times: int
    within: int
    refusals: int
    rest: int


def may_be_suggested(
    posted: Sequence[int], judged: Sequence[tuple[int, str]], now: float, pace: Pace
) -> bool:
    """Whether somebody is suggested something now.

    `posted` are the moments of what was posted for them; `judged` what they said of courses (moment, kind),
    in order of time.
    """
    if sum(moment > now - pace.within for moment in posted) >= pace.times:
        return False
    last = judged[-pace.refusals :] if pace.refusals else ()
    tired = len(last) == pace.refusals > 0 and all(kind == "dismissed" for _, kind in last)
    return not (tired and last[-1][0] > now - pace.rest)
