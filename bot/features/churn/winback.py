"""Write in private to members who are likely to go quiet: seldom, kindly, and with a way to end it."""

from __future__ import annotations

from pydantic import Field
from sqlalchemy import select

from bot.core.buttons import button
from bot.core.quiet_hours import hours_of_people
from bot.core.scheduler import Run
from bot.features.courses.tell_once import STOP, Message, ended, tells
from bot.text.messages import language_of, plain, say
from rules.config.extensions import JobOptions
from rules.engine.quiet_hours import is_quiet
from storage import chats, course_notices, figures, people, risks
from storage.chats import MEMBER
from storage.course_notices import Notice
from storage.preferences import chosen

GREETINGS = "greetings"  # the preference of those who want none
VERB = "wb"  # of the button that says so
_DAY = 86_400
_PAUSE = 30 * _DAY  # seconds between two letters to the same member
_LIKELY, _DAYS = 0.5, 3  # as /atrisk has it
_LOOKED_AT = 500  # members at risk


class WinbackOptions(JobOptions):
    """What schedule.yaml may tell the job `winback`."""

    most: int = Field(10, ge=1, le=100, description="At most so many members a run.")
    away: int = Field(7, ge=3, le=60, description="After so many days without a word.")


def winback(run: Run) -> int:
    """Write to those who would be missed most, once the run is committed."""
    tells(run, planned)
    return 0


def planned(run: Run) -> list[Message]:
    """A letter each to members who may be written to now and had none in the last 30 days."""
    connection, options = run.connection, run.options(WinbackOptions)
    groups = {group.id: group.title for group in chats.groups(connection, run.community)}
    rows = risks.at_risk(connection, run.community, groups, least=_LIKELY, days=_DAYS, limit=_LOOKED_AT)
    who = [row.person_id for row in rows]
    seen = _last_seen(run, who, list(groups))
    rooms = people.private_chats(connection, who)
    off = chosen(connection, run.community, GREETINGS, rooms)
    hours = hours_of_people(run, rooms)
    written = course_notices.told_since(connection, run.community, GREETINGS, who, run.now - _PAUSE)
    known = people.known(connection, rooms)
    messages: list[Message] = []
    for person in who:
        if person not in rooms or person not in seen or person in written or off.get(person) == "off":
            continue
        at, group = seen[person]
        if at > run.now - options.away * _DAY or is_quiet(run.now, hours[person]):
            continue
        language = language_of(known[person].language, run.book.community.language)
        text = say(
            language,
            "winback",
            name=known[person].name,
            chat=groups[group],
            days=(run.now - at) // _DAY,
            messages=figures.of_group(connection, group, at).messages,
        )
        sign = run.services.buttons.signer(rooms[person], person, run.now)
        ends = [[button(plain(language, "button-no-greetings"), sign(VERB, STOP))]]
        messages.append(Message(_notice(run, rooms[person], person), text, ends, silent=True))
        if len(messages) == options.most:
            break
    return messages


def _last_seen(run: Run, who: list[int], groups: list[int]) -> dict[int, tuple[int, int]]:
    """By person: when they were seen last in one of these groups, and in which."""
    query = (
        select(MEMBER.c.person_id, MEMBER.c.last_seen, MEMBER.c.chat_id)
        .where(MEMBER.c.person_id.in_(who), MEMBER.c.chat_id.in_(groups), MEMBER.c.last_seen > 0)
        .order_by(MEMBER.c.last_seen)
    )
    return {person: (at, chat) for person, at, chat in run.connection.execute(query)}


def _notice(run: Run, room: int, person: int) -> Notice:
    return Notice(
        key=f"{GREETINGS}:{run.community}:{person}:{run.now // _DAY}",
        community_id=run.community,
        chat_id=room,
        person_id=person,
        kind=GREETINGS,
        course="",
        lesson="",
        starts_at=0,
        at=run.now,
    )


pressed = ended(GREETINGS, "pressed-no-greetings")
