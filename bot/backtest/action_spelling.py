"""Spell actions as rule files do, in a few words."""

from __future__ import annotations

from typing import Any

import msgspec

from rules.config.rule_tests import name_of
from rules.engine.actions import Action
from rules.engine.durations import spelled
from rules.engine.state import FOREVER

_TIMES = ("seconds", "expires", "lasts", "every")
_LONGEST = 40  # characters of a text


def spelled_action(action: Action) -> str:
    """`delete`, `mute 1h`, `warn 2`, `reply "Hello"`: the name and what matters most of its options."""
    values: dict[str, Any] = dict(msgspec.to_builtins(action))
    del values["type"]
    name = name_of(action)
    said = next((_said(key, value) for key, value in values.items()), "")
    return f"{name} {said}".strip()


def _said(key: str, value: Any) -> str:
    if key in _TIMES:
        return "forever" if value == FOREVER else spelled(int(value))
    if key == "matched":  # earlier messages that go along
        return f"+{len(value)}" if value else ""
    if isinstance(value, str):
        return f'"{value[:_LONGEST]}"' if value else ""
    return str(value) if isinstance(value, int) else ""
