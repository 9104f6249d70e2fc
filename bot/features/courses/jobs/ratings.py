"""Asking those who finished a course how it was: in private, once a course, one question a day."""

from __future__ import annotations

from bot.core.quiet_hours import hours_of_people
from bot.core.scheduler import Run
from bot.features.courses.course_completion import done_row, over_at, question, stars
from bot.features.courses.tell_once import Message, tells
from bot.text.messages import language_of
from rules.engine.quiet_hours import is_quiet
from storage import learning, people
from storage import ratings as stored
from storage.course_notices import Notice, enrolled, known
from storage.preferences import chosen

_DAY = 86_400
_FRESH = 14 * _DAY  # seconds after which nobody is asked any more
_PAUSE = 20 * 3600  # seconds between two questions to the same member


def ratings(run: Run) -> int:
    """Note who finished courses that are over, and ask for stars once the run is committed."""
    _end_courses(run)
    tells(run, planned)
    return 0


def _end_courses(run: Run) -> None:
    """Whoever took a course whose last day has passed lately has finished it."""
    zone = run.book.community.timezone
    over = {c.id: over_at(c, c.timezone or zone) for c in run.book.courses if c.last_day}
    lately = {c: at for c, at in over.items() if run.now - _FRESH < at <= run.now}
    if not lately:
        return
    takers = enrolled(run.connection, run.community, lately)
    rows = [
        done_row("finished", run.community, person, course, lately[course])
        for course, some in takers.items()
        for person, since in some.items()
        if since <= lately[course]
    ]
    learning.add_course_events(run.connection, rows)


def planned(run: Run) -> list[Message]:
    """A question each to those who finished something lately, may be written to now and were not asked."""
    done = stored.finished_since(run.connection, run.community, run.now - _FRESH)
    who = {row["person_id"] for row in done}
    rooms = people.private_chats(run.connection, who)
    off = chosen(run.connection, run.community, "suggestions", rooms)
    hours = hours_of_people(run, rooms)
    asked = stored.asked_since(run.connection, run.community, who, run.now - _PAUSE)
    rated = stored.rated_by(run.connection, run.community, who)
    told = known(run.connection, [_key(run, row["person_id"], row["course"]) for row in done])
    names = people.known(run.connection, rooms)
    courses = {c.id for c in run.book.courses if not c.hidden}
    messages: dict[int, Message] = {}
    for row in done:
        person, course = row["person_id"], row["course"]
        silent = person not in rooms or off.get(person) == "off" or is_quiet(run.now, hours[person])
        over = course not in courses or (person, course) in rated or _key(run, person, course) in told
        if silent or over or person in asked or person in messages:
            continue
        language = language_of(names[person].language, run.book.community.language)
        sign = run.services.buttons.signer(rooms[person], person, run.now)
        notice = Notice(
            key=_key(run, person, course),
            community_id=run.community,
            chat_id=rooms[person],
            person_id=person,
            kind="rate",
            course=course,
            lesson="",
            starts_at=0,
            at=run.now,
        )
        text = question(course, run.book.courses, language)
        messages[person] = Message(notice, text, stars(row["id"], language, sign), silent=True)
    return list(messages.values())


def _key(run: Run, person: int, course: str) -> str:
    return f"rate:{run.community}:{course}:{person}"
