"""Say in private what somebody who asks to join has to know."""

from __future__ import annotations

from typing import Any

from bot.core.batch import Batch
from bot.core.buttons import Button
from bot.platforms.telegram.calls import Follow
from bot.text.messages import Html
from rules.engine.events import Event

REQUEST = "request"  # timer, subject of posted messages, rule of cases
ANSWER, DECISION = "req", "rqm"  # verbs of buttons: the asker's, the moderators'
LONGEST = 500  # characters of an answer that are kept


def tell(
    batch: Batch,
    event: Event,
    private: int,
    text: Html,
    rows: list[list[Button]] | None = None,
    follow: Follow | None = None,
    message: int = 0,
) -> None:
    """Say it in private: in the place of the message whose button was pressed, or of `message`."""
    edited = message or (event.press.message_id if event.press is not None and event.chat.private else 0)
    shown: dict[str, Any] = {
        "text": text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    shown["reply_markup"] = {"inline_keyboard": rows or []}
    if edited:
        batch.call(event, "editMessageText", private, message_id=edited, **shown)
        return
    batch.call(event, "sendMessage", private, then=(follow,) if follow else (), **shown)
