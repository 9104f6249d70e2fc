"""Who goes quiet, declared."""

from __future__ import annotations

from bot.core.feature import Feature

FEATURE = Feature("retention", needs=("courses",))
