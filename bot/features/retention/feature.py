"""Who goes quiet, declared."""

from __future__ import annotations

from bot.core.feature import Feature, Verb
from bot.core.scheduler import JobKind
from bot.features.retention import commands, jobs, winback
from bot.features.retention.tables import TABLES

FEATURE = Feature(
    "retention",
    needs=("courses",),
    commands=commands.COMMANDS,
    buttons={winback.VERB: Verb(winback.pressed, 60 * 86_400)},
    jobs={
        "risks": JobKind(jobs.risks),
        "winback": JobKind(winback.winback, winback.WinbackOptions),
    },
    tables=TABLES,
)
