"""Compute moments, weeks and months in a community's time zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


def since(period: str, now: float, timezone: str) -> int:
    """When the current `week` (from Monday) or `month` began, in unix seconds; 0 for `all`."""
    local = datetime.fromtimestamp(now, ZoneInfo(timezone))
    local = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)  # a midnight that comes twice
    if period == "week":
        return int((local - timedelta(days=local.weekday())).timestamp())
    if period == "month":
        return int(local.replace(day=1).timestamp())
    return 0


def end_of(day: date, timezone: str) -> int:
    """When a day is over, in unix seconds."""
    after = day + timedelta(days=1)
    return int(datetime(after.year, after.month, after.day, tzinfo=ZoneInfo(timezone)).timestamp())


def moment(at: int, timezone: str) -> str:
    """A moment as moderators read it."""
    return datetime.fromtimestamp(at, ZoneInfo(timezone)).strftime("%Y-%m-%d %H:%M")
