"""Points, declared."""

from __future__ import annotations

from bot.core.feature import Feature, Verb
from bot.core.scheduler import JobKind
from bot.features.points import coins, commands, jobs, reactions, rings, settling
from bot.features.points.tables import TABLES
from rules.engine.events import Kind

FEATURE = Feature(
    "points",
    needs=("courses", "moderation"),
    commands=commands.COMMANDS,
    buttons={rings.VERB: Verb(rings.pressed, rings.LASTS)},
    events={Kind.REACTION: reactions.handle},
    timers={settling.TIMER: settling.settle},
    jobs={
        "balances": JobKind(jobs.look),
        "coins": JobKind(coins.keep_in_step),
        "rings": JobKind(rings.review, prepare=rings.find),
        "season": JobKind(jobs.season),
        "leaderboard": JobKind(jobs.leaderboard, jobs.BoardOptions),
    },
    tables=TABLES,
)
