"""Literal Bot API JSON, as Telegram sends it, and its one event."""

from __future__ import annotations

import json
from typing import Any

from bot.platforms.telegram.decode import Me, decode_batch
from rules.engine.events import Event

Json = dict[str, Any]

ME = Me(1000, "local_bot")
GROUP: Json = {"id": -1001, "type": "supergroup", "title": "Learners", "username": "learners"}
MING: Json = {
    "id": 2,
    "is_bot": False,
    "first_name": "小明",
    "last_name": "王",
    "username": "ming",
    "language_code": "zh-hans",
}
BOB: Json = {"id": 3, "is_bot": False, "first_name": "Bob"}
HELPER: Json = {"id": 77, "is_bot": True, "first_name": "Helper", "username": "helper_bot"}
NEWS: Json = {"id": -1005, "type": "channel", "title": "Daily News", "username": "news"}


def message(**fields: Any) -> Json:
    """A message of Ming's in the group; None takes a field away."""
    whole = {"message_id": 41, "date": 1_700_000_000, "chat": GROUP, "from": MING} | fields
    return {name: value for name, value in whole.items() if value is not None}


def event_of(**update: Any) -> Event:
    """The event of one update.

    Raises:
        AssertionError: it is a dead letter.
    """
    events, dead = decode_batch([json.dumps({"update_id": 500} | update).encode()], ME)
    assert not dead, dead[0].reason
    return events[0]


def said(**fields: Any) -> Event:
    """The event of a message."""
    return event_of(message=message(**fields))
