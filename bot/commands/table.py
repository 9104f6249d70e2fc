"""Every command by name, in alphabetical order."""

from __future__ import annotations

from bot.commands import courses, info, points, purge, sanctions, spam
from bot.commands.command import Command

TABLE: tuple[Command, ...] = (
    *courses.COMMANDS,
    *info.COMMANDS,
    *points.COMMANDS,
    *purge.COMMANDS,
    *sanctions.COMMANDS,
    *spam.COMMANDS,
)

COMMANDS: dict[str, Command] = {c.name: c for c in sorted(TABLE, key=lambda c: c.name)}
