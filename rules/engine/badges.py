"""Badges: what somebody did that still stands, and which badges that is enough for. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from rules.engine.streaks import Checkin, follows


class BadgePolicy(Struct, frozen=True):
    """A badge and all that it takes, by what is counted; nothing: moderators give it."""

    id: str
    takes: tuple[tuple[str, int], ...] = ()


def earned(badge: BadgePolicy, counts: Mapping[str, int]) -> bool:
    """Whether somebody has what a badge takes."""
    return bool(badge.takes) and all(counts.get(name, 0) >= least for name, least in badge.takes)


def changes(
    badges: Iterable[BadgePolicy], counts: Mapping[str, int], has: Collection[str]
) -> tuple[list[str], list[str]]:
    """Badges that somebody has earned and does not have yet, and those that nothing stands for any more."""
    new, gone = list[str](), list[str]()
    for badge in badges:
        if badge.takes and earned(badge, counts) != (badge.id in has):
            (gone if badge.id in has else new).append(badge.id)
    return new, gone


def longest_streak(checkins: Iterable[Checkin]) -> int:
    """The most days in a row that there ever were: a badge for them is not lost by a day off."""
    days: dict[str, Checkin] = {}
    for one in sorted(checkins):
        days.setdefault(one.day, one)
    ordered = list(days.values())
    best = streak = 0
    for place, one in enumerate(ordered):
        streak = streak + 1 if place and follows(ordered[place - 1], one) else 1
        best = max(best, streak)
    return best


def longest_streaks(checkins: Sequence[tuple[int, Checkin]]) -> dict[int, int]:
    """The same of many people."""
    found = defaultdict[int, list[Checkin]](list)
    for person, one in checkins:
        found[person].append(one)
    return {person: longest_streak(theirs) for person, theirs in found.items()}
