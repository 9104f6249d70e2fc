"""Answer commands by what Telegram did, and not by what it was asked."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from bot.core.batch import Batch
from bot.core.command import Ask
from bot.core.feature import Registry
from bot.core.refusals import named, refusal_reason
from bot.platforms.telegram.api_rules import found_nothing
from bot.platforms.telegram.calls import REMOVED_LATER, Follow, follow_kind
from bot.text.messages import Html, say
from rules.engine.events import Event

ANSWER = follow_kind(
    "answer", "core", tells=True, awaited=True
)  # and timer: a call that a command waits for has ended
DONE = "done"  # what became of it, if not what Telegram said


class Later(Struct, frozen=True):
    """An answer that waits for a call. `done` and `undone` are sentences as they are said.

    `undone` is for a call that found nothing to do; other refusals are told in general words about `action`,
    below `anyway`: what was done beside the call. `instead` is said in the place of those.
    """

    language: str
    chat: int  # own id of where the command was given
    message: int
    done: str
    undone: str
    action: str
    lasts: int
    topic: int = 0
    anyway: str = ""
    instead: str = ""
    outcome: str = ""  # empty until it is known: done, nothing, or what Telegram said


def after_the_call(
    ask: Ask,
    action: str,
    done: Html,
    undone: Html,
    lasts: int,
    anyway: Html | None = None,
    instead: Html | None = None,
) -> Follow:
    """What to hang on a call so that its receipt answers the command."""
    event = ask.event
    later = Later(
        ask.language,
        ask.chat.id,
        event.message_id,
        str(done),
        str(undone),
        action,
        lasts,
        event.topic,
        str(anyway or ""),
        str(instead or ""),
    )
    return Follow(ANSWER, payload=msgspec.json.encode(later).decode())


def due(batch: Batch, event: Event) -> None:
    """Give the answer: Telegram has ended the call that a command waits for."""
    if event.timer is not None:
        later = msgspec.json.decode(event.timer.payload, type=Later)
        give(batch, event, later, later.outcome)


def give(batch: Batch, event: Event, later: Later, outcome: str) -> None:
    """Say what became of it: `DONE`, or Telegram's words."""
    if outcome == DONE:
        text = Html(later.done)
    elif found_nothing(outcome):
        text = Html(later.undone)
    elif later.instead:
        text = Html(later.instead)
    else:
        right = batch.services.of(Registry).rights.get(later.action, "")
        why = refusal_reason(later.language, outcome, right)
        text = say(later.language, "refused-line", what=named(later.language, later.action), why=why)
        text = Html(f"{later.anyway}\n{text}") if later.anyway else text
    answered: dict[str, Any] = {"message_id": later.message, "allow_sending_without_reply": True}
    where: dict[str, Any] = {"message_thread_id": later.topic} if later.topic else {}
    batch.call(
        event,
        "sendMessage",
        later.chat,
        text=text,
        parse_mode="HTML",
        disable_notification=True,
        reply_parameters=answered,
        then=(Follow(REMOVED_LATER, after=later.lasts),) if later.lasts else (),
        **where,
    )
