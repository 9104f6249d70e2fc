"""Answer what operators ask the recommender from the command line, beside the running bot."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from msgspec import Struct
from sqlalchemy import and_, or_, select

from bot.features import extensions
from bot.features.courses.advisor import Advisor
from bot.features.courses.experiment import HELD_OUT, MEANWHILE, MODEL, Arm, Comparison, compare
from bot.features.courses.packed_events import Past
from bot.runtime.opening import existing
from bot.runtime.settings import Settings
from rules.config.book import RuleBook
from rules.config.problems import Several, nearest
from rules.config.rule_book_store import load_book
from rules.sentences import say
from storage import chats, recommender_data
from storage.directory import PERSON
from storage.people import called, numbered
from storage.store import Store

Show = Callable[[int, int], None]
_DAY = 86_400


class Told(Struct, frozen=True):
    """A course for a member: how likely it is the next one, the score's terms, and why in words."""

    course: str
    title: str
    chance: float
    terms: dict[str, float]
    why: str
    refused: str = ""  # why it is not suggested now


@contextmanager
def _desk(settings: Settings) -> Iterator[tuple[Store, int, RuleBook]]:
    """The database, the community and the rule book.

    Raises:
        ValueError: there is no database, or the rule files have problems.
    """
    book, problems = load_book(settings.rules, extensions())
    if book is None or problems:
        raise Several(problems)
    with existing(settings) as store:
        with store.write() as connection:
            community = chats.ensure_community(connection, settings.community, int(time.time()))
        yield store, community, book


def train(settings: Settings, show: Show) -> dict[str, Any]:
    """Choose the recommender's settings on the community's held-out courses and keep them.

    Raises:
        ValueError: fewer than twenty members took two courses or more: nothing can be told from them.
    """
    with _desk(settings) as (store, community, book):
        past = Past()
        recommender_data.read_course_events(store.reading, community, past.add)
        found, figures = _train(past, book, show)
        with store.write() as connection:
            now = int(time.time())
            recommender_data.add_model_version(connection, community, found, figures["methods"], now)
    return figures


_FEWEST = 20  # members with two courses or more


def _train(past: Past, book: RuleBook, show: Show) -> tuple[dict[str, Any], dict[str, Any]]:
    from bot.features.courses.evaluation.evaluate import measured
    from bot.features.courses.evaluation.reading import Data
    from bot.features.courses.model import histories_of, sequences_of
    from bot.features.courses.text_features import course_text

    ids = [c.id for c in book.courses]
    sequences = sequences_of(past.events())
    histories = histories_of(sequences.values(), ids)
    able = int((histories.sizes > 1).sum())
    if able < _FEWEST:
        raise ValueError(say("train-one" if able == 1 else "train-few", count=able, needed=_FEWEST))
    data = Data(histories, [str(p) for p in sequences], ids)
    figures = measured(data, [course_text(c) for c in book.courses], 10, show=show)
    return figures["settings"], figures


def report(settings: Settings, days: int) -> Comparison:
    """How the recommender's suggestions did in the last days beside what is popular.

    Raises:
        ValueError: there is no database, or the rule files have problems.
    """
    with _desk(settings) as (store, community, _), store.read() as connection:
        since = int(time.time()) - days * _DAY
        found = recommender_data.outcomes_by_model(
            connection, community, since, f":{HELD_OUT}", f":{MEANWHILE}"
        )
    none = (0, 0, 0)
    return compare({MODEL: Arm(*found.get(False, none)), HELD_OUT: Arm(*found.get(True, none))})


def advise(settings: Settings, member: str, language: str, count: int) -> list[Told]:
    """The courses a member would be suggested now.

    Raises:
        ValueError: there is no such member.
    """
    return _consult(settings, member, language, count, "")


def why(settings: Settings, member: str, course: str, language: str) -> Told:
    """What speaks for a course for a member, and what keeps it from being suggested.

    Raises:
        ValueError: there is no such member or course.
    """
    return _consult(settings, member, language, 1, course)[0]


def _consult(settings: Settings, member: str, language: str, count: int, course: str) -> list[Told]:
    from bot.features.courses.explain import reason_of, sentence
    from bot.features.courses.rendering import titles
    from bot.features.courses.suggest import refused, suggest

    with _desk(settings) as (store, community, book):
        with store.read() as connection:
            person = _person(connection, member)
        now = time.time()
        advisor = Advisor(community, explore=False)
        advisor.learn_here(store, book, now)
        with store.read() as connection:
            model = advisor.model(connection, book, now)
            if model is None:
                raise ValueError(say("no-model"))
            profile = advisor.profiles(connection, [person], model, now)[person]
            live = advisor.live(connection, book, now)
    names = titles(book.courses, language)
    if course and course not in names:
        raise ValueError(say("course-unknown", name=course, hint=nearest(course, names)))
    before = profile.without(course)
    ranked = [r for r in model.rank(before) if r.course == course] if course else []
    chances = model.chances(profile)
    return [
        Told(
            r.course,
            names[r.course],
            chances[r.course],
            r.terms,
            str(sentence(language, reason_of(model, before, r), names)),
            refused(live.courses[r.course], profile, live),
        )
        for r in ranked or suggest(model, profile, live, count)
    ]


def _person(connection: Any, member: str) -> int:
    name = member.strip().removeprefix("@")
    if not name:
        raise ValueError(say("who-none", how=say("who-how")))
    wanted = [called(name)]
    if name.isascii() and name.isdigit() and len(name) < 19:
        wanted.append(numbered(int(name)))
    outside = and_(PERSON.c.platform_id < 0, PERSON.c.name == member)  # imported, not on Telegram
    found = connection.execute(select(PERSON.c.id).where(or_(*wanted, outside))).scalar()
    if found is None:
        raise ValueError(say("who-unknown", name=member, how=say("who-how")))
    return int(found)
