"""Reminders of lessons and live sessions: once each, by what the catalogue says at the moment.

What is told is claimed under a key of its own in the transaction that queues the message, and looked up anew
at every run: a restart repeats nothing, and what was missed while the bot was down is still told in time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import NamedTuple

from bot.core.buttons import Rows, button
from bot.core.quiet_hours import hours_of, hours_of_people
from bot.core.scheduler import Run
from bot.features.courses import sessions as lessons
from bot.features.courses.members_only import told_of
from bot.features.courses.sessions import Session
from bot.features.courses.tell_once import STOP, Message, ended, tells
from bot.text.messages import language_of, plain
from rules.engine.quiet_hours import Hours, due, quiet_until
from storage import chats, course_notices, people
from storage.course_notices import Notice
from storage.preferences import chosen

REMINDERS = "reminders"  # the preference of those who want none
VERB = "rm"  # of the button that says so


def reminders(run: Run) -> int:
    """Tell of lessons that begin soon, that moved or were cancelled, once the run is committed."""
    if any(course.lessons for course in run.book.courses):
        tells(run, planned)
    return 0


def planned(run: Run) -> list[Message]:
    """Everything that is to be told now, some of which was told before."""
    found = lessons.sessions(run.book.courses, run.book.community.timezone)
    changes = _changes(run, found)
    # Who hears that a lesson moved needs no reminder of it in the same moment.
    told = {_place(m) for m in changes if m.notice.kind == "moved"}
    messages = [
        replace(m, text=None) if _place(m) in told else m
        for m in _reminders(run, [s for s in found if not s.lesson.cancelled])
    ]
    known = course_notices.known(run.connection, [m.notice.key for m in (*changes, *messages)])
    return [m for m in (*changes, *messages) if m.notice.key not in known]


def _changes(run: Run, found: Iterable[Session]) -> list[Message]:
    """For everybody who was told of a lesson that has another time by now, or is cancelled.

    In quiet hours it waits, unless the lesson is before their end.
    """
    now_at = {session.place: session for session in found}
    rows = course_notices.told_of_the_future(run.connection, run.community, run.now)
    latest = {(row["chat_id"], row["course"], row["lesson"]): row for row in rows if row["lesson"]}
    audience = _audience(run, {row["person_id"] for row in latest.values() if row["person_id"]})
    hours = hours_of(run, chats.in_community(run.connection, run.community))
    groups = {chat: _Listener(of, run.spoken(chat)) for chat, of in hours.items()}
    messages = []
    for row in latest.values():
        person, chat, old = row["person_id"], row["chat_id"], row["starts_at"]
        session = now_at.get((row["course"], row["lesson"]))
        listener = audience.get(person) if person else groups.get(chat)
        if session is None or row["kind"] == "cancelled" or listener is None:
            continue
        until = quiet_until(run.now, listener.hours)
        if until and until < min(old, session.starts_at):
            continue
        if session.lesson.cancelled:
            notice = _notice(run, "cancelled", session, chat, person, old)
            text = lessons.cancelled(session, old, listener.language)
        elif session.starts_at != old and session.starts_at > run.now:
            notice = _notice(run, "moved", session, chat, person, session.starts_at)
            text = lessons.moved(session, listener.language)
        else:
            continue
        buttons = _rows(run, notice, session, listener.language)
        messages.append(Message(notice, text, buttons, bool(until) or person is None))
    return messages


class _Listener(NamedTuple):
    """Whose quiet hours count, and in which language they are told."""

    hours: Hours
    language: str


def _audience(run: Run, wanted: Collection[int]) -> dict[int, _Listener]:
    """Those of these people who did not opt out."""
    off = chosen(run.connection, run.community, REMINDERS, wanted)
    hours = hours_of_people(run, wanted)
    known = people.known(run.connection, wanted)
    usual = run.book.community.language
    return {
        person: _Listener(hours[person], language_of(one.language, usual))
        for person, one in known.items()
        if off.get(person) != "off"
    }


def _reminders(run: Run, found: Iterable[Session]) -> list[Message]:
    """For members and groups, by their own quiet hours."""
    wanted = run.book.posting.reminders
    rooms = chats.in_community(run.connection, run.community)
    hours = hours_of(run, rooms)
    usual = run.book.posting.hours((), run.book.community.timezone)
    soon = [s for s in found if any(due(s.starts_at, wanted.before, run.now, h) for h in _some(hours, usual))]
    messages: list[Message] = []
    if soon and wanted.private:
        messages += _in_private(run, soon)
    last = wanted.before[-1:]
    for session in soon if wanted.group != "off" else ():
        if wanted.group == "live" and session.course.kind != "live":
            continue
        for chat, quiet in hours.items():
            one = due(session.starts_at, last, run.now, quiet)
            if one is not None:
                notice = _notice(run, f"remind{one.lead}", session, chat, None, session.starts_at)
                messages.append(_message(run, notice, session, run.spoken(chat), silent=True))
    return messages


def _some(hours: dict[int, Hours], usual: Hours) -> set[Hours]:
    return {*hours.values(), usual}


def _message(run: Run, notice: Notice, session: Session, language: str, *, silent: bool) -> Message:
    text = lessons.reminder(session, run.now, language)
    return Message(notice, text, _rows(run, notice, session, language), silent)


def _in_private(run: Run, soon: list[Session]) -> list[Message]:
    """Members who took the course before the reminder was due, and did not opt out."""
    takers = course_notices.enrolled(run.connection, run.community, {s.course.id for s in soon})
    everybody = {person for some in takers.values() for person in some}
    rooms = people.private_chats(run.connection, everybody)
    audience = _audience(run, rooms)
    messages = []
    for session in soon:
        for person, since in takers.get(session.course.id, {}).items():
            listener = audience.get(person)
            if listener is None:
                continue
            one = due(session.starts_at, run.book.posting.reminders.before, run.now, listener.hours)
            if one is not None and since <= one.since:
                notice = _notice(run, f"remind{one.lead}", session, rooms[person], person, session.starts_at)
                messages.append(_message(run, notice, session, listener.language, silent=one.silent))
    return messages


def _notice(run: Run, kind: str, session: Session, chat: int, person: int | None, starts_at: int) -> Notice:
    course, lesson = session.place
    key = f"{kind}:{run.community}:{course}:{lesson}:{starts_at}:{chat}"
    return Notice(key, run.community, chat, person, kind, course, lesson, starts_at, run.now)


def _place(message: Message) -> tuple[int, str, str]:
    """Where something is told, and of which lesson."""
    return message.notice.chat_id, message.notice.course, message.notice.lesson


def _rows(run: Run, notice: Notice, session: Session, language: str) -> Rows:
    """The way there and, in private, a button that ends reminders."""
    seen = told_of(run, session, notice.person_id or 0)
    rows = [way] if (way := lessons.way(seen, language)) else []
    if notice.person_id is not None:
        sign = run.services.buttons.signer(notice.chat_id, notice.person_id, run.now)
        rows.append([button(plain(language, "button-no-reminders"), sign(VERB, STOP))])
    return rows


pressed = ended(REMINDERS, "pressed-no-reminders")
