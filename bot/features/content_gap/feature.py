"""The content gap, declared."""

from __future__ import annotations

from bot.core.feature import Feature
from bot.core.scheduler import JobKind
from bot.features.content_gap import commands, jobs

FEATURE = Feature(
    "content_gap",
    needs=("courses",),
    commands=commands.COMMANDS,
    jobs={
        "gap": JobKind(jobs.gap, jobs.GapOptions, jobs.survey),
        "questions": JobKind(jobs.gather_questions),
    },
)
