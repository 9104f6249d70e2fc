"""Courses that plans open: their links are given to those alone to whom the ledger opens them, in private.
Others, and groups, see a link to the bot itself, which tells them how to get in.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.core.command import Answer, Ask
from bot.core.scheduler import Run
from bot.features.courses.rendering import START, link, price
from bot.features.courses.sessions import Session
from bot.text.messages import Html, by_operators, plain
from rules.config.book import RuleBook
from rules.config.courses import Course
from rules.config.membership import Membership, alone
from storage import entitlements


def is_open(
    connection: Connection, membership: Membership, community: int, person: int, course: str, now: int
) -> bool:
    """Whether somebody may have the link of a course: nothing closes it, or the ledger opens it to them."""
    plans = membership.keys_to(course)
    graces = membership.graces(plans) | {alone(course): 0}
    return not plans or entitlements.opens(connection, community, person, graces, now)


def _seen(
    connection: Connection,
    book: RuleBook,
    community: int,
    person: int,
    now: int,
    bot: str,
    courses: Iterable[Course],
) -> tuple[Course, ...]:
    membership = book.file(Membership)
    closed = membership.closed_courses
    return tuple(
        _veiled(c, bot)
        if c.id in closed and not (person and is_open(connection, membership, community, person, c.id, now))
        else c
        for c in courses
    )


def _veiled(course: Course, bot: str) -> Course:
    """The course with a link to the bot in the place of its own, and of those of its lessons."""
    way = f"https://t.me/{bot}?start={START}{course.id}" if bot else ""
    lessons = tuple(lesson.model_copy(update={"url": ""}) for lesson in course.lessons)
    return course.model_copy(update={"url": way, "lessons": lessons})


def asked(ask: Ask) -> tuple[Course, ...]:
    """The catalogue as whoever asks may see it where they ask."""
    return looked_at(ask.batch, ask.community, ask.person.id if ask.event.chat.private else 0)


def looked_at(batch: Batch, community: int, person: int) -> tuple[Course, ...]:
    """The catalogue as somebody may see it in private; 0: as everybody may in a group."""
    book = batch.book
    return _seen(batch.connection, book, community, person, batch.now, batch.bot_username, book.courses)


def told(run: Run, course: Course, person: int) -> Course:
    """A course as a job may tell of it: to somebody in private, or in a group (0)."""
    bot = run.services.bot_username
    return _seen(run.connection, run.book, run.community, person, run.now, bot, [course])[0]


def told_of(run: Run, session: Session, person: int) -> Session:
    """The same of a lesson."""
    course = told(run, session.course, person)
    if course is session.course:
        return session
    return session._replace(course=course, lesson=session.lesson.model_copy(update={"url": ""}))


def opened(ask: Ask, name: str) -> Answer | None:
    """The page of a course by its link `course_ID`, in private; None: there is none, or it is not open to
    whoever asks.
    """
    found = next((c for c in ask.batch.book.courses if c.id == name and not c.hidden), None)
    membership, now = ask.batch.files.file(Membership), ask.batch.now
    if found is None or not is_open(
        ask.batch.connection, membership, ask.community, ask.person.id, name, now
    ):
        return None
    about = by_operators(found.description.get(ask.language, ""))
    lines = [link(found, ask.language), price(found, ask.language), *([about] if about else [])]
    rows = [[{"text": plain(ask.language, "button-open"), "url": found.url}]] if found.url else []
    return Answer(Html("\n".join(lines)), buttons=rows)
