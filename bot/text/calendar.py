"""Compute moments, weeks and months in a community's time zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


def since(period: str, now: float, timezone: str) -> int:
    """When a `day`, `week` (from Monday), `month`, `quarter` or `year` began, in unix time; 0 for `all`."""
    local = datetime.fromtimestamp(now, ZoneInfo(timezone))
    local = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)  # a midnight that comes twice
    if period == "week":
        return int((local - timedelta(days=local.weekday())).timestamp())
    first = {"month": local.month, "quarter": (local.month - 1) // 3 * 3 + 1, "year": 1}.get(period)
    if first is not None:
        return int(local.replace(month=first, day=1).timestamp())
    return int(local.timestamp()) if period == "day" else 0


def end_of(day: date, timezone: str) -> int:
    """When a day is over, in unix seconds."""
    after = day + timedelta(days=1)
    return int(datetime(after.year, after.month, after.day, tzinfo=ZoneInfo(timezone)).timestamp())


def moment(at: int, timezone: str) -> str:
    """A moment as moderators read it."""
    return datetime.fromtimestamp(at, ZoneInfo(timezone)).strftime("%Y-%m-%d %H:%M")
