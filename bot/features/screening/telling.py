"""Telling the moderators' group."""

from __future__ import annotations

from typing import Any

from bot.core.batch import Batch
from bot.core.buttons import Button
from bot.platforms.telegram.calls import Follow
from bot.text.messages import say
from rules.engine.events import Event
from storage import chats


def tell_moderators(
    batch: Batch,
    event: Event,
    community: int,
    key: str,
    *,
    buttons: list[list[Button]] | None = None,
    then: tuple[Follow, ...] = (),
    **values: Any,
) -> bool:
    """Say `key` in the moderators' group; False when there is none. A value may be a function of the
    language."""
    room = chats.moderators_room(batch.connection, community)
    if room is None:
        return False
    spoken = batch.spoken(room)
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
