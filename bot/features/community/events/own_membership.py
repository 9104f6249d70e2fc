"""The bot's own place in a chat: added, claimed, promoted, removed, migrated."""

from __future__ import annotations

from bot.core.authority import LISTED, turn_of
from bot.core.batch import Batch
from bot.core.linked_channels import ask
from bot.platforms.telegram.calls import Follow, Priority
from bot.text.messages import say
from rules.engine.events import Chat, Event, Kind, Sender
from storage import chats
from storage.chat_migration import move
from storage.timers import set_timer

_OUT = ("left", "kicked")
UNCLAIMED = "unclaimed"
PATIENCE = 86_400  # seconds a chat may take to be claimed


def handle(batch: Batch, event: Event) -> None:
    """The bot's standing in a chat changed."""
    chat = batch.chat(event)
    batch.writes.append(lambda c: chats.set_status(c, chat.id, event.new_status))
    batch.directory.reread(batch.connection, event.chat)
    if event.chat.private or event.new_status in _OUT:
        return
    if chat.community is None and batch.services.open_door:
        chats.assign(batch.connection, chat.id, batch.default_community, "members", batch.now)
        batch.directory.reread(batch.connection, event.chat)
    elif chat.community is None and event.old_status in (*_OUT, ""):
        ask_for_code(batch, event, chat.id)
        return
    if event.new_status == "administrator" or batch.services.open_door:
        ask(batch, event, batch.chat(event))
        load_administrators(batch, event, chat.id)


def ask_for_code(batch: Batch, event: Event, chat: int) -> None:
    """Say once what is needed to stay; whoever doesn't claim the chat within a day is left."""
    text = say(event.person.language if event.person else "", "claim-needed")
    batch.call(event, "sendMessage", chat, text=text, parse_mode="HTML")
    due = batch.now + PATIENCE
    batch.writes.append(lambda c: set_timer(c, f"unclaimed:{chat}", UNCLAIMED, chat, None, due))


def leave_unclaimed(batch: Batch, event: Event) -> None:
    """A day has passed: leave, unless somebody claimed the chat."""
    chat = batch.chat(event)
    if chat.community is None:
        batch.call(event, "leaveChat", chat.id)


def load_administrators(batch: Batch, event: Event, chat: int) -> None:
    """Ask for the list of administrators; the receipt stores it."""
    follow = Follow(LISTED)
    batch.call(event, "getChatAdministrators", chat, Priority.MODERATION, then=(follow,))
    if batch.book.screening.night.start is not None:
        batch.writes.append(
            lambda c: set_timer(c, f"locks:{event.update_id}", "locks", chat, None, batch.now)
        )


def claim_message(batch: Batch, event: Event) -> None:
    """In an unclaimed chat only a code counts: `/claim CODE`, or the start link's `/start CODE`.

    It has to be written afresh by somebody; and whoever guesses is soon no longer answered.
    """
    content = event.content
    command = content.command if content else None
    if content is None or command is None or command.name not in ("claim", "start") or not command.arguments:
        return
    fresh = event.kind is Kind.MESSAGE and event.sender in (Sender.MEMBER, Sender.ANONYMOUS_ADMIN)
    if not fresh or content.forward is not None or content.via_bot or not turn_of(batch, event).given:
        return
    chat = batch.chat(event)
    language = event.person.language if event.person else ""
    role = chats.claim(batch.connection, chat.id, command.arguments.split()[0], batch.now)
    if not role:
        batch.call(event, "sendMessage", chat.id, text=say(language, "claim-refused"), parse_mode="HTML")
        return
    batch.directory.reread(batch.connection, event.chat)
    text = say(batch.book.community.language, f"claimed-{role}", community=batch.book.community.name)
    batch.call(event, "sendMessage", chat.id, text=text, parse_mode="HTML")
    batch.call(event, "deleteMessage", chat.id, message_id=event.message_id)
    ask(batch, event, batch.chat(event))
    load_administrators(batch, event, chat.id)


def handle_migration(batch: Batch, event: Event) -> None:
    """The group became a supergroup: same chat of ours, new platform id."""
    old, new = event.migrated_from or event.chat.id, event.migrated_to or event.chat.id
    if old == new:
        return
    batch.directory.resolve(batch.connection, [Chat(old, "group")], [])
    move(batch.connection, batch.directory.chat(old).id, new, batch.now)
    batch.queued = True  # what waits goes to the new place
    for platform_id in (old, new):
        batch.directory.reread(batch.connection, Chat(platform_id, "supergroup"))
