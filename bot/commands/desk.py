"""Moderators' questions about the whole community: asked in private or in the moderators' room."""

from __future__ import annotations

import msgspec

from bot.commands.command import Ask
from bot.telegram.calls import Follow, Priority
from storage import chats

_FRESH = 6 * 3600  # seconds for which a list of administrators is believed


async def at_desk(ask: Ask) -> bool | None:
    """Whether whoever asks moderates a chat of the community, and asks where no member reads along.

    None when there is nothing to say: in a group of members, or when Telegram has to be asked first whether
    they still moderate; the command is then decided once more on its answer.
    """
    if not ask.event.chat.private and ask.chat.role != "moderators":
        return None
    lists = await chats.administered(ask.batch.connection, ask.community, ask.person.id)
    if any(at >= ask.batch.now - _FRESH for at in lists.values()) or (lists and ask.event.timer is not None):
        return True
    if not lists:
        return False
    again = Follow("again", payload=msgspec.json.encode(ask.event).decode())
    chat = max(lists, key=lambda c: (lists[c], c))
    ask.batch.call(ask.event, "getChatAdministrators", chat, Priority.MODERATION, then=(again,))
    return None
