"""Hold the recommender in force, and advise members by what is stored of them."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import Connection, select

from bot.core.command import Ask
from bot.core.long_commands import comes_again, put_off
from bot.runtime import logs, metrics
from bot.text.messages import told_here
from rules.config.book import RuleBook
from storage import learning, recommender_data
from storage.directory import PERSON
from storage.store import Store

if TYPE_CHECKING:
    from bot.features.courses.model import Model
    from bot.features.courses.profile import Profile
    from bot.features.courses.suggest import Live

log = logs.get("advisor")

_EVENTS, _COURSES = 2_000, 60  # from which on fitting would hold up who shares the interpreter
_LATELY = 30 * 86_400  # seconds whose impressions tell what is known of a course


class Advice(Struct, frozen=True):
    """A course for somebody, with its score, the score's terms and the reason as values."""

    course: str
    score: float
    terms: dict[str, float]
    reason: dict[str, Any]
    model: str


class Advisor:
    """Holds the fitted model of one community. Fitting happens beside the event loop."""

    def __init__(self, community: int, explore: bool = True) -> None:
        self._community = community
        self._explore = explore  # whether courses are tried out, and members held out to compare
        self._model: Model | None = None
        self._catalogue: tuple[Any, ...] = ()
        self._meanwhile: tuple[tuple[Any, ...], Model] | None = None  # and the catalogue it knows
        self._turn = asyncio.Lock()

    async def refresh(self, store: Store, book: RuleBook, now: float) -> None:
        """Learn from all that is stored, with the catalogue in force; if that fails, the old model stays.

        Nothing of the database is held while the model is fitted. A small one that nobody has asked for yet
        is left until somebody does: a bot that suggests nothing loads no libraries for it.
        """
        async with self._turn:
            began = time.perf_counter()
            settings, events = await store.look(self._survey)
            small = is_small(events, len(book.courses))
            if small and self._model is None:
                return
            await store.aside(_load_libraries)
            if small:
                await store.aside(self._learn_here, store.reading, settings, book, now)
            else:
                await self._learn_apart(store, settings, book, now)
            metrics.FIT_SECONDS.observe(time.perf_counter() - began)

    def _survey(self, connection: Connection) -> tuple[dict[str, Any] | None, int]:
        """The settings chosen for the model, and how many events there are to learn from."""
        settings = recommender_data.model_settings(connection, self._community)
        return settings, recommender_data.count_course_events(connection, self._community)

    async def _learn_apart(
        self, store: Store, stored: dict[str, Any] | None, book: RuleBook, now: float
    ) -> None:
        from bot.features.courses.training import FittingFailed, fit_apart, settings_of

        if self._model is None:
            await store.look(lambda connection: self._popular(connection, book, now))
        given = (store.url, self._community, book.courses, now, settings_of(stored))
        try:
            self._take_over(await fit_apart(*given), book)
        except FittingFailed as error:
            log.error("no new model", why=told_here(error))
            metrics.ERRORS.labels("recommender").inc()

    def learn_here(self, store: Store, book: RuleBook, now: float) -> None:
        """Learn from all that is stored, in this process, however much that is."""
        settings, _ = store.reading(self._survey)
        self._learn_here(store.reading, settings, book, now)

    def _learn_here(
        self, ask: recommender_data.Ask, stored: dict[str, Any] | None, book: RuleBook, now: float
    ) -> None:
        from bot.features.courses.packed_events import Past
        from bot.features.courses.training import learned, settings_of

        past = Past()
        recommender_data.read_course_events(ask, self._community, past.add)
        self._take_over(learned(past, book.courses, now, settings_of(stored)), book)

    def _take_over(self, model: Model, book: RuleBook) -> None:
        self._model, self._catalogue, self._meanwhile = model, book.courses, None

    def model(self, connection: Connection, book: RuleBook, now: float) -> Model | None:
        """The model in force; a small one that is missing, or knows another catalogue, is fitted at once.

        A large one is left to whoever refreshes: until then the old one goes on, or there is none.
        """
        if self.lacks_model(book):
            events = recommender_data.count_course_events(connection, self._community)
            if is_small(events, len(book.courses)):
                settings = recommender_data.model_settings(connection, self._community)
                self._learn_here(lambda work: work(connection), settings, book, now)
        return self._model

    def lacks_model(self, book: RuleBook) -> bool:
        """Whether a small model would have to be fitted now: there is none, or it knows another catalogue."""
        return self._model is None or self._catalogue is not book.courses

    def make_ready(self, store: Store, book: RuleBook, now: float) -> None:
        """Fit a small model that is missing, beside the writer; a large one is left to whoever refreshes."""
        _load_libraries()
        store.reading(lambda connection: self.model(connection, book, now))

    def any_model(self, connection: Connection, book: RuleBook, now: float) -> Model:
        """The model in force; as long as a large one is fitted for the first time, what is popular."""
        return self.model(connection, book, now) or self._popular(connection, book, now)

    def _popular(self, connection: Connection, book: RuleBook, now: float) -> Model:
        if self._meanwhile is None or self._meanwhile[0] is not book.courses:
            from bot.features.courses.popularity_fallback import popular

            counts = recommender_data.popularity(connection, self._community, int(now))
            self._meanwhile = (book.courses, popular(book.courses, counts, now))
        return self._meanwhile[1]

    def advise(
        self, connection: Connection, people: Iterable[int], book: RuleBook, now: float, count: int = 1
    ) -> dict[int, list[Advice]]:
        """Up to `count` courses for each person (own ids), the best first; nobody gets what is filtered.

        Members who are held out get what is popular, under a model's name that says so.
        """
        from bot.features.courses.experiment import HELD_OUT, MEANWHILE, held_out
        from bot.features.courses.explain import reason_of
        from bot.features.courses.suggest import suggest_all

        wanted = sorted(set(people))
        model = self.any_model(connection, book, now)
        profiles = self.profiles(connection, wanted, model, now)
        live = self.live(connection, book, now)
        known = [profiles[p] for p in wanted]
        compared = self._explore and not model.version.endswith(f":{MEANWHILE}")
        apart = {p for p in wanted if compared and held_out(p)}
        # What somebody asks for counts in both arms.
        told = [profiles[p].asking() if p in apart else profiles[p] for p in wanted]
        chosen = suggest_all(model, known, live, count, told)
        names = {p: f"{model.version}:{HELD_OUT}" if p in apart else model.version for p in wanted}
        return {
            p: [
                Advice(r.course, round(r.score, 4), r.terms, reason_of(model, profiles[p], r), names[p])
                for r in ranked
            ]
            for p, ranked in zip(wanted, chosen, strict=True)
        }

    def live(self, connection: Connection, book: RuleBook, now: float) -> Live:
        """What holds now: the catalogue, full courses, what came of the latest suggestions."""
        from bot.features.courses.exploration import Outcomes
        from bot.features.courses.suggest import Live

        limited = {c.id: c.seats for c in book.courses if c.seats}
        counts = recommender_data.takers(connection, self._community, limited) if limited else {}
        outcomes = None
        if self._explore:
            since = int(now) - _LATELY
            outcomes = Outcomes(*recommender_data.outcomes(connection, self._community, since))
        full = frozenset(c for c, seats in limited.items() if counts.get(c, 0) >= seats)
        return Live(now, {c.id: c for c in book.courses}, full, outcomes, book.community.language)

    def profiles(
        self, connection: Connection, people: Iterable[int], model: Model | None = None, now: float = 0.0
    ) -> dict[int, Profile]:
        """What the model may know of these people; a `model` hears what they wrote lately, too."""
        from bot.features.courses.member_words import heard
        from bot.features.courses.profile import profile_of

        wanted = sorted(set(people))
        events: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
        for event in learning.course_events(connection, self._community, wanted):
            events[event["person_id"]].append(dict(event))
        shown = learning.shown(connection, self._community, wanted)
        words = heard(connection, self._community, wanted, model, now)
        columns = (PERSON.c.id, PERSON.c.language, PERSON.c.username, PERSON.c.platform_id)
        known = {r.id: r for r in connection.execute(select(*columns).where(PERSON.c.id.in_(wanted)))}
        return {
            p: profile_of(
                events[p],
                shown.get(p, {}),
                words[p],
                known[p].language if p in known else "",
                p,
                _names(known[p].username, known[p].platform_id) if p in known else (),
            )
            for p in wanted
        }


def is_small(events: int, courses: int) -> bool:
    """Whether a model of this size is fitted in milliseconds."""
    return events <= _EVENTS and courses <= _COURSES


def waits_for_model(ask: Ask) -> bool:
    """Whether a command comes again once the model that it needs is fitted, beside the writer."""
    batch, advisor = ask.batch, ask.batch.services.of(Advisor)
    if comes_again(ask) or not advisor.lacks_model(batch.book):
        return False
    return put_off(ask, partial(advisor.make_ready, book=batch.book, now=batch.now))


def _load_libraries() -> None:
    """Import what learning needs, in a thread: the event loop would stand still for seconds."""
    import bot.features.courses.popularity_fallback
    import bot.features.courses.training  # noqa: F401  # to have them loaded


def _names(username: str, platform_id: int | None) -> set[str]:
    """How a course's `authors` may name somebody."""
    names = {f"@{username.lower()}", username.lower()} if username else set()
    return names | ({str(platform_id)} if platform_id else set())
