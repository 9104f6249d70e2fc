"""Pictures, declared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.core.feature import Feature
from bot.features.pictures import events
from bot.features.pictures.scan_queue import PICTURE, Pictures
from bot.runtime.settings import Settings


def _services(settings: Settings, _community: int) -> Mapping[type, Any]:
    return {Pictures: Pictures(settings.pictures_a_minute, settings.pictures_megabytes << 20)}


FEATURE = Feature("pictures", timers={PICTURE: events.due}, kept=(PICTURE,), services=_services)
