"""The recommender in force, and its advice for members by what is stored of them."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.texts import LANGUAGES
from rules.config.book import RuleBook
from storage import learning
from storage.directory import PERSON

if TYPE_CHECKING:
    from bot.courses.model import Model
    from bot.courses.profile import Profile


class Advice(Struct, frozen=True):
    """A course for somebody, with its score, the score's terms and the reason as values."""

    course: str
    score: float
    terms: dict[str, float]
    reason: dict[str, Any]
    model: str


class Advisor:
    """Holds the fitted model of one community. Fitting happens in a thread, beside the event loop."""

    def __init__(self, community: int) -> None:
        self._community = community
        self._model: Model | None = None
        self._catalogue: tuple[Any, ...] = ()

    async def refresh(self, connection: AsyncConnection, book: RuleBook, now: float) -> None:
        """Learn from everything stored so far, with the catalogue in force."""
        events = [dict(e) for e in await learning.course_events(connection, self._community)]
        self._model = await asyncio.to_thread(_fit, events, book.courses, now)
        self._catalogue = book.courses

    async def model(self, connection: AsyncConnection, book: RuleBook, now: float) -> Model:
        """The model in force; fitted now when there is none for this catalogue."""
        if self._model is None or self._catalogue is not book.courses:
            await self.refresh(connection, book, now)
        if self._model is None:
            raise RuntimeError("fitting gave no model")
        return self._model

    async def advise(
        self, connection: AsyncConnection, people: Iterable[int], book: RuleBook, now: float, count: int = 1
    ) -> dict[int, list[Advice]]:
        """Up to `count` courses for each person (own ids), the best first; nobody gets what is filtered."""
        from bot.courses.explain import reason_of
        from bot.courses.suggest import suggest

        model = await self.model(connection, book, now)
        found: dict[int, list[Advice]] = {}
        for person, profile in (await self.profiles(connection, people)).items():
            found[person] = [
                Advice(r.course, round(r.score, 4), r.terms, reason_of(model, profile, r), model.version)
                for r in suggest(model, profile, now, count)
            ]
        return found

    async def profiles(self, connection: AsyncConnection, people: Iterable[int]) -> dict[int, Profile]:
        """What the model may know of these people."""
        from bot.courses.profile import profile_of

        wanted = sorted(set(people))
        events: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
        for event in await learning.course_events(connection, self._community, wanted):
            events[event["person_id"]].append(dict(event))
        shown = await learning.shown(connection, self._community, wanted)
        terms = await learning.interests(connection, self._community, wanted)
        query = select(PERSON.c.id, PERSON.c.language).where(PERSON.c.id.in_(wanted))
        spoken = {r.id: _spoken(r.language) for r in await connection.execute(query)}
        return {
            p: profile_of(
                events[p],
                shown.get(p, {}),
                (terms[p]["terms"] or {}) if p in terms else {},
                spoken.get(p, ""),
            )
            for p in wanted
        }


def _spoken(tag: str) -> str:
    """The catalogue's language that an IETF tag names; nothing is known from any other tag."""
    short = tag.lower().partition("-")[0]
    return short if short in LANGUAGES else ""


def _fit(events: list[dict[str, Any]], courses: tuple[Any, ...], now: float) -> Model:
    from bot.courses.model import Model

    return Model.fit(events, courses, now)
