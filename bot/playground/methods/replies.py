"""Short answers: reactions to messages and words for a pressed button."""

from __future__ import annotations

from bot.playground.entities import units
from bot.playground.errors import OLD_QUERY, bad
from bot.playground.messages import REACTIONS, find, shown
from bot.playground.methods.access import chat_of
from bot.playground.state import JSON, Bot
from bot.playground.updates import is_service
from bot.playground.world import World

ANSWER_UNITS = 200


def set_message_reaction(w: World, bot: Bot, p: JSON) -> bool:
    """setMessageReaction: one emoji at most, for a bot."""
    chat = chat_of(w, bot, p["chat_id"])
    message = find(chat, p["message_id"], "to react")
    asked = p.get("reaction", [])
    if len(asked) > 1:
        raise bad("REACTIONS_TOO_MANY")
    if is_service(message.body) or any(r["type"] == "paid" for r in asked):
        raise bad("REACTION_INVALID")
    if any(r["type"] == "emoji" and r["emoji"] not in REACTIONS for r in asked):
        raise bad("REACTION_INVALID")
    if asked:
        message.reactions[bot.id] = asked
    else:
        message.reactions.pop(bot.id, None)
    w.notify("reaction", shown(message, chat))
    return True


def answer_callback_query(w: World, bot: Bot, p: JSON) -> bool:
    """answerCallbackQuery: once, and in time."""
    callback = w.callbacks.get(p["callback_query_id"])
    late = callback is None or w.now - callback.at > w.callback_seconds
    if callback is None or late or callback.bot != bot.id or callback.answer is not None:
        raise bad(OLD_QUERY)
    if units(p.get("text", "")) > ANSWER_UNITS:
        raise bad("MESSAGE_TOO_LONG")
    callback.answer = {"text": p.get("text", ""), "show_alert": p.get("show_alert", False)}
    if "url" in p:
        callback.answer["url"] = p["url"]
    w.notify("answer", {"callback_id": callback.id, "user": callback.user} | callback.answer)
    return True
