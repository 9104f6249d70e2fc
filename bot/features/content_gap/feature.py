"""The content gap, declared."""

from __future__ import annotations

from bot.core.feature import Feature
from bot.core.scheduler import JobKind
from bot.features.content_gap import commands, jobs
from storage.personal import ROW, holding
from storage.tables import Question

TABLES = (
    holding(
        Question,
        "person_id",
        {"person_id": "questions", "words": "questions", "at": "questions"},
        "chat_id message_id community_id answered_at expires_at",
        ROW,
    ),
)

FEATURE = Feature(
    "content_gap",
    needs=("courses",),
    commands=commands.COMMANDS,
    jobs={
        "gap": JobKind(jobs.gap, jobs.GapOptions, jobs.survey),
        "questions": JobKind(jobs.gather_questions),
    },
    tables=TABLES,
)
