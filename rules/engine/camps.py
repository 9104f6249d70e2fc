"""Camps: whose day it is by a camp's own clock, what was missed, frozen or made up. Pure.

A camp's days are told apart by their ends. Each check-in keeps the day that it was for: a later change of the
clock moves nothing of the past, and whatever comes late is put where it belongs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import lru_cache

from msgspec import Struct

from rules.engine.streaks import zone_of

_NOON = 720  # minutes


class Calendar(Struct, frozen=True):
    """When a camp's days are. A deadline before noon is on the morning after the day; 0 is midnight."""

    starts: str  # YYYY-MM-DD
    days: int
    deadline: int  # minutes of the day
    zone: str


class Terms(Struct, frozen=True):
    """What a camp forgives: so many days by itself, and days made up within so many seconds."""

    freezes: int
    mends_within: int


class Progress(Struct, frozen=True):
    """How somebody stands in a camp at a moment; days are numbered from 0."""

    done: int
    streak: int  # days in a row up to now; frozen ones keep it going and do not count
    frozen: tuple[int, ...]
    missed: tuple[int, ...]
    mendable: tuple[int, ...]  # frozen and missed days that can still be made up
    today: int | None  # the day that is open now
    done_today: bool
    freezes: int  # that are left


def moment_of(calendar: Calendar, number: int, minute: int) -> int:
    """Unix seconds of a minute of a camp's day, by the clock on the wall."""
    return _moment(calendar.starts, number, minute, calendar.zone)


@lru_cache(maxsize=4096)
def _moment(starts: str, number: int, minute: int, zone: str) -> int:
    day = date.fromisoformat(starts) + timedelta(days=number)
    local = datetime(day.year, day.month, day.day, tzinfo=zone_of(zone)) + timedelta(minutes=minute)
    return int(local.timestamp())


def begin(calendar: Calendar) -> int:
    """When the first day begins."""
    return moment_of(calendar, 0, 0)


def end(calendar: Calendar, number: int) -> int:
    """When a day is over: the first moment that is too late for it."""
    later = number + 1 if calendar.deadline < _NOON else number
    return moment_of(calendar, later, calendar.deadline)


def over(calendar: Calendar, at: int) -> int:
    """How many days are over at a moment."""
    return bisect_right(range(calendar.days), at, key=lambda number: end(calendar, number))


def day_at(calendar: Calendar, at: int) -> int | None:
    """The day that is open at a moment; None before the first and after the last."""
    if at < begin(calendar):
        return None
    number = over(calendar, at)
    return number if number < calendar.days else None


def name_of(calendar: Calendar, number: int) -> str:
    """The local date of a day."""
    return (date.fromisoformat(calendar.starts) + timedelta(days=number)).isoformat()


def _never_was(calendar: Calendar, number: int) -> bool:
    """Whether the clock leapt over a whole day, as where the date line moves."""
    return number > 0 and end(calendar, number) <= end(calendar, number - 1)


def progress(calendar: Calendar, terms: Terms, done: Collection[int], joined_at: int, now: int) -> Progress:
    """How somebody stands: of the days since they joined, the first that are missed are frozen.

    Args:
        calendar: the camp's.
        terms: the camp's.
        done: the days that they checked in for, or made up.
        joined_at: when they joined.
        now: unix seconds.
    """
    past, today = over(calendar, now), day_at(calendar, now)
    first = 0 if joined_at < begin(calendar) else over(calendar, joined_at)
    frozen, missed, streak = list[int](), list[int](), 0
    for number in range(past):
        if number in done:
            streak += 1
        elif number >= first and not _never_was(calendar, number):
            if len(frozen) < terms.freezes:
                frozen.append(number)
            else:
                missed.append(number)
                streak = 0
    done_today = today is not None and today in done
    mendable = [n for n in sorted((*frozen, *missed)) if now < end(calendar, n) + terms.mends_within]
    return Progress(
        done=sum(1 for n in set(done) if 0 <= n < calendar.days),
        streak=streak + done_today,
        frozen=tuple(frozen),
        missed=tuple(missed),
        mendable=tuple(mendable),
        today=today,
        done_today=done_today,
        freezes=terms.freezes - len(frozen),
    )


class Form(Struct, frozen=True):
    """What a check-in has to hold: letters and digits, one of these kinds of media, a link."""

    text: int = 0
    media: tuple[str, ...] = ()
    link: bool = False


def lacking(form: Form, length: int, media: str, links: int) -> tuple[str, ...]:
    """What a message lacks of a form: `text`, `media`, `link`."""
    found = {
        "text": length < form.text,
        "media": bool(form.media) and media not in form.media,
        "link": form.link and not links,
    }
    return tuple(name for name, lacks in found.items() if lacks)
