"""Give answers in private that are long or not for everybody, with a short word in the group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.core.batch import Batch
from bot.core.buttons import Button
from bot.core.command import Answer, Ask
from bot.core.receipt_answers import after_the_call
from bot.text.messages import language_of
from rules.engine.events import Chat, Event
from storage import chats
from storage.people import private_chats

_LASTS = 15  # seconds that the word in the group stays

Make = Callable[[Ask], Answer]


def is_public(ask: Ask) -> bool:
    """Whether members read along."""
    return not ask.event.chat.private and ask.chat.role == "members"


def whisper(ask: Ask, make: Make) -> Answer | None:
    """What `make` answers; where members read along it goes to whoever asked, in private.

    `make` is given the private chat as the ask's, so that its buttons are signed for there. Whoever never
    opened the private chat is shown the way, and so is whoever closed it, once Telegram says so.
    """
    if not is_public(ask):
        return make(ask)
    batch, person = ask.batch, ask.person
    first = ask.say("whisper-first")
    room = private_chats(batch.connection, [person.id]).get(person.id)
    if room is None:
        url = f"https://t.me/{batch.bot_username}?start=hello"
        link: Button = {"text": str(ask.say("whisper-open")), "url": url}
        return Answer(first, buttons=[[link]] if batch.bot_username else [])
    lasts = batch.book.community.for_a_while(_LASTS)
    language = language_of(person.language, batch.book.community.language)
    answer = make(replace(ask, chat=chats.known(batch.connection, room), language=language))
    extra: dict[str, Any] = {}
    if answer.buttons:
        extra["reply_markup"] = {"inline_keyboard": answer.buttons}
    batch.call(
        ask.event,
        "sendMessage",
        room,
        text=answer.text,
        parse_mode="HTML",
        link_preview_options=answer.preview,
        then=(after_the_call(ask, "", ask.say("whispered"), first, lasts, instead=first),),
        **extra,
    )
    return None


def private_chat(batch: Batch, event: Event) -> int:
    """Our own id of the private chat with whoever asks."""
    platform = event.private_chat or (event.person.id if event.person else 0)
    batch.directory.resolve(batch.connection, [Chat(platform, "private")], [])
    return batch.directory.chat(platform).id
