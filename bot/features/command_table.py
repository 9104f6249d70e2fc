"""Every command by name, in alphabetical order."""

from __future__ import annotations

from bot.core.command import Command
from bot.features.community.commands import (
    about,
    filters,
    group_setting,
    help,
    info,
    notes,
    settings,
    stats,
)
from bot.features.content_gap import commands
from bot.features.courses.commands import courses, done, interests
from bot.features.moderation.commands import appeal, cases, deleting, pins, purge, report, sanctions
from bot.features.points import commands
from bot.features.screening.commands import door, locking
from bot.features.spam import commands

TABLE: tuple[Command, ...] = (
    *about.COMMANDS,
    *appeal.COMMANDS,
    *cases.COMMANDS,
    *courses.COMMANDS,
    *deleting.COMMANDS,
    *done.COMMANDS,
    *door.COMMANDS,
    *filters.COMMANDS,
    *commands.COMMANDS,
    *group_setting.COMMANDS,
    *help.COMMANDS,
    *info.COMMANDS,
    *interests.COMMANDS,
    *locking.COMMANDS,
    *notes.COMMANDS,
    *pins.COMMANDS,
    *commands.COMMANDS,
    *purge.COMMANDS,
    *report.COMMANDS,
    *sanctions.COMMANDS,
    *set.COMMANDS,
    *settings.COMMANDS,
    *commands.COMMANDS,
    *stats.COMMANDS,
)

COMMANDS: dict[str, Command] = {c.name: c for c in sorted(TABLE, key=lambda c: c.name)}
