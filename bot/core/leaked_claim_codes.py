"""Spend claim codes that others can read, as soon as they are seen."""

from __future__ import annotations

import msgspec

from bot.core.batch import Batch
from bot.core.claims import CODE_BEGINS, codes_in
from bot.core.private_answers import private_chat
from bot.platforms.telegram.calls import Priority
from bot.text.messages import language_of, say
from rules.engine.events import Event, Sender
from storage import chats


def spend_shown(batch: Batch, event: Event) -> None:
    """Spend the codes that a message in a group shows, remove it, and tell its author and the moderators."""
    # Wherever it stands: words, links, buttons, quotes, file names, names of people and chats.
    whole = msgspec.json.encode(event)
    shown = codes_in(whole.decode()) if CODE_BEGINS in whole else ()
    if not shown:
        return
    owners = chats.spend(batch.connection, shown, batch.now)
    if not owners:
        return
    chat = batch.chat(event)
    batch.call(event, "deleteMessage", chat.id, Priority.MODERATION, message_id=event.message_id)
    if event.person is not None and event.sender is Sender.MEMBER:
        language = language_of(event.person.language, batch.book.community.language)
        batch.call(
            event,
            "sendMessage",
            private_chat(batch, event),
            text=say(language, "claim-code-seen", chat=event.chat.title),
            parse_mode="HTML",
        )
    for community in owners:
        room = chats.moderators_group(batch.connection, community)
        if room is not None:
            text = say(batch.book.community.language, "claim-code-seen", chat=event.chat.title)
            batch.call(event, "sendMessage", room, text=text, parse_mode="HTML")
