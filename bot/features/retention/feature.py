"""Who goes quiet, declared."""

from __future__ import annotations

from bot.core.feature import Feature
from bot.core.scheduler import JobKind
from bot.features.retention import commands, jobs
from bot.features.retention.tables import TABLES

FEATURE = Feature(
    "retention",
    needs=("courses",),
    commands=commands.COMMANDS,
    jobs={"risks": JobKind(jobs.risks)},
    tables=TABLES,
)
