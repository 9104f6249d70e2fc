"""Alert those who lead: the moderators' group, else somebody in private, else a note in the group."""

from __future__ import annotations

from typing import Any

from bot.core.batch import Batch
from bot.core.buttons import Button
from bot.features.moderation.group_notices import tell_group
from bot.platforms.telegram.calls import Follow
from bot.text.messages import Html, language_of, say
from rules.engine.events import Event
from storage import chats, people
from storage.directory import KnownChat


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
    room = chats.moderators_group(batch.connection, community)
    if room is None:
        return False
    extra: dict[str, Any] = {"reply_markup": {"inline_keyboard": buttons}} if buttons else {}
    _post(batch, event, room, _said(batch.spoken(room), key, values), then=then, **extra)
    return True


def tell_refusal(
    batch: Batch, event: Event, group: KnownChat, key: str, by: int | None, **values: Any
) -> None:
    """Say `key` of what Telegram refused in a group, once.

    In the moderators' group; where there is none, in private to whoever acted, or, if nobody did, to the
    first of the administrators who opened the private chat; else in the group, in a note that removes itself.
    `chat` in the sentence is the group's title.
    """
    community, values = group.community or batch.default_community, {"chat": group.title, **values}
    if tell_moderators(batch, event, community, key, **values):
        return
    leaders = [by] if by else [p.id for p in chats.named_administrators(batch.connection, group.id)]
    rooms, known = (
        people.private_chats(batch.connection, leaders),
        people.known(batch.connection, leaders),
    )
    spoken = batch.spoken(group.id)
    for person in leaders:
        if person in rooms:
            language = language_of(known[person].language, spoken)
            _post(batch, event, rooms[person], _said(language, key, values))
            return
    tell_group(batch, event, group.id, _said(spoken, key, values))


def _said(language: str, key: str, values: dict[str, Any]) -> Html:
    return say(language, key, **{k: v(language) if callable(v) else v for k, v in values.items()})


def _post(batch: Batch, event: Event, chat: int, text: Html, **more: Any) -> None:
    off = {"is_disabled": True}
    batch.call(event, "sendMessage", chat, text=text, parse_mode="HTML", link_preview_options=off, **more)
