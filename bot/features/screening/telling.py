"""Telling the moderators' room, and knowing who moderates."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.core.batch import Batch
from bot.core.buttons import Button
from bot.platforms.telegram.calls import Follow, Priority
from bot.text.messages import say
from rules.engine.events import Event
from storage import chats
from storage.chats import CHAT

_FRESH = 6 * 3600  # seconds for which a list of administrators is believed


async def tell_moderators(
    batch: Batch,
    event: Event,
    community: int,
    key: str,
    *,
    buttons: list[list[Button]] | None = None,
    then: tuple[Follow, ...] = (),
    **values: Any,
) -> bool:
    """Say `key` in the moderators' room; False when there is none. A value may be a function of the
    language."""
    room = await chats.moderators_room(batch.connection, community)
    if room is None:
        return False
    spoken = await batch.spoken(room)
    extra: dict[str, Any] = {"reply_markup": {"inline_keyboard": buttons}} if buttons else {}
    batch.call(
        event,
        "sendMessage",
        room,
        text=say(spoken, key, **{k: v(spoken) if callable(v) else v for k, v in values.items()}),
        parse_mode="HTML",
        link_preview_options={"is_disabled": True},
        then=then,
        **extra,
    )
    return True


async def moderates(batch: Batch, event: Event, chat: int, person: int, community: int) -> bool | None:
    """Whether somebody moderates a chat. None: the list is old, and is being asked for."""
    query = select(CHAT.c.administrators_at).where(CHAT.c.id == chat)
    loaded = (await batch.connection.execute(query)).scalar() or 0
    if loaded < batch.now - _FRESH:
        follow = Follow("administrators")
        batch.call(event, "getChatAdministrators", chat, Priority.MODERATION, then=(follow,))
        return None
    return (await batch.state(chat, person, community)).role.moderates
