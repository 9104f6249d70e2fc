"""Every command by name, in alphabetical order."""

from __future__ import annotations

from bot.commands import (
    about,
    appeal,
    cases,
    courses,
    deleting,
    done,
    door,
    filters,
    gap,
    group_setting,
    help,
    info,
    interests,
    locking,
    notes,
    pins,
    points,
    purge,
    report,
    sanctions,
    setting,
    settings,
    spam,
    stats,
)
from bot.commands.command import Command

TABLE: tuple[Command, ...] = (
    *about.COMMANDS,
    *appeal.COMMANDS,
    *cases.COMMANDS,
    *courses.COMMANDS,
    *deleting.COMMANDS,
    *done.COMMANDS,
    *door.COMMANDS,
    *filters.COMMANDS,
    *gap.COMMANDS,
    *group_setting.COMMANDS,
    *help.COMMANDS,
    *info.COMMANDS,
    *interests.COMMANDS,
    *locking.COMMANDS,
    *notes.COMMANDS,
    *pins.COMMANDS,
    *points.COMMANDS,
    *purge.COMMANDS,
    *report.COMMANDS,
    *sanctions.COMMANDS,
    *setting.COMMANDS,
    *settings.COMMANDS,
    *spam.COMMANDS,
    *stats.COMMANDS,
)

COMMANDS: dict[str, Command] = {c.name: c for c in sorted(TABLE, key=lambda c: c.name)}
