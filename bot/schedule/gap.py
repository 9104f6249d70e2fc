"""The weekly report on what members ask about and no course teaches."""

from __future__ import annotations

from bot.courses.gap_report import report
from bot.schedule.clockwork import Run
from storage import chats


async def gap(run: Run) -> int:
    """Post the content gap into the moderators' room, if there is one and anything to tell."""
    room = await chats.moderators_room(run.connection, run.community)
    if room is None:
        return 0
    language = run.book.community.language
    text = await report(run.connection, run.tools.advisor, run.community, run.book, run.now, language)
    if text is not None:
        await run.call("sendMessage", room, text=text, parse_mode="HTML", disable_notification=True)
    return run.posts
