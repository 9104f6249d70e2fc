"""Levels and badges, declared."""

from __future__ import annotations

from bot.core.feature import Feature
from bot.core.scheduler import JobKind
from bot.features.levels import commands, jobs
from rules.config.badges import Badges
from storage.personal import ALWAYS, holding
from storage.tables import HeldBadge

TABLES = (
    holding(
        HeldBadge,
        "person_id",
        dict.fromkeys(("person_id", "badge", "at", "taken_at", "by_id", "message_id"), ALWAYS),
        "community_id chat_id",
    ),
)

FEATURE = Feature(
    "levels",
    needs=("membership", "points"),
    commands=commands.COMMANDS,
    jobs={
        "badges": JobKind(jobs.award_badges, prepare=jobs.count),
        "levels": JobKind(jobs.show_levels),
    },
    file=("badges", Badges),
    tables=TABLES,
)
