"""Jobs at their planned moments: once, whatever happens to the process."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core.cron import next_moment
from bot.core.scheduler import JobKind, Run, Scheduler
from bot.runtime.clock import EventClock
from rules.config.book import RuleBook, load_book
from rules.config.schedule import Job
from storage import timers
from storage.store import Store
from tests.bots import write_rules
from tests.services import services

DAY = 86_400
START = int(datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("UTC")).timestamp())  # a Monday
SCHEDULE = 'jobs: [{job: leaderboard, cron: "0 20 * * *", catch_up: 2h}]'


class Fixture:
    """A scheduler with one counting job, on a clock that events move."""

    def __init__(self, store: Store, book: RuleBook) -> None:
        self.store, self.book = store, book
        self.clock = EventClock(0.001)
        self.runs: list[int] = []
        self.fails = False
        self.committed = 0

    def job(self, run: Run) -> int:
        """Count, or fail."""
        if self.fails:
            raise RuntimeError("broken job")
        self.runs.append(run.planned_at)
        return 1

    def start(self) -> Scheduler:
        """A new process, as it were."""
        kinds = {"leaderboard": JobKind(self.job)}
        return Scheduler(self.store, self.clock, kinds, lambda: self.book, self._commit, 1, services())

    def _commit(self) -> None:
        self.committed += 1

    @property
    def planned(self) -> Job:
        """The one job."""
        return self.book.schedule[0]


@pytest.fixture
def world(store: Store, tmp_path: Path) -> Fixture:
    """Monday noon, UTC."""
    book, problems = load_book(write_rules(tmp_path / "rules", schedule=SCHEDULE))
    assert book is not None, problems
    made = Fixture(store, book)
    made.clock.observe(START)
    return made


async def test_a_planned_moment_is_served_once_by_however_many_processes(world: Fixture) -> None:
    moment = next_moment(world.planned.cron, world.planned.timezone, START)
    assert moment == START + 8 * 3600
    assert await world.start().run(world.planned, moment) == 1
    assert await world.start().run(world.planned, moment) == 0
    assert world.runs == [moment]


async def test_a_failing_job_leaves_a_row_and_the_next_moment_is_served(world: Fixture) -> None:
    world.fails = True
    scheduler = world.start()
    assert await scheduler.run(world.planned, START) == 0
    world.fails = False
    assert await scheduler.run(world.planned, START + DAY) == 1


async def test_what_was_missed_is_served_late_once_if_it_is_not_too_old(world: Fixture) -> None:
    with world.store.write() as connection:
        timers.start_run(connection, "leaderboard", START - DAY, START - DAY)
    world.clock.observe(START + 9 * 3600)  # an hour late
    scheduler = world.start()
    await scheduler.start()
    await scheduler.stop()
    assert world.runs == [START + 8 * 3600]


async def test_what_is_too_old_is_left(world: Fixture) -> None:
    with world.store.write() as connection:
        timers.start_run(connection, "leaderboard", START - DAY, START - DAY)
    world.clock.observe(START + 11 * 3600)  # three hours late; it may be two
    scheduler = world.start()
    await scheduler.start()
    await scheduler.stop()
    assert world.runs == []


async def test_a_clock_that_jumps_is_caught_up_with(world: Fixture) -> None:
    scheduler = world.start()
    await scheduler.start()
    world.clock.observe(START + 8 * 3600 + 5)
    await scheduler.catch_up()
    await scheduler.catch_up()
    await scheduler.stop()
    assert world.runs == [START + 8 * 3600]


async def test_a_clock_that_is_put_forward_is_caught_up_with_when_nobody_else_did(world: Fixture) -> None:
    scheduler = world.start()
    await scheduler.start()
    world.clock.observe(START + 8 * 3600 + 1)
    await scheduler.catch_up(late=2)
    assert world.runs == []
    world.clock.observe(START + 8 * 3600 + 3)
    await scheduler.catch_up(late=2)
    await scheduler.catch_up(late=2)
    await scheduler.stop()
    assert world.runs == [START + 8 * 3600]


class Long:
    """Work after a job that ends when it is told to."""

    def __init__(self) -> None:
        self.began, self.may_end = asyncio.Event(), asyncio.Event()
        self.ended = False

    def job(self, run: Run) -> int:
        """Nothing but what comes after."""
        run.afterwards.append(self.work)
        return 0

    async def work(self, store: Store) -> None:
        """Wait."""
        self.began.set()
        await self.may_end.wait()
        self.ended = True


TWO = """
jobs:
  - {job: model, cron: "0 4 * * *", catch_up: 12h}
  - {job: leaderboard, cron: "0 6 * * *", catch_up: 12h}
"""


@pytest.fixture
def two(store: Store, tmp_path: Path) -> tuple[Fixture, Scheduler, Long]:
    """A job with long work after it, and one without."""
    book, problems = load_book(write_rules(tmp_path / "rules", schedule=TWO))
    assert book is not None, problems
    made, long = Fixture(store, book), Long()
    made.clock.observe(START)
    kinds = {"model": JobKind(long.job), "leaderboard": JobKind(made.job)}
    return made, Scheduler(store, made.clock, kinds, lambda: book, made._commit, 1, services()), long


async def test_other_jobs_run_while_one_still_works(two: tuple[Fixture, Scheduler, Long]) -> None:
    world, scheduler, long = two
    model, board = world.book.schedule
    fitting = asyncio.create_task(scheduler.run(model, START))
    await long.began.wait()
    assert await scheduler.run(board, START) == 1
    assert not long.ended
    long.may_end.set()
    assert await fitting == 0
    assert long.ended


async def test_what_was_missed_and_what_comes_wait_for_no_long_work(
    two: tuple[Fixture, Scheduler, Long],
) -> None:
    world, scheduler, long = two
    with world.store.write() as connection:
        for job in world.book.schedule:
            timers.start_run(connection, job.id, START - DAY, START - DAY)
    starting = asyncio.create_task(scheduler.start())
    await long.began.wait()
    while not world.runs:  # noqa: ASYNC110  # the job tells it no other way
        await asyncio.sleep(0.001)
    assert {j.id for j in world.book.schedule} == set(scheduler._planned)
    assert not long.ended
    long.may_end.set()
    await starting
    await scheduler.stop()


async def test_a_bot_that_ends_leaves_long_work_to_another_time(
    two: tuple[Fixture, Scheduler, Long],
) -> None:
    world, scheduler, long = two
    await scheduler.start()
    running = asyncio.create_task(scheduler.run(world.book.schedule[0], START))
    await long.began.wait()
    await scheduler.stop()
    assert await running == 0
    assert not long.ended
