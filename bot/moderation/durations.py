"""Durations as moderators write them (`2h`, `1d12h`) and as members read them."""

from __future__ import annotations

import re

from bot.texts import Html, say
from rules.engine.state import FOREVER

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_PART = re.compile(r"(\d{1,6})([smhdw])")
SHORTEST, LONGEST = 30, 366 * 86_400  # Bot API: outside of these a sanction is forever


def parse(text: str) -> int | None:
    """Seconds, or None when `text` is no duration."""
    parts = _PART.findall(text.lower())
    if not parts or "".join(n + u for n, u in parts) != text.lower():
        return None
    return sum(int(number) * _UNITS[unit] for number, unit in parts)


def spell(language: str, seconds: int) -> Html:
    """A duration in words, in its largest whole unit."""
    if seconds == FOREVER:
        return say(language, "duration-forever")
    for unit, size in (("d", 86_400), ("h", 3600), ("m", 60)):
        if seconds >= size and seconds % size == 0:
            return say(language, f"duration-{unit}", count=seconds // size)
    if seconds > 3600:
        return say(language, "duration-h", count=round(seconds / 3600))
    return say(
        language,
        "duration-s" if seconds < 60 else "duration-m",
        count=seconds if seconds < 60 else seconds // 60,
    )
