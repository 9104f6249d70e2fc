"""The weekly board, posted into the community's groups, and the nightly look at the ledger."""

from __future__ import annotations

from functools import partial
from typing import Literal

from bot.core.scheduler import Run
from bot.features.points.commands import board, listed
from bot.runtime import logs, metrics
from bot.text.calendar import since
from bot.text.messages import Html, say
from rules.config.extensions import JobOptions
from rules.engine.incentives import season_of
from rules.engine.streaks import local_day
from rules.sentences import tell
from storage import balances, chats, integrity_checks
from storage.boards import Boards
from storage.store import Store

log = logs.get("points")


class BoardOptions(JobOptions):
    """Which board the job `leaderboard` posts."""

    period: Literal["day", "week", "month", "season", "all"] = "week"


def leaderboard(run: Run) -> int:
    """Post the board of the period so far into every group of members."""
    community = run.book.community
    period = run.options(BoardOptions).period
    kind = run.book.incentives.season or "month"
    start = since(kind if period == "season" else period, run.planned_at, community.timezone)
    until = run.planned_at + 1
    places = Boards().top(run.connection, run.community, start, until=until)
    if not places:
        return 0
    for chat in chats.in_community(run.connection, run.community):
        text = board(run.spoken(chat["id"]), period, places)
        run.call("sendMessage", chat["id"], text=text, parse_mode="HTML", disable_notification=True)
    return run.posts


def season(run: Run) -> int:
    """Post the final board of a season that ended with the day before, before the next one has any."""
    zone, kind = run.book.community.timezone, run.book.incentives.season
    begin = since("day", run.planned_at, zone)
    if not kind or since(kind, run.planned_at, zone) != begin:
        return 0
    start = since(kind, begin - 1, zone)
    places = Boards().top(run.connection, run.community, start, until=begin)
    if not places:
        return 0
    name = season_of(local_day(begin - 1, zone), kind)
    for chat in chats.in_community(run.connection, run.community):
        language = run.spoken(chat["id"])
        text = Html("\n".join([say(language, "board-season-over", season=name), listed(language, places)]))
        run.call("sendMessage", chat["id"], text=text, parse_mode="HTML", disable_notification=True)
    return run.posts


def look(run: Run) -> int:
    """Prove that every balance is the sum of the ledger, once the run is committed: nobody waits for it."""
    now = run.now

    async def work(store: Store) -> None:
        await prove(store, now)

    run.afterwards.append(work)
    return 0


async def prove(store: Store, now: int) -> None:
    """Tell of what does not add up, and set balances right by the ledger."""
    found = [f for f in await store.look(partial(integrity_checks.check_points, now=now)) if f.bad]
    for problem in found:
        log.error("points do not add up", problem=tell(problem.sentence, "en"))
        metrics.ERRORS.labels("points").inc()
    if found:
        log.warning("balances rebuilt", count=await store.change(balances.rebuild))
