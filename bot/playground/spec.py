"""The facts table of the Bot API: methods and types, their fields and which of them are required.

It is that of version 10.1, and `can_send_welcome_messages` and `Update.subscription` of 10.3.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import orjson

TABLE = Path(__file__).with_name("bot_api.json")


@functools.cache
def table() -> dict[str, Any]:
    """`{"version", "methods": {name: {returns, fields, required}}, "types": {name: …}}`."""
    facts: dict[str, Any] = orjson.loads(TABLE.read_bytes())
    return facts


@functools.cache
def method_named(name: str) -> tuple[str, dict[str, list[str]], list[str]] | None:
    """A method by its name in any case: its real name, its fields' types, the required fields."""
    real = _spellings().get(name.lower())
    if real is None:
        return None
    facts = table()["methods"][real]
    return real, facts["fields"], facts["required"]


@functools.cache
def _spellings() -> dict[str, str]:
    return {name.lower(): name for name in table()["methods"]}
