"""Streaks over many person-years: daylight saving, a community that moves its clock each year, late updates.

    python -m tests.bench.streaks [PERSON_YEARS]

Each person checks in once on every local day that lasts six hours or more by the clock in force; what is
noted comes in any order. Told is how many streaks broke, each of them wrongly.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from random import Random

from rules.engine.streaks import Checkin, local_day, streak_of

ZONES = (
    "Asia/Shanghai",
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Honolulu",
    "America/St_Johns",
    "America/Santiago",
)
_BEGIN = int(datetime(2024, 1, 1, tzinfo=UTC).timestamp())
_QUARTER, _HOUR, _DAYS = 900, 3600, 365
_LEAST = 6 * _HOUR  # of a day on which somebody comes


def year(chance: Random) -> tuple[list[Checkin], int]:
    """Somebody's check-ins of a year, as they come, and on how many different days they were."""
    first, second = chance.choice(ZONES), chance.choice(ZONES)
    moved = _BEGIN + chance.randrange(30, _DAYS - 30) * 24 * _HOUR + chance.randrange(96) * _QUARTER
    found, days = list[Checkin](), set[str]()
    for zone, start, end in ((first, _BEGIN, moved), (second, moved, _BEGIN + _DAYS * 24 * _HOUR)):
        at = start
        while at < end:
            day, until = local_day(at, zone), at + _QUARTER
            if until + 20 * _HOUR < end and local_day(at + 20 * _HOUR, zone) == day:
                until = at + 20 * _HOUR
            while until < end and local_day(until, zone) == day:
                until += _QUARTER
            if until - at >= _LEAST:
                moment = chance.randrange(at, until)
                found.append(Checkin(day, moment, zone))
                days.add(day)
            at = until
    chance.shuffle(found)
    return found, len(days)


def broken(person_years: int, seed: int = 1) -> int:
    """How many years of coming every day were not told as one streak."""
    chance, wrong = Random(seed), 0
    for _ in range(person_years):
        came, days = year(chance)
        wrong += streak_of(came) != days
    return wrong


def main() -> None:
    """Measure, and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    started = time.perf_counter()
    wrong = broken(count)
    sys.stdout.write(f"{count} person-years: {wrong} wrong breaks, {time.perf_counter() - started:.0f} s\n")


if __name__ == "__main__":
    main()
