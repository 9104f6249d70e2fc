"""The weekly board, posted into the community's groups."""

from __future__ import annotations

from typing import Literal

from bot.core.scheduler import Run
from bot.features.points.commands import board
from bot.text.calendar import since
from rules.config.extensions import JobOptions
from storage import chats
from storage.boards import Boards


class BoardOptions(JobOptions):
    """Which board the job `leaderboard` posts."""

    period: Literal["week", "month", "all"] = "week"


def leaderboard(run: Run) -> int:
    """Post the board of the period so far into every group of members."""
    community = run.book.community
    period = run.options(BoardOptions).period
    start = since(period, run.planned_at, community.timezone)
    until = run.planned_at + 1
    places = Boards().top(run.connection, run.community, start, until=until)
    if not places:
        return 0
    for chat in chats.in_community(run.connection, run.community):
        text = board(run.spoken(chat["id"]), period, places)
        run.call("sendMessage", chat["id"], text=text, parse_mode="HTML", disable_notification=True)
    return run.posts
