"""How long sanctions last that nobody took back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from bot.features.moderation.notice import stored
from rules.engine.actions import Action, Ban, Mute, Restrict
from rules.engine.state import FOREVER
from storage.casework import Row

Lasting: TypeAlias = Mute | Restrict | Ban


def left(cases: Sequence[Row], kind: type[Lasting], lifting: type[Action], now: int) -> int:
    """How long, in seconds or FOREVER, other cases still mute, restrict or ban a member; 0: not any more."""
    until = 0
    for case in cases:
        for action in stored(case["actions"]):
            if isinstance(action, lifting):
                until = 0
            elif isinstance(action, Lasting) and isinstance(action, kind) and until != FOREVER:
                end = case["at"] + action.seconds
                until = FOREVER if action.seconds == FOREVER else max(until, end)
    return FOREVER if until == FOREVER else max(0, until - now)
