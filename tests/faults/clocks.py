"""Clocks that jump, and days of 23 and 25 hours: scheduled jobs happen once."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.app import App
from bot.runtime.clock import ScaledClock
from tests.bots import COMMUNITY
from tests.faults.load import compared, waves
from tests.faults.rows import Rows
from tests.faults.scenario import Found, Options
from tests.faults.stage import Stage, stage, until

_HOUR, _DAY = 3600, 86_400
_STEP = 240  # seconds
_ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")  # the last one moves by half an hour
SCHEDULE = """
jobs:
  - {id: hourly, job: leaderboard, cron: "7 * * * *", options: {period: all}}
  - {id: night, job: leaderboard, cron: "30 2 * * *", options: {period: all}, catch_up: 12h}
  - {id: morning, job: leaderboard, cron: "0 9 * * *", options: {period: all}, catch_up: 12h}
"""


async def jumps(options: Options) -> Found:
    """The clock leaps forward over planned moments, and back again, under the running bot."""
    found = Found()
    async with stage(options, "clock-jumps") as on:
        (on.rules / "schedule.yaml").write_text(SCHEDULE, encoding="utf-8")
        now = time.time()
        async with on.bot(schedule=True, clock=f"scaled:{now}:{now}:1") as bot:
            await until(partial(_all_planned, bot.app.scheduler._planned))
            leaps = (_HOUR, -_HOUR, 2 * _HOUR, -600, _DAY + 60, -7 * _HOUR, 30)

            async def wave(number: int) -> int:
                moment = _leap(bot.app, leaps[number])
                await asyncio.sleep(1.5)
                if leaps[number] >= _HOUR:
                    await until(lambda: _served(on, moment), 20)
                return 1

            await waves(on, found, 3 if options.brief else len(leaps), wave)
            _leap(bot.app, _DAY - int(bot.app.clock.now() - time.time()))
            await compared(on, found, refusals=True)
        _once(found, on)
    return found


def _leap(app: App, seconds: int) -> float:
    """Move the running bot's clock; what time it is then."""
    assert isinstance(app.clock, ScaledClock)
    app.clock._virtual += seconds
    return app.clock.now()


def _served(on: Stage, moment: float) -> bool:
    """Whether the newest hourly moment before this one was served."""
    newest = (int(moment) - 7 * 60) // _HOUR * _HOUR + 7 * 60
    return any(job == "hourly" and planned == newest for job, planned, _ in Rows(on.database).runs)


def _once(found: Found, on: Stage) -> None:
    """One row a planned moment, and one call for each group in it."""
    rows = Rows(on.database)
    runs = Counter((job, planned) for job, planned, _ in rows.runs)
    posts = Counter(c.key for c in rows.calls if c.key.startswith("job:"))
    found.verdict.double("run of a job", (r for r, n in runs.items() if n > 1))
    found.verdict.double("post of a job", (k for k, n in posts.items() if n > 1))
    found.verdict.problems += [f"{job} at {planned}: {error}" for job, planned, error in rows.runs if error]


async def daylight(options: Options) -> Found:
    """Days on which clocks are put forward or back, lived through with a restart in the middle."""
    found = Found()
    zones = _ZONES[:1] if options.brief else _ZONES
    days = [(zone, day) for zone in zones for day in changes(zone)]
    all_problems = await asyncio.gather(*(_live_through(options, zone, day) for zone, day in days))
    for problems in all_problems:
        found.verdict.problems += problems
        found.survived += not problems
    found.injected = len(days)
    return found


def changes(zone: str, year: int = 2026) -> list[date]:
    """The days of a year that do not have 24 hours."""
    found, day = [], date(year, 1, 1)
    while day.year == year:
        if _midnight(day + timedelta(1), zone) - _midnight(day, zone) != _DAY:
            found.append(day)
        day += timedelta(1)
    return found


def _midnight(day: date, zone: str) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).timestamp())


async def _live_through(options: Options, zone: str, day: date) -> list[str]:
    """From midnight to half past nine in small steps, with a restart after half past two on the clock."""
    name = f"daylight-{zone.replace('/', '-')}-{day}"
    async with stage(options, name) as on:
        (on.rules / "schedule.yaml").write_text(SCHEDULE, encoding="utf-8")
        (on.rules / "community.yaml").write_text(COMMUNITY.replace("UTC", zone), encoding="utf-8")
        start = _midnight(day, zone) + 30
        end = int(datetime(day.year, day.month, day.day, 9, 30, tzinfo=ZoneInfo(zone)).timestamp())
        moment = float(start)
        for pause in (start + 2.7 * _HOUR, end):
            async with on.bot(schedule=True, clock=f"scaled:{time.time()}:{moment}:0.001") as bot:
                planned = bot.app.scheduler._planned
                while moment < pause:
                    await until(partial(_all_planned, planned))
                    moment = _leap(bot.app, _STEP)
                    await bot.app.scheduler.catch_up()
        found = Found()
        _once(found, on)
        return found.verdict.problems + _missing(Rows(on.database), zone, start, end)


def _missing(rows: Rows, zone: str, start: int, end: int) -> list[str]:
    """Each daily job once on its day; the hourly one at each of its moments, none of them twice."""
    runs = [(job, planned) for job, planned, _ in rows.runs]
    at_home = ZoneInfo(zone)
    days = Counter((job, datetime.fromtimestamp(at, at_home).date()) for job, at in runs if job != "hourly")
    problems = [f"{zone}: {job} ran {n} times on {day}" for (job, day), n in days.items() if n != 1]
    problems += [f"{zone}: {job} did not run" for job in {"night", "morning"} - {job for job, _ in days}]
    hours = {at for job, at in runs if job == "hourly"}
    zone_minutes = range(start // 60 * 60, end - _HOUR // 3, 60)
    wanted = {at for at in zone_minutes if datetime.fromtimestamp(at, at_home).minute == 7}
    return problems + [f"{zone}: no hourly run at {at}" for at in sorted(wanted - hours)]


def _all_planned(planned: Mapping[str, int]) -> bool:
    """Whether no job is running, so that each has its next moment."""
    return len(planned) == SCHEDULE.count("job:")
