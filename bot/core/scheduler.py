"""Run jobs when they are due: cron lines become planned moments, APScheduler wakes us, `job_run` decides.

A run is claimed in the transaction that queues its posts, under its planned moment: however often
the bot restarts, a moment is served once. Moments missed while the bot was down are served late if
they are younger than the job's `catch_up`; of several, only the newest.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Connection

from bot.core.chat_policy import own_of
from bot.core.cron import next_moment
from bot.core.services import Services
from bot.core.unit_of_work import outbox_row
from bot.platforms.telegram.api_rules import retry_class
from bot.platforms.telegram.calls import Call, Follow, Priority, chat_ref
from bot.runtime import logs, metrics
from bot.runtime.clock import Clock
from rules.config.book import RuleBook
from rules.config.extensions import JobOptions
from rules.config.schedule import Job
from storage import outbox, timers
from storage.store import Store

log = logs.get("schedule")

Afterwards = Callable[[Store], Awaitable[None]]

JobFunction = Callable[["Run"], int]

Options = TypeVar("Options", bound=JobOptions)


@dataclass(frozen=True)
class Ahead:
    """What a run may use before its transaction: the database beside the writer, in another thread."""

    store: Store
    job: Job
    now: int
    book: RuleBook
    community: int
    services: Services

    def options(self, model: type[Options]) -> Options:
        """What schedule.yaml tells the job."""
        return model.model_validate(self.job.options)


@dataclass(frozen=True)
class JobKind:
    """A job as a feature declares it: what one run does, and the model of what schedule.yaml may tell it.

    What takes long is prepared beside the writer; the run finds it as `prepared`, and has to look whether it
    still holds.
    """

    work: JobFunction
    options: type[JobOptions] = JobOptions
    prepare: Callable[[Ahead], Any] | None = None


@dataclass
class Run:
    """One run of a job: its transaction, its planned moment (unix seconds) and what it may use.

    `part` names a part of it that was put off.
    """

    connection: Connection
    job: Job
    planned_at: int
    now: int
    book: RuleBook
    community: int
    services: Services
    posts: int = 0
    part: str = ""
    prepared: Any = None
    afterwards: list[Afterwards] = field(default_factory=list)  # long work, done once it is committed

    def options(self, model: type[Options]) -> Options:
        """What schedule.yaml tells the job."""
        return model.model_validate(self.job.options)

    def spoken(self, chat: int) -> str:
        """The language of what everybody reads in a chat, by own id."""
        # Read anew: what was planned may be told from a view of its own, in another thread.
        return own_of(self.connection, chat).language or self.book.community.language

    def call(
        self,
        method: str,
        chat: int,
        *,
        priority: Priority = Priority.SCHEDULED,
        then: tuple[Follow, ...] = (),
        **params: Any,
    ) -> None:
        """Queue a Bot API call in a chat's lane; `chat_id` is added."""
        call = Call(
            method=method,
            params={"chat_id": chat_ref(chat), **params},
            key=f"job:{self.job.id}:{self.planned_at}{self.part}:{self.posts}",
            lane=chat,
            retry=retry_class(method),
            priority=priority,
            then=then,
        )
        self.posts += 1
        outbox.add(self.connection, [outbox_row(call, self.now)])


class Scheduler:
    """Runs the rule book's jobs. Call `plan` again when the book changes."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        kinds: Mapping[str, JobKind],
        book: Callable[[], RuleBook],
        on_commit: Callable[[], None],
        community: int,
        services: Services,
    ) -> None:
        self._store, self._clock, self._kinds = store, clock, kinds
        self._book, self._on_commit, self._community, self._services = book, on_commit, community, services
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._turn = asyncio.Lock()
        self._planned: dict[str, int] = {}
        self._after: set[asyncio.Future[None]] = set()
        self._ending = False

    async def start(self) -> None:
        """Plan what comes, and serve what was missed: none waits for another's long work."""
        self._scheduler.start()
        missed = [(job, await self._store.aside(self._missed, job)) for job in self._book().schedule]
        self.plan()
        await asyncio.gather(*(self.run(job, moment) for job, moment in missed if moment))

    def plan(self) -> None:
        """Forget all plans and make new ones from the rule book in force."""
        self._scheduler.remove_all_jobs()
        self._planned.clear()
        for job in self._book().schedule:
            self._plan_next(job, self._clock.now())

    async def catch_up(self, late: float = 0.0) -> None:
        """Serve at once what the clock has passed unannounced by more than `late` seconds."""
        now = self._clock.now()
        for job in self._book().schedule:
            planned = self._planned.get(job.id)
            if planned is not None and planned + late <= now:
                missed = await self._store.aside(self._missed, job)
                await self._fire(job, missed or planned)

    async def stop(self) -> None:
        """Plan nothing more and let the run under way end, but not the long work that comes after one."""
        self._ending = True
        self._scheduler.shutdown(wait=False)
        for work in self._after:
            work.cancel()
        async with self._turn:
            pass

    def _plan_next(self, job: Job, after: float) -> None:
        due = next_moment(job.cron, job.timezone, after)
        if due is None:
            return
        self._planned[job.id] = due
        wait = max(0.0, (due - self._clock.now()) / self._clock.rate)
        self._scheduler.add_job(
            self._fire,
            "date",
            run_date=datetime.now(UTC) + timedelta(seconds=wait),
            args=[job, due],
            id=job.id,
            replace_existing=True,
            misfire_grace_time=None,
        )

    async def _fire(self, job: Job, planned_at: int) -> None:
        self._planned.pop(job.id, None)
        try:
            await self.run(job, planned_at)
        finally:
            if job in self._book().schedule:
                self._plan_next(job, max(planned_at, self._clock.now() - 1))

    def _missed(self, job: Job) -> int | None:
        """The newest moment since the last run that should have been served and is not too old."""
        now = self._clock.now()
        with self._store.read() as connection:
            last = timers.last_run(connection, job.id)
        if not last:
            return None
        newest = None
        moment = next_moment(job.cron, job.timezone, max(last, now - job.catch_up))
        while moment is not None and moment <= now:
            newest, moment = moment, next_moment(job.cron, job.timezone, moment)
        return newest

    async def run(self, job: Job, planned_at: int) -> int:
        """Run a job for one planned moment unless that was done; how many posts it queued.

        Jobs take turns, but nobody waits for the long work that comes after one.
        """
        try:
            async with self._turn:
                prepared = await self._prepare(job)
                posts, afterwards = await self._store.in_turn(self._run, job, planned_at, prepared)
            self._on_commit()
            for act in afterwards:
                if not await self._work(job, act):
                    break
        except Exception as error:
            log.error("job failed", job=job.id, planned_at=planned_at, exc_info=error)
            metrics.ERRORS.labels("schedule").inc()
            await self._store.in_turn(self._note_failure, job, planned_at, type(error).__name__)
            return 0
        return posts

    async def _prepare(self, job: Job) -> Any:
        prepare, now = self._kinds[job.job].prepare, int(self._clock.now())
        if prepare is None:
            return None
        ahead = Ahead(self._store, job, now, self._book(), self._community, self._services)
        return await self._store.aside(prepare, ahead)

    def _note_failure(self, job: Job, planned_at: int, why: str) -> None:
        now = int(self._clock.now())
        with self._store.write() as connection:
            if timers.start_run(connection, job.id, planned_at, now):
                timers.finish_run(connection, job.id, planned_at, now, 0, why)

    def _run(self, job: Job, planned_at: int, prepared: Any) -> tuple[int, list[Afterwards]]:
        now = int(self._clock.now())
        with self._store.write() as connection:
            if not timers.start_run(connection, job.id, planned_at, now):
                return 0, []
            run = Run(connection, job, planned_at, now, self._book(), self._community, self._services)
            run.prepared = prepared
            posts = self._kinds[job.job].work(run)
            timers.finish_run(connection, job.id, planned_at, int(self._clock.now()), posts)
        if posts:
            log.info("job ran", job=job.id, posts=posts)
        return posts, run.afterwards

    async def _work(self, job: Job, act: Afterwards) -> bool:
        """Do what comes after a job; False when that is left to another time, because the bot ends."""
        work = asyncio.ensure_future(act(self._store))
        self._after.add(work)
        try:
            await work
        except asyncio.CancelledError:
            if not self._ending:
                raise
            log.info("job goes on another time", job=job.id)
            return False
        finally:
            self._after.discard(work)
        self._on_commit()
        return True
