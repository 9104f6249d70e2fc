"""/pin /unpin: what stays on top."""

from __future__ import annotations

from typing import Any

from bot.core.command import Answer, Ask, Command, Where, Who
from bot.core.receipt_answers import after_the_call
from bot.platforms.telegram.calls import Priority

_LASTS = 15  # seconds that the answer stays


def pin(ask: Ask) -> Answer | None:
    """Pin the answered message, silently unless told otherwise."""
    if ask.event.reply is None:
        return ask.answer("pin-how")
    ask.batch.call(
        ask.event,
        "pinChatMessage",
        ask.chat.id,
        Priority.MODERATION,
        message_id=ask.event.reply.message_id,
        disable_notification=ask.arguments.lower() != "loud",
        then=(after_the_call(ask, "pin", ask.say("pin-done"), ask.say("pin-gone"), _LASTS),),
    )
    return None


def unpin(ask: Ask) -> Answer | None:
    """Unpin the answered message, or the newest pin."""
    answered = ask.event.reply
    which: dict[str, Any] = {"message_id": answered.message_id} if answered is not None else {}
    then = (after_the_call(ask, "unpin", ask.say("unpin-done"), ask.say("unpin-none"), _LASTS),)
    ask.batch.call(ask.event, "unpinChatMessage", ask.chat.id, Priority.MODERATION, then=then, **which)
    return None


COMMANDS = (
    Command("pin", pin, Who.MODERATOR, Where.GROUP, ("/pin", "/pin loud")),
    Command("unpin", unpin, Who.MODERATOR, Where.GROUP, ("/unpin",), menu=False),
)
