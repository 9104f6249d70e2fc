"""Handle requests to join: asked in private, one message that turns from step to step, no word in the group.

Telegram lets the bot write first for five minutes after the request (Bot API, ChatJoinRequest.user_chat_id);
whoever writes to it has opened the chat. What is said goes out before the request is answered, in one lane:
afterwards the bot may no longer write.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import structs

from bot.core.batch import Batch
from bot.core.buttons import button
from bot.core.follow_ups import POSTED
from bot.core.private_answers import private_chat
from bot.features.screening import request_steps
from bot.features.screening.door_policy import policy_of
from bot.features.screening.rejections import decline
from bot.features.screening.request_decisions import answered, refuse_answers
from bot.features.screening.request_messages import ANSWER, LONGEST, REQUEST, tell
from bot.platforms.telegram.calls import Follow
from bot.text.durations import spell
from bot.text.messages import language_of, plain, say
from rules.config.community import Community
from rules.config.screening import Requests
from rules.engine.events import Event
from storage import chats, newcomers, timers
from storage.directory import KnownChat, KnownPerson
from storage.newcomers import Visit


def begin(batch: Batch, event: Event, chat: KnownChat, person: KnownPerson, asked: Requests) -> None:
    """Ask the first question, unless somebody was refused just now."""
    private = private_chat(batch, event)
    language = language_of(person.language, batch.book.community.language)
    previous = newcomers.visit(batch.connection, chat.id, person.id)
    refused = previous is not None and previous.state in ("failed", "declined")
    if previous is not None and refused and previous.ended_at + asked.again > batch.now:
        left = previous.ended_at + asked.again - batch.now
        text = say(language, "request-again", chat=chat.title, time=spell(language, max(60, left)))
        tell(batch, event, private, text)
        decline(batch, event, chat, person.id, lane=private)
        return
    due = batch.now + asked.within
    row = {
        "chat_id": chat.id,
        "person_id": person.id,
        "kind": REQUEST,
        "tries": asked.mistakes,
        "private_id": private,
        "answers": [{"bio": event.bio[:LONGEST]}] if event.bio else [],
        "opened_at": batch.now,
        "due_at": due,
    }
    newcomers.arrive(batch.connection, row)
    timers.set_timer(
        batch.connection,
        f"request:{chat.id}:{person.id}:{event.update_id}",
        REQUEST,
        chat.id,
        None,
        due,
        str(person.id),
    )
    visit = newcomers.visit(batch.connection, chat.id, person.id)
    if visit is not None:
        _ask(batch, event, chat, visit, language, asked)


def _community(batch: Batch, chat: KnownChat) -> Community:
    """The community as it holds in this group: with its own rules in prose."""
    return batch.services.own.of(batch.connection, chat.id).over(batch.book.community)


def _ask(
    batch: Batch,
    event: Event,
    chat: KnownChat,
    visit: Visit,
    language: str,
    asked: Requests,
) -> None:
    """Show the step at which somebody is; after the last one the request is decided."""
    community = _community(batch, chat)
    private, person = visit.private_id or chat.id, visit.person_id
    listed = request_steps.steps_of(asked, community)
    if visit.step >= len(listed):
        answered(batch, event, chat, visit, language, asked)
        return
    step = listed[visit.step]
    text, choices = request_steps.shown(step, asked, community, language, f"{person}:{visit.opened_at}")
    whole = say(
        language,
        "request-step",
        chat=chat.title,
        number=visit.step + 1,
        count=len(listed),
        text=text,
        time=spell(language, asked.within),
    )
    sign = batch.services.buttons.signer(private, person, batch.now)
    rows = [[button(words, sign(ANSWER, f"{chat.id}:{visit.step}:{value}"))] for words, value in choices]
    tell(batch, event, private, whole, rows, Follow(POSTED, subject=REQUEST, subject_id=chat.id))


def pressed(batch: Batch, event: Event, arguments: str) -> str:
    """A button of the step at which somebody is."""
    person = batch.author(event)
    language = language_of(person.language if person else "", batch.book.community.language)
    group, _, rest = arguments.partition(":")
    number, _, value = rest.partition(":")
    visit = newcomers.visit(batch.connection, int(group), person.id) if person is not None else None
    if person is None or visit is None or visit.state != "open" or str(visit.step) != number:
        return plain(language, "button-old")
    chat = chats.known(batch.connection, int(group))
    asked = policy_of(batch, chat.id).screening.requests
    listed = request_steps.steps_of(asked, _community(batch, chat))
    if visit.step >= len(listed):  # the file was changed meanwhile
        answered(batch, event, chat, visit, language, asked)
        return ""
    if value == request_steps.NO:
        refuse_answers(batch, event, chat, visit, "declined", language)
        return ""
    step = listed[visit.step]
    right, answer = request_steps.judged(step, asked, value, f"{person.id}:{visit.opened_at}", language)
    changes: dict[str, Any] = {"answers": [*(visit.answers or []), answer] if answer else visit.answers}
    if not right:
        if visit.tries < 1:
            refuse_answers(batch, event, chat, visit, "failed", language)
            return ""
        changes["tries"] = visit.tries - 1
    _go_on(batch, event, chat, visit, changes, language, asked)
    return "" if right else plain(language, "request-forgiven")


def wrote(batch: Batch, event: Event) -> bool:
    """A message in private; True when it answers a question of a request."""
    person = batch.author(event)
    if person is None or not event.text:
        return False
    for visit in newcomers.open_requests(batch.connection, person.id):
        chat = chats.known(batch.connection, visit.chat_id)
        asked = policy_of(batch, chat.id).screening.requests
        listed = request_steps.steps_of(asked, _community(batch, chat))
        if visit.step >= len(listed) or listed[visit.step].kind != "question":
            continue
        language = language_of(person.language, batch.book.community.language)
        question = asked.questions[listed[visit.step].number]
        answer = {"ask": question[batch.book.community.language], "said": event.text[:LONGEST]}
        changes = {"answers": [*(visit.answers or []), answer]}
        _go_on(batch, event, chat, visit, changes, language, asked)
        return True
    return False


def _go_on(
    batch: Batch,
    event: Event,
    chat: KnownChat,
    visit: Visit,
    changes: Mapping[str, Any],
    language: str,
    asked: Requests,
) -> None:
    whole = {"step": visit.step + 1, **changes}
    newcomers.change(batch.connection, chat.id, visit.person_id, **whole)
    _ask(batch, event, chat, structs.replace(visit, **whole), language, asked)
