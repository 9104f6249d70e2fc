"""From a message to its command: addressed to us, allowed, answered."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import select

from bot import logs
from bot.batch import Batch
from bot.commands.command import Answer, Ask, Command, Where, Who
from bot.commands.table import COMMANDS
from bot.telegram.calls import Follow, Priority
from bot.texts import language_of
from rules.engine.events import Event, Sender
from storage.chats import CHAT

log = logs.get("commands")


async def run_command(batch: Batch, event: Event) -> None:
    """Run the command in a message, if there is one for us and its sender may use it.

    Only a fresh message written by a member counts: not a forward, not one sent through another
    bot, not a channel's, not an anonymous administrator's (any of whom it may be).
    """
    content = event.content
    command = content.command if content else None
    if content is None or command is None or event.person is None:
        return
    if command.addressee and command.addressee.lower() != batch.bot_username.lower():
        return
    declared = COMMANDS.get(command.name.lower())
    if declared is None or content.forward is not None or content.via_bot:
        return
    if event.sender is Sender.ANONYMOUS_ADMIN and declared.who is Who.MODERATOR:
        _reply(await _ask(batch, event, declared), "command-anonymous")
        return
    if event.sender is not Sender.MEMBER:
        return
    ask = await _ask(batch, event, declared)
    if not _right_place(declared, event):
        _reply(ask, f"command-only-{declared.where}")
    elif declared.who is Who.MODERATOR and not ask.state.role.moderates:
        await _refuse(batch, event, ask)
    else:
        await batch.flush()
        answer = await declared.handler(ask)
        if answer is not None:
            send(ask, answer)


async def _ask(batch: Batch, event: Event, declared: Command) -> Ask:
    chat, community = batch.chat(event), batch.community(event)
    person = batch.author(event)
    command = event.content.command if event.content else None
    if person is None or command is None:
        raise ValueError("a command without a person")
    usual = batch.book.community.language
    chosen = language_of(person.language, usual) if event.chat.private else usual
    return Ask(
        batch,
        event,
        chat,
        community,
        person,
        await batch.state(chat.id, person.id, community),
        declared.name,
        command.arguments.strip(),
        chosen,
    )


def _right_place(declared: Command, event: Event) -> bool:
    if declared.where is Where.BOTH:
        return True
    return (declared.where is Where.PRIVATE) == event.chat.private


async def _refuse(batch: Batch, event: Event, ask: Ask) -> None:
    """Who is no moderator doesn't get through; but a list never loaded is asked for first."""
    query = select(CHAT.c.administrators_at).where(CHAT.c.id == ask.chat.id)
    loaded = (await batch.connection.execute(query)).scalar_one()
    if loaded or event.timer is not None:
        _reply(ask, "command-moderators-only")
        return
    again = Follow("again", payload=msgspec.json.encode(event).decode())
    batch.call(event, "getChatAdministrators", ask.chat.id, Priority.MODERATION, then=(again,))


def _reply(ask: Ask, key: str) -> None:
    send(ask, ask.answer(key))


def send(ask: Ask, answer: Answer) -> None:
    """Queue an answer as a reply to the command."""
    batch, event = ask.batch, ask.event
    lasts = 0 if event.chat.private else batch.book.community.answer_seconds
    lasts = lasts if answer.lasts is None else answer.lasts
    extra: dict[str, Any] = {}
    if answer.buttons:
        extra["reply_markup"] = {"inline_keyboard": answer.buttons}
    batch.call(
        event,
        "sendMessage",
        ask.chat.id,
        text=answer.text,
        parse_mode="HTML",
        disable_notification=True,
        link_preview_options={"is_disabled": True},
        reply_parameters={"message_id": event.message_id, "allow_sending_without_reply": True},
        then=(Follow("delete", after=lasts),) if lasts else (),
        **extra,
    )
