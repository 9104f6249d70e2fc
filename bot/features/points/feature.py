"""Points, declared."""

from __future__ import annotations

from bot.core.feature import Feature
from bot.core.scheduler import JobKind
from bot.features.points import coins, commands, jobs, reactions, settling
from bot.features.points.tables import TABLES
from rules.engine.events import Kind

FEATURE = Feature(
    "points",
    needs=("courses", "moderation"),
    commands=commands.COMMANDS,
    events={Kind.REACTION: reactions.handle},
    timers={settling.TIMER: settling.settle},
    jobs={
        "balances": JobKind(jobs.look),
        "coins": JobKind(coins.keep_in_step),
        "season": JobKind(jobs.season),
        "leaderboard": JobKind(jobs.leaderboard, jobs.BoardOptions),
    },
    tables=TABLES,
)
