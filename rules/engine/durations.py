"""Durations as rule files write them: `30s`, `10m`, `2h`, `7d`, `1d12h`."""

from __future__ import annotations

import re

from rules.sentences import say

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
# Shorter or longer sanctions would be for good (Bot API, restrictChatMember).
SHORTEST, LONGEST = 30, 366 * 86_400
_PART = re.compile(r"(\d{1,6})([smhdw])")


def seconds_of(value: object) -> int:
    """Seconds of a duration.

    Raises:
        ValueError: it is none.
    """
    text = str(value).lower()
    parts = _PART.findall(text)
    if not parts or "".join(n + u for n, u in parts) != text:
        raise ValueError(say("no-duration", value=str(value)))
    return sum(int(n) * UNITS[u] for n, u in parts)


def spelled(seconds: int) -> str:
    """A duration as rule files write it: `90s`, `10m`, `1d12h`."""
    parts = []
    for unit in ("d", "h", "m", "s"):
        count, seconds = divmod(seconds, UNITS[unit])
        parts += [f"{count}{unit}"] if count else []
    return "".join(parts) or "0s"
