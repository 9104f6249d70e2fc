"""Pictures, declared."""

from __future__ import annotations

from bot.core.feature import Feature
from bot.features.pictures import events
from bot.features.pictures.scan_queue import PICTURE

FEATURE = Feature("pictures", timers={PICTURE: events.due}, kept=(PICTURE,))
