"""Find which channel a group is linked to, among those in whose name people act: nobody judges that one.

Posts that the linked channel forwards say so; what it writes itself looks like any other channel's, so that
Telegram is asked which one it is (`getChat`), and asked again when a channel writes.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from bot.core.batch import Batch
from bot.platforms.telegram.calls import Follow, Priority, follow_kind
from rules.engine.events import Event, Reply, Sender
from storage import chats
from storage.directory import KnownChat

LINKED = follow_kind("linked", "core", awaited=True)  # and timer
_FRESH = 6 * 3600  # seconds for which an answer is believed


def with_linked(batch: Batch, events: Sequence[Event]) -> list[Event]:
    """The events, what the linked channel wrote told from what others write in a channel's name."""
    return [_told(batch, event) for event in events]


def _told(batch: Batch, event: Event) -> Event:
    reply, by_channel = event.reply, event.sender in (Sender.CHANNEL, Sender.LINKED_CHANNEL)
    answers_channel = reply is not None and reply.sender is Sender.CHANNEL
    if not by_channel and not answers_channel:
        return event
    chat = batch.chat(event)
    if event.sender is Sender.LINKED_CHANNEL:
        chat = _learned(batch, event, chat)
    if event.sender is Sender.CHANNEL and event.person is not None:
        ask(batch, event, chat, _FRESH)
        if event.person.id == chat.linked:
            event = structs.replace(event, sender=Sender.LINKED_CHANNEL)
    if reply is not None and answers_channel and reply.person is not None and reply.person.id == chat.linked:
        event = structs.replace(event, reply=_of_the_linked(reply))
    return event


def _of_the_linked(reply: Reply) -> Reply:
    return structs.replace(reply, sender=Sender.LINKED_CHANNEL)


def _learned(batch: Batch, event: Event, chat: KnownChat) -> KnownChat:
    """A post that came by itself: from the linked channel."""
    person = event.person
    if person is None or not person.channel or person.id == chat.linked:
        return chat
    _link(batch, chat.id, person.id)
    return batch.chat(event)


def _link(batch: Batch, chat: int, channel: int) -> None:
    now = batch.now
    batch.writes.append(lambda c: chats.set_linked(c, chat, channel, now))
    batch.directory.link(chat, channel, now)


def ask(batch: Batch, event: Event, chat: KnownChat, believed: int = 0) -> None:
    """Ask Telegram for the linked channel, unless it told within the last `believed` seconds."""
    if chat.community is None or batch.now - chat.linked_at < believed:
        return
    batch.call(event, "getChat", chat.id, Priority.MODERATION, then=(Follow(LINKED),))
    if believed:  # once, and not for every message until the answer is here
        _link(batch, chat.id, chat.linked)


def answered(batch: Batch, event: Event) -> None:
    """Telegram has told."""
    if event.timer is not None:
        _link(batch, batch.chat(event).id, int(event.timer.payload))
