"""The learned spam score, declared."""

from __future__ import annotations

from bot.core.feature import Feature
from bot.features.spam import commands
from bot.features.spam.scoring import score

FEATURE = Feature("spam", needs=("moderation",), commands=commands.COMMANDS, begins=score)
