"""Route a message to its command: addressed to us, allowed, answered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.core.anonymous_admins import ask_who
from bot.core.authority import governed, moderates, must_ask, shares, turn_of
from bot.core.batch import Batch
from bot.core.command import Answer, Ask, Command, Where, Who
from bot.core.feature import Registry
from bot.core.private_access import Gate, admits, invitation
from bot.core.rate_limiter import Turn
from bot.platforms.telegram.calls import REMOVED_LATER, Follow
from bot.runtime import logs
from bot.text.messages import language_of
from rules.engine.events import Event, Sender

_NOTE = 15  # seconds that the note about going slower stays

log = logs.get("commands")


def run_command(batch: Batch, event: Event) -> None:
    """Run the command in a message, if there is one for us and its sender may use it.

    Only a fresh message written by a member counts: not a forward, not one sent through another
    bot, not a channel's. An anonymous administrator's (any of whom it may be) waits for whoever it was
    to say so.
    """
    content = event.content
    command = content.command if content else None
    if content is None or command is None or event.person is None:
        return
    if command.addressee and command.addressee.lower() != batch.bot_username.lower():
        return
    if content.forward is not None or content.via_bot:
        return
    declared = batch.services.of(Registry).commands.get(command.name.lower())
    if declared is None:
        _not_known(batch, event, command.name)
        return
    anonymous = event.sender is Sender.ANONYMOUS_ADMIN and declared.who is not Who.MEMBER
    if event.sender is not Sender.MEMBER and not anonymous:
        return
    ask = _ask(batch, event, declared.name, command.arguments)
    turn = turn_of(batch, event) if event.timer is None else Turn(given=True)
    if not turn.given:
        if turn.first:
            send(ask, Answer(ask.say("too-quick"), lasts=_NOTE))
    elif event.chat.private and not admits(batch, event, declared.gate, declared.part):
        _turn_away(ask)
    elif not _right_place(declared, event):
        _reply(ask, f"command-only-{declared.where}")
    elif anonymous:
        ask_who(batch, event, declared.name)
    elif declared.who is not Who.MEMBER:
        _run_for_staff(declared, ask)
    else:
        _run(declared, ask)


def answer_talk(batch: Batch, event: Event) -> None:
    """Answer plain words that somebody writes in private."""
    content = event.content
    if content is None or not content.text.strip() or content.forward is not None or content.via_bot:
        return
    _converse(batch, event, "", content.text)


def _not_known(batch: Batch, event: Event, name: str) -> None:
    """A hint in private; in a group the command may be another bot's, and nothing is said."""
    if event.chat.private and event.sender is Sender.MEMBER:
        _converse(batch, event, name, "")


def _converse(batch: Batch, event: Event, name: str, words: str) -> None:
    ask = _ask(batch, event, name, words)
    turn = turn_of(batch, event) if event.timer is None else Turn(given=True)
    if not turn.given:
        if turn.first:
            send(ask, Answer(ask.say("too-quick"), lasts=_NOTE))
    elif not admits(batch, event, Gate.INSIDE):
        _turn_away(ask)
    else:
        talk = batch.services.of(Registry).talk
        answer = talk(ask) if talk is not None else None
        if answer is not None:
            send(ask, answer)


def _turn_away(ask: Ask) -> None:
    said = invitation(ask.batch, ask.event, ask.language)
    if said is not None:
        send(ask, Answer(said))


def _run_for_staff(declared: Command, ask: Ask) -> None:
    """Run a moderators' command, once it is known whether whoever gave it moderates."""
    batch, event = ask.batch, ask.event
    if declared.who is Who.STAFF:
        groups = governed(batch, event, ask.person.id)
        if groups is None:
            return
        allowed = bool(groups)
        ask = replace(ask, governed=tuple(groups))
    elif must_ask(batch, event, [ask.chat.id]):
        return
    else:
        allowed = moderates(batch, ask.chat.id, ask.person.id, ask.community)
    if allowed:
        where = [g.id for g in ask.governed or (ask.chat,)]
        if declared.share is None or shares(batch, ask.community, where, declared.share):
            _run(declared, ask)
        else:
            _reply(ask, f"not-shared-{declared.share}")
    elif not declared.quiet or event.chat.private or ask.chat.role != "members":
        _reply(ask, "command-moderators-only")


def _run(declared: Command, ask: Ask) -> None:
    answer = declared.handler(ask)
    if answer is not None:
        send(ask, answer)


def _ask(batch: Batch, event: Event, name: str, arguments: str) -> Ask:
    chat, community = batch.chat(event), batch.community(event)
    person = batch.author(event)
    if person is None:
        raise ValueError("a command without a person")
    usual = batch.book.community.language
    declared = batch.services.of(Registry).commands.get(name)
    to_all = declared is not None and declared.to_all and not event.chat.private
    chosen = usual if to_all else language_of(person.language, usual)
    both = to_all and batch.book.community.both_languages
    return Ask(
        batch,
        event,
        chat,
        community,
        person,
        batch.state(chat.id, person.id, community),
        name,
        arguments.strip(),
        chosen,
        both=both,
    )


def _right_place(declared: Command, event: Event) -> bool:
    if declared.where is Where.BOTH:
        return True
    return (declared.where is Where.PRIVATE) == event.chat.private


def _reply(ask: Ask, key: str) -> None:
    send(ask, ask.answer(key))


def send(ask: Ask, answer: Answer) -> None:
    """Queue an answer as a reply to the command."""
    batch, event = ask.batch, ask.event
    lasts = 0 if event.chat.private else batch.book.community.answer_seconds
    lasts = lasts if answer.lasts is None else batch.book.community.for_a_while(answer.lasts)
    extra: dict[str, Any] = {}
    answered = answer.answers or event.message_id
    if answer.buttons:
        extra["reply_markup"] = {"inline_keyboard": answer.buttons}
    batch.call(
        event,
        "sendMessage",
        ask.chat.id,
        text=answer.text,
        parse_mode="HTML",
        disable_notification=True,
        link_preview_options=answer.preview,
        reply_parameters={"message_id": answered, "allow_sending_without_reply": True},
        then=(Follow(REMOVED_LATER, after=lasts),) if lasts else (),
        **extra,
    )
