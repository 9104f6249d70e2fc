"""The weekly board, posted into the community's groups."""

from __future__ import annotations

from bot.commands.points import board
from bot.periods import since
from bot.schedule.clockwork import Run
from storage import boards, chats


async def leaderboard(run: Run) -> int:
    """Post this week's board so far (option `period`: week, month or all) into every group of members."""
    community = run.book.community
    period = str(run.job.options.get("period", "week"))
    start = since(period, run.planned_at, community.timezone)
    places = await boards.leaderboard(run.connection, run.community, start, until=run.planned_at + 1)
    if not places:
        return 0
    for chat in await chats.in_community(run.connection, run.community):
        text = board(community.language, period, places)
        await run.call("sendMessage", chat["id"], text=text, parse_mode="HTML", disable_notification=True)
    return run.posts
