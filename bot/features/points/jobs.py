"""The weekly board, posted into the community's groups, and the nightly look at the ledger."""

from __future__ import annotations

from functools import partial
from typing import Literal

from bot.core.scheduler import Run
from bot.features.points.commands import board
from bot.platforms.telegram.calls import person_ref
from bot.runtime import logs, metrics
from bot.text.calendar import since
from rules.config.extensions import JobOptions
from rules.engine.policy import level_name
from rules.sentences import tell
from storage import balances, chats, integrity_checks, levels
from storage.boards import Boards
from storage.store import Store

_AT_ONCE = 200  # members whose level is shown in one run
log = logs.get("points")


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


def show_levels(run: Run) -> int:
    """Show the level of members who have another one than before, up or down, beside their names."""
    policy, connection = run.book.incentives, run.connection
    least = [level.least for level in policy.levels]
    for person, _, now in levels.changed(connection, run.community, least, _AT_ONCE):
        levels.show(connection, run.community, person, now)
        if policy.tags:
            for chat in levels.groups_of(connection, run.community, person):
                tag = level_name(policy, now, run.spoken(chat))
                run.call("setChatMemberTag", chat, user_id=person_ref(person), tag=tag)
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
