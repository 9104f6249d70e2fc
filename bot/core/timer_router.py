"""Stored timers that are due. (Those of the kinds "again" and "beside" come as the update that waited.)"""

from __future__ import annotations

from bot.core.batch import Batch
from bot.core.button_router import answer
from bot.core.feature import Registry
from bot.platforms.telegram.calls import REMOVED_LATER, Follow
from bot.runtime import logs
from bot.text.messages import language_of, plain, say
from rules.engine.events import Event

_NOTE = 60  # seconds that a note stays in a group

log = logs.get("timers")


def nobody_confirmed(_batch: Batch, _event: Event) -> None:
    """Nobody said that it was them."""


def unsure(batch: Batch, event: Event) -> None:
    """Tell whoever gave a command or pressed a button that nobody knows whether they moderate.

    Such a timer comes with all that the update held.
    """
    usual, private = batch.book.community.language, event.chat.private
    language = language_of(event.person.language, usual) if event.person else usual
    if event.press is not None:
        answer(batch, event, plain(language, "moderators-unknown"))
        return
    batch.call(
        event,
        "sendMessage",
        batch.chat(event).id,
        text=say(language if private else usual, "moderators-unknown"),
        parse_mode="HTML",
        disable_notification=True,
        reply_parameters={"message_id": event.message_id, "allow_sending_without_reply": True},
        then=() if private else (Follow(REMOVED_LATER, after=batch.book.community.for_a_while(_NOTE)),),
    )


def handle(batch: Batch, event: Event) -> None:
    """Carry out one timer."""
    act = batch.services.of(Registry).timers.get(event.timer.kind) if event.timer is not None else None
    if act is None:
        log.warning("unknown timer", update=event.update_id, kind=event.timer and event.timer.kind)
        return
    act(batch, event)
