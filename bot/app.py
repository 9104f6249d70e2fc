"""Wire the running bot together: the only file that knows everyone."""

from __future__ import annotations

import asyncio
import gc
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, TypeVar

from bot.core import polling
from bot.core.buttons import Buttons
from bot.core.checkout import Checkouts
from bot.core.command import set_menus
from bot.core.feature import Registry
from bot.core.inside import Inside
from bot.core.pipeline import Pipeline
from bot.core.rule_watcher import watch
from bot.core.scheduler import Scheduler
from bot.core.spool import Spool
from bot.core.timekeeping import Timekeeper
from bot.delivery.follow_ups import FollowUps
from bot.delivery.rate_limits import RateLimits
from bot.delivery.worker import Delivery
from bot.features import extensions, registry
from bot.features.pictures.scan_queue import Pictures
from bot.features.pictures.scan_worker import Looker
from bot.features.screening.locks import look_at_all
from bot.features.spam.model_updates import Keeper
from bot.features.spam.score_service import Spam
from bot.operations.durability import Guard
from bot.operations.startup import (
    CannotStart,
    alone_on,
    buttons_of,
    choose_source,
    freeze_what_stays,
    make_tables,
    remember_book,
    services_of,
    who_am_i,
)
from bot.operations.web.server import bind, serve
from bot.platforms.telegram.api_rules import ALLOWED_UPDATES
from bot.platforms.telegram.calls import Gateway
from bot.platforms.telegram.decode import Me
from bot.platforms.telegram.gateways import open_gateway
from bot.runtime import logs, metrics, systemd
from bot.runtime.background_tasks import keep
from bot.runtime.clock import Clock, parse_clock
from bot.runtime.opening import open_store
from bot.runtime.redaction import hide
from bot.runtime.settings import Settings
from bot.runtime.signals import end_anyway, end_at_the_next, on_signals
from rules.config.book import RuleBook
from rules.config.files import why
from rules.config.problems import Problem
from rules.config.rule_book_store import RuleBookStore
from rules.sentences import said, say
from storage.store import Store

T = TypeVar("T")
log = logs.get("app")
_LOADED = 3.0  # real seconds after which what is imported late is there too
_SPARE = 2.0  # seconds of the time for stopping in which what has ended is written down
_SETTLES = {"polls": 2.0, "webhook": 30.0}  # real seconds in which updates may overtake each other
_BACKSTOP = 5.0  # seconds after that time when the process ends, whatever still runs


class App:
    """One bot, from its settings to its tasks."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        gateway: Gateway,
        rule_books: RuleBookStore,
        me: Me,
        community: int,
        buttons: Buttons,
    ) -> None:
        from bot.features.courses.advisor import Advisor

        self.settings, self.store, self.gateway, self.rule_books = settings, store, gateway, rule_books
        self.clock: Clock = parse_clock(settings.clock)
        self.community, self._me = community, me
        self.stop = asyncio.Event()
        self._listening = asyncio.Event()
        self.started_at = time.time()
        self.problems: list[Problem] = []
        self._loaded_at = self.started_at
        self._taking: set[asyncio.Task[object]] = set()
        self._relearn, self._timer_came = asyncio.Event(), asyncio.Event()
        self.services = services = services_of(settings, community, buttons, me.username)
        self.advisor, self.spam = services.of(Advisor), services.of(Spam)
        known = services.of(Registry)
        self.delivery = Delivery(
            store,
            gateway,
            self.clock,
            RateLimits(on=settings.pacing),
            max(0.5, settings.stop_seconds - _SPARE),
            FollowUps(known.follow_ups, known.refused, known.refusals),
            self._timer_came.set,
        )
        self.pipeline = Pipeline(
            store,
            self.clock,
            self.book,
            me,
            community,
            self.delivery.committed,
            services,
            asyncio.get_running_loop().call_soon_threadsafe,
        )
        checkouts = Checkouts(store, gateway, self.clock, self.book, community, services, known.checkout)
        self.spool = Spool(store, self.clock, checkouts, self._decide)
        self.guard = Guard(store, self.clock, _SETTLES["webhook" if settings.webhook_url else "polls"])
        self.scheduler = Scheduler(store, self.clock, known.jobs, self.book, self._ran, community, services)
        jobs = self.scheduler if settings.schedule else None
        self._time = Timekeeper(store, self.clock, self.pipeline, jobs, me, self._whole, self._timer_came)

    def book(self) -> RuleBook:
        """The rule book in force."""
        return self.rule_books.book

    async def take(self, raws: Sequence[Any]) -> None:
        """Decide and commit a batch, to the end even if the caller is cancelled; what was fetched before it
        comes first.
        """
        await self.spool.take(raws, polled=False)

    async def _decide(self, raws: Sequence[Any]) -> None:
        self.guard.saw(raws)
        await self._whole(self.store.in_turn(self.pipeline.take, raws))
        self._time.decided()

    def _ran(self) -> None:
        """A job ended: it may have queued calls, and set timers."""
        self.delivery.new_rows()
        self._timer_came.set()

    async def _whole(self, work: Coroutine[Any, Any, T]) -> T:
        """Do this to the end, whoever is cancelled meanwhile: it holds a transaction."""
        task = asyncio.create_task(work)
        self._taking.add(task)
        task.add_done_callback(self._taking.discard)
        return await asyncio.shield(task)

    async def run(self, *, fetches: bool = True, menus: bool = True) -> None:
        """Work until `stop` is set or the token turns out wrong.

        Without `fetches` somebody else hands the updates to `take`; without `menus` the lists of commands
        stay as they are.

        Raises:
            CannotStart: Telegram does not know the token, or the HTTP address is taken.
        """
        listener = self._listen()
        await self.delivery.recover(self.guard.begin())
        await self._remember(self.rule_books.book)
        await self.guard.tell(self.community, self._language(), self.delivery.new_rows)
        await self.spool.begin()
        source = asyncio.create_task(self._source(menus) if fetches else self._until_stopped(), name="source")
        works = {
            name: asyncio.create_task(keep(name, work), name=name) for name, work in self._works(listener)
        }
        stopped = asyncio.create_task(self.stop.wait())
        log.info("running", bot=self.settings.bot_id, rules=len(self.rule_books.book.rules))
        systemd.notify("READY=1")
        await asyncio.wait({source, stopped}, return_when=asyncio.FIRST_COMPLETED)
        failed = source.exception() if source.done() and not source.cancelled() else None
        await self._end([source, stopped], works)
        if listener is not None:
            listener.close()
        if failed is not None:
            raise CannotStart(said(failed)) from failed

    def _listen(self) -> socket.socket | None:
        try:
            return bind(self.settings.http) if self.settings.http else None
        except OSError as error:
            raise CannotStart(say("start-http", address=self.settings.http, why=why(error))) from error

    def _works(self, listener: socket.socket | None) -> list[tuple[str, Callable[[], Awaitable[None]]]]:
        keeper = Keeper(self.store, self.spam, self.community, self.book, self.clock.now)
        looker = Looker(self.store, self.gateway, self.services.of(Pictures), self.clock.now)
        works: list[tuple[str, Callable[[], Awaitable[None]]]] = [
            ("delivery", self.delivery.run),
            ("timers", self._time.run),
            ("spool", self.spool.run),
            ("beside", partial(self.services.beside.run, self.store, self.clock.now, self._timer_came.set)),
            ("durability", self._guard),
            ("rules", self._watch),
            ("advisor", self._after_listening(self._refresh_advisor)),
            ("spam", self._after_listening(keeper.run)),
            ("pictures", self._after_listening(looker.run)),
            ("watchdog", systemd.stay_alive),
        ]
        own = self.services.of(Registry).works.items()
        works += [(name, self._after_listening(partial(work, self._inside()))) for name, work in own]
        if self.settings.schedule:
            works.append(("schedule", partial(self._time.schedule, self.stop)))
        if listener is not None:
            works.append(("web", lambda: serve(self._web(), listener)))
        return works

    def _inside(self) -> Inside:
        now, woken = lambda: self.clock.now(), self._timer_came.set
        return Inside(self.store, self.services, self.book, self.community, now, woken)

    async def _guard(self) -> None:
        await self.guard.run(self.community, self._language, self.delivery.new_rows)

    def _language(self) -> str:
        return self.rule_books.book.community.language

    def _after_listening(self, work: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        """The work, begun when updates can come in: it loads libraries for which nobody should wait."""

        async def later() -> None:
            await self._listening.wait()
            await work()

        return later

    async def _until_stopped(self) -> None:
        self._listening.set()
        await self.stop.wait()

    async def _source(self, with_menus: bool) -> None:
        """Updates come in, by polls or by the webhook."""
        secret = self.settings.webhook_secret.get_secret_value()
        url = self.settings.webhook_url
        await choose_source(self.gateway, url, secret, ALLOWED_UPDATES)
        menus = asyncio.create_task(keep("menus", self._set_menus), name="menus") if with_menus else None
        self._listening.set()
        try:
            await (self.stop.wait() if url else polling.poll(self.gateway, self.spool.take))
        finally:
            if menus is not None:
                menus.cancel()

    async def _set_menus(self) -> None:
        """Members are answered before their menus are there."""
        commands = self.services.of(Registry).commands.values()
        for reason in await set_menus(self.gateway, commands, self.rule_books.book.community.language):
            log.warning("menu refused", why=reason)

    async def _watch(self) -> None:
        await watch(self.rule_books, self.settings.rules, self.stop, self._new_book, self._rules_read)

    async def _new_book(self, book: RuleBook) -> None:
        self._loaded_at = time.time()
        await self._remember(book)
        self._relearn.set()
        self.spam.labelled.set()
        if self.settings.schedule:
            self.scheduler.plan()

    async def _rules_read(self, problems: list[Problem]) -> None:
        self.problems = problems

    async def _remember(self, book: RuleBook) -> None:
        now = int(self.clock.now())
        await self.store.in_turn(remember_book, self.store, book.hash, book.body, now)
        await self.store.in_turn(look_at_all, self.store, book, self.community, now)
        metrics.RULE_BOOK_LOADED.set_to_current_time()

    async def _refresh_advisor(self) -> None:
        """Learn at the start and after every change of the rule files, for which nobody waits."""
        while True:
            self._relearn.clear()
            await self.advisor.refresh(self.store, self.rule_books.book, int(self.clock.now()))
            await self._relearn.wait()

    def rules_status(self) -> dict[str, Any]:
        """The rule book in force, and what was wrong with the files when they were read last."""
        return {
            "hash": self.rule_books.book.hash,
            "loaded_at": self._loaded_at,
            "rules": len(self.rule_books.book.rules),
            "files": sorted(p.name for p in self.settings.rules.glob("*.yaml")),
            "problems": [str(p) for p in self.problems],
        }

    def _web(self) -> Any:
        from fastapi import FastAPI

        from bot.core.routes import feature_router
        from bot.core.webhook import webhook_router
        from bot.operations.web.door import guarded
        from bot.operations.web.status import status_router

        web = FastAPI(openapi_url=None)
        status = status_router(
            self.store, self.rules_status, self.started_at, self.clock.now, self.stop.is_set
        )
        web.include_router(status)
        if self.settings.webhook_url:
            secret = self.settings.webhook_secret.get_secret_value()
            web.include_router(webhook_router(self.take, secret))
        web.include_router(feature_router(routes := self.services.of(Registry).routes, self._inside()))
        outside = (self.settings.webhook_url, self.settings.public_url)
        return guarded(web, self.settings.http_hosts, outside, routes)

    async def _end(self, first: list[asyncio.Task[Any]], works: dict[str, asyncio.Task[None]]) -> None:
        """No new updates; what is under way ends; then everything is closed. In bounded time."""
        self.stop.set()
        systemd.notify("STOPPING=1")
        began = time.monotonic()
        log.info("stopping", longest_seconds=self.settings.stop_seconds)
        web = works.pop("web", None)  # tells until the end that it ends
        for task in first:
            task.cancel()
        await self._ended([*first, *self._taking], began)
        self.delivery.end()
        for name, task in works.items():
            if name != "delivery":
                task.cancel()
        await self._ended([*works.values(), *self._taking], began)
        if web is not None:
            web.cancel()
        await self._ended([*works.values(), *self._taking, *([web] if web else [])], began)
        late = [name for name, task in works.items() if not task.done()]
        if late or self._taking:
            log.warning("not everything ended in time", works=late, batches=len(self._taking))
        log.info("stopped", seconds=round(time.time() - self.started_at))

    async def _ended(self, tasks: Iterable[asyncio.Task[Any]], began: float) -> None:
        """Wait for these, as long as stopping may take."""
        left = self.settings.stop_seconds - (time.monotonic() - began)
        if under_way := [task for task in tasks if not task.done()]:
            await asyncio.wait(under_way, timeout=max(0.1, left))


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[App]:
    """An app with its database, rules and gateway, all closed at the end.

    Raises:
        CannotStart: with the reason.
        RulesRefused: the rule files have problems.
    """
    token = settings.token.get_secret_value()
    if not token and settings.gateway != "dry":
        raise CannotStart(say("start-token-absent"))
    if settings.webhook_url and not settings.webhook_secret.get_secret_value():
        raise CannotStart(say("start-webhook-secret"))
    tables = registry().tables
    rule_books = RuleBookStore(settings.rules, extensions())
    with alone_on(settings.database):
        store, community = open_store(settings.database, settings.community, int(time.time()))
        gateway = open_gateway(settings.gateway, token, settings.api_url)
        try:
            make_tables(store, tables)
            buttons = buttons_of(store, int(time.time()))
            yield App(settings, store, gateway, rule_books, await who_am_i(gateway), community, buttons)
        finally:
            await gateway.close()
            store.close()


async def run(settings: Settings) -> None:
    """Open everything, run until SIGINT or SIGTERM, close everything; a second signal ends at once.

    Raises:
        CannotStart, RulesRefused: as `opened` does.
    """
    hide(*settings.secrets)
    logs.configure(settings.log_level, settings.log_format)
    gc.disable()  # until what stays is loaded
    if (task := asyncio.current_task()) is not None:
        on_signals(task.cancel)
    try:
        async with opened(settings) as app:

            def stop() -> None:
                app.stop.set()
                end_at_the_next()
                end_anyway(settings.stop_seconds + _BACKSTOP)

            on_signals(stop)
            asyncio.get_running_loop().call_later(_LOADED, freeze_what_stays)
            await app.run()
    except asyncio.CancelledError:
        log.info("ended before it ran")
