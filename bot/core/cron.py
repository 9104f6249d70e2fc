"""Find when a cron line is due next, on the wall clock of a time zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim

from rules.config.schedule import DAYS

# The most by which a zone ever put its clocks forward is the day that Samoa left out on 30 December 2011.
_LONGEST_GAP = timedelta(hours=25)


def next_moment(cron: str, timezone: str, after: float) -> int | None:
    """The first moment later than `after` at which `cron` is due, in unix seconds; None when it never is.

    A time that the day skips comes as much later as the clocks are put forward. One that comes twice counts
    once, unless the line is for every hour: to be told of the same thing twice a night helps nobody.
    All five fields have to hold, so `0 9 1-7 * mon` is the first Monday of a month.
    """
    zone = ZoneInfo(timezone)
    if cron.split()[1] == "*":
        moments = (int(found.timestamp()) for found in _walk(cron, datetime.fromtimestamp(after, zone)))
        return next((moment for moment in moments if moment > after), None)
    begin = datetime.fromtimestamp(after, zone).replace(tzinfo=UTC) - _LONGEST_GAP
    best: int | None = None
    for wall in _walk(cron, begin):
        if best is not None and wall > datetime.fromtimestamp(best, zone).replace(tzinfo=UTC):
            break
        # With fold=0, a time that does not exist lies as far behind the gap as it is into it (PEP 495).
        moment = int(wall.replace(tzinfo=zone, fold=0).timestamp())
        if moment > after and (best is None or moment < best):
            best = moment
    return best


def _walk(cron: str, begin: datetime) -> Iterator[datetime]:
    """The times after `begin` at which every field holds."""
    minute, hour, day, month, weekdays = cron.split()
    wanted = _weekdays(weekdays)
    # Cron lines with both a day and a weekday mean either of them, here they mean both.
    asked = "*" if day != "*" else ",".join(DAYS[d] for d in sorted(wanted))
    times = CronSim(f"{minute} {hour} {day} {month} {asked}", begin)
    return (time for time in times if time.weekday() in wanted)


def _weekdays(field: str) -> set[int]:
    """Weekdays as numbers from Monday, 0."""
    if field == "*":
        return set(range(7))
    parts = [[DAYS.index(name) for name in part.split("-")] for part in field.split(",")]
    return {day for part in parts for day in range(part[0], part[-1] + 1)}
