"""Declare who goes quiet."""

from __future__ import annotations

from bot.core.feature import Feature, Verb
from bot.core.scheduler import JobKind
from bot.features.churn import commands, jobs, winback
from bot.features.churn.tables import TABLES

FEATURE = Feature(
    "churn",
    needs=("courses",),
    commands=commands.COMMANDS,
    buttons={winback.VERB: Verb(winback.pressed, 60 * 86_400)},
    jobs={
        "risks": JobKind(jobs.risks),
        "winback": JobKind(winback.winback, winback.WinbackOptions),
    },
    tables=TABLES,
)
