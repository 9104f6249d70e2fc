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


_LATE = 600  # seconds that any reminder may be late
_STILL = 3  # a reminder put off has to leave one part of so many of its time


class Due(NamedTuple):
    """A reminder: how long before the beginning it is meant for, since when it is due, whether silently."""

    lead: int
    since: int
    silent: bool


def due(starts_at: int, before: Sequence[int], now: int, hours: Hours) -> Due | None:
    """The reminder of a beginning that is due now; of several, the latest one.

    In quiet hours it waits until they are over; one that would come too late then comes silently in time. One
    that was missed by more than half of its time is left out.
    """
    if now >= starts_at:
        return None
    found = [one for lead in sorted(before) if (one := _due(starts_at, lead, now, hours)) is not None]
    return found[0] if found else None


def _due(starts_at: int, lead: int, now: int, hours: Hours) -> Due | None:
    since, silent = starts_at - lead, False
    if now < since:
        return None
    over = quiet_until(since, hours)
    if over and over <= starts_at - lead // _STILL:
        since = over
    elif over:
        silent = is_quiet(now, hours)
    return Due(lead, since, silent) if since <= now < since + max(lead // 2, _LATE) else None
