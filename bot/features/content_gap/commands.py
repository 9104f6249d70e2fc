"""/gap: what members ask about and no course covers."""

from __future__ import annotations

from bot.core.command import Answer, Ask, Command, Who
from storage import questions

_AT_ONCE = 500  # messages read for an answer; the rest waits for the job
_MOST_DAYS = 90


def gap(ask: Ask) -> Answer | None:
    """Topics without a course, of the last days; nothing where members read along."""
    if not ask.event.chat.private and ask.chat.role == "members":
        return None
    from bot.features.content_gap.gathering import gather
    from bot.features.content_gap.report import DAYS, report
    from bot.features.content_gap.showing import shown

    days = ask.arguments or str(DAYS)
    if not (days.isascii() and days.isdigit() and len(days) < 4 and 0 < int(days) <= _MOST_DAYS):
        return ask.answer("gap-how", most=_MOST_DAYS)
    batch, courses = ask.batch, ask.batch.book.courses
    gather(batch.connection, ask.community, batch.now, _AT_ONCE)
    found = report(batch.connection, ask.community, courses, batch.now, int(days))
    # What is asked in a group is quoted to its own moderators.
    ours = {group.id for group in ask.governed}
    places = [place for topic in found.gaps for place in topic.examples if place[0] in ours]
    texts = questions.texts_of(batch.connection, places, batch.now)
    return Answer(shown(found, courses, texts, ask.language), lasts=0)


COMMANDS = (Command("gap", gap, Who.STAFF, quiet=True, examples=("/gap", "/gap 30")),)
