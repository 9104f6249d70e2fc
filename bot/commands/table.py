"""Every command by name, in alphabetical order."""

from __future__ import annotations

from bot.commands import courses, gap, info, interests, points, purge, sanctions
from bot.commands.command import Command

TABLE: tuple[Command, ...] = (
    *courses.COMMANDS,
    *gap.COMMANDS,
    *info.COMMANDS,
    *interests.COMMANDS,
    *points.COMMANDS,
    *purge.COMMANDS,
    *sanctions.COMMANDS,
)

COMMANDS: dict[str, Command] = {c.name: c for c in sorted(TABLE, key=lambda c: c.name)}
