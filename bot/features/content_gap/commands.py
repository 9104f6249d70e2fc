"""/gap: what members ask about and no course covers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.core.beside import Lost
from bot.core.command import Answer, Ask, Command, Who
from bot.core.long_commands import comes_again, found, put_off
from bot.features.courses.members_only import looked_at
from rules.config.courses import Course
from storage import questions
from storage.store import Store

if TYPE_CHECKING:
    from bot.features.content_gap.report import Report

_AT_ONCE = 500  # messages read for an answer; the rest waits for the job
_MOST_DAYS = 90


def gap(ask: Ask) -> Answer | None:
    """Topics without a course, of the last days; nothing where members read along.

    Gathering and clustering take long: they are done beside the writer.
    """
    if not ask.event.chat.private and ask.chat.role == "members":
        return None
    from bot.features.content_gap.rendering import shown
    from bot.features.content_gap.report import DAYS

    days = ask.arguments or str(DAYS)
    if not (days.isascii() and days.isdigit() and len(days) < 4 and 0 < int(days) <= _MOST_DAYS):
        return ask.answer("gap-how", most=_MOST_DAYS)
    batch, courses = ask.batch, ask.batch.book.courses
    if not comes_again(ask):
        work = partial(_survey, community=ask.community, courses=courses, now=batch.now, days=int(days))
        return None if put_off(ask, work) else ask.answer("gap-away")
    try:
        told: Report = found(ask)
    except Lost:
        return ask.answer("gap-away")
    # What is asked in a group is quoted to its own moderators.
    ours = {group.id for group in ask.governed}
    places = [place for topic in told.gaps for place in topic.examples if place[0] in ours]
    texts = questions.texts_of(batch.connection, places, batch.now)
    return Answer(shown(told, looked_at(batch, ask.community, 0), texts, ask.language), lasts=0)


def _survey(store: Store, *, community: int, courses: tuple[Course, ...], now: int, days: int) -> Report:
    """Read on in what members wrote, and report on all that was read."""
    from bot.features.content_gap.question_gathering import gather
    from bot.features.content_gap.report import report

    with store.write() as connection:
        gather(connection, community, now, _AT_ONCE)
    with store.read() as connection:
        return report(connection, community, courses, now, days)


COMMANDS = (Command("gap", gap, Who.STAFF, quiet=True, examples=("/gap", "/gap 30")),)
