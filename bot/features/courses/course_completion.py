"""Finish courses: write it down, ask for stars, and take the pressed ones."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping

from bot.core.batch import Batch
from bot.core.buttons import Rows, Sign, button
from bot.core.private_access import word_refused
from bot.features.courses.ratings import MOST, STARS
from bot.features.courses.rendering import titles
from bot.runtime import metrics
from bot.text.calendar import end_of
from bot.text.messages import Html, language_of, plain, say
from rules.config.community import gate_of
from rules.config.courses import Course
from rules.engine.events import Event
from storage import learning, ratings, suggestion_outcomes

VERB = "rt"  # of a star's button


def over_at(course: Course, timezone: str) -> int:
    """When a course with a last day is over, in unix seconds; 0 when it has none."""
    if not course.last_day:
        return 0
    return end_of(date.fromisoformat(course.last_day), timezone)


def is_running(course: Course, timezone: str, now: int) -> bool:
    """Whether it has a last day that is still to come: who takes it did not finish it yet."""
    return over_at(course, timezone) > now


def done_row(
    kind: str, community: int, person: int, course: str, at: int, suggestion: int | None = None
) -> dict[str, Any]:
    """That somebody took or finished a course, as an event."""
    key = f"{kind}:{community}:{person}:{course}:{at}"
    return learning.course_event(key, community, person, course, kind, at, suggestion=suggestion)


def finish(
    connection: Connection,
    community: int,
    person: int,
    course: str,
    now: int,
    suggestion: int | None = None,
) -> int:
    """Write down that somebody finished a course, and so took it; the number of the event."""
    known = ratings.of_person(connection, community, person).get(course, {})
    rows = [
        done_row(kind, community, person, course, now, suggestion)
        for kind in ratings.DONE
        if kind not in known
    ]
    learning.add_course_events(connection, rows)
    known = ratings.of_person(connection, community, person)[course]
    return int(known["finished"]["id"])


def stars(number: int, language: str, sign: Sign) -> Rows:
    """One to five stars for the course of an event, as buttons."""
    return [[button(plain(language, "button-stars", count=n), sign(VERB, f"{number}:{n}")) for n in STARS]]


def question(course: str, courses: tuple[Course, ...], language: str) -> Html:
    """How was it?"""
    return say(language, "rate-ask", course=titles(courses, language).get(course, course))


def pressed_stars(batch: Batch, event: Event, arguments: str) -> str:
    """Keep a rating; the same stars stay there, to change one's mind. The sentence for whoever pressed."""
    number, _, given = arguments.partition(":")
    person, press = batch.author(event), event.press
    language = language_of(person.language if person else "", batch.book.community.language)
    usable = number.isascii() and number.isdigit() and len(number) < 19 and given in map(str, STARS)
    if person is None or press is None or not usable or not event.chat.private:
        return plain(language, "button-unknown")
    row = ratings.done(batch.connection, int(number))
    if row is None or row["person_id"] != person.id:
        return plain(language, "button-unknown")
    gate = gate_of(batch.book.community.raters)
    if word_refused(batch, row["community_id"], person.id, gate):
        return plain(language, "pressed-rated-new")
    learning.add_course_events(batch.connection, [_rating(batch, event, row, int(given))])
    metrics.FEEDBACK.labels("rated").inc()
    chat = batch.chat(event).id
    course = titles(batch.book.courses, language).get(row["course"], row["course"])
    shown = "★" * int(given) + "☆" * (MOST - int(given))
    sign = batch.services.buttons.signer(chat, person.id, batch.now)
    thanks = say(language, "rate-thanks", stars=shown, course=course)
    batch.edit_pressed(event, thanks, stars(int(number), language, sign))
    return plain(language, "pressed-rated")


def _rating(batch: Batch, event: Event, done: RowMapping, given: int) -> dict[str, Any]:
    whose = (done["community_id"], done["person_id"], done["course"])
    last = suggestion_outcomes.last_of(batch.connection, *whose)
    key = f"rate:{event.update_id}:{event.at}"
    return learning.course_event(key, *whose, "rated", batch.now, value=given, suggestion=last)
