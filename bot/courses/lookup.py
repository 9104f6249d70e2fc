"""The newest suggestion of a member, for /why."""

from __future__ import annotations

from bot.commands.command import Ask
from bot.courses.showing import titles
from bot.texts import Html
from storage import learning


async def last_suggestion_reason(ask: Ask) -> Html | None:
    """Which course was suggested last and why; None when none was."""
    row = await learning.last_suggestion(ask.batch.connection, ask.community, ask.person.id)
    if row is None or not row["reason"]:
        return None
    from bot.courses.explain import sentence

    names = titles(ask.batch.book.courses, ask.language)
    why = sentence(ask.language, row["reason"], names)
    return ask.say("why-suggestion", course=names.get(row["course"], row["course"]), why=why)
