"""Stored timers that are due. (A timer of kind "again" comes as the update it had put off.)"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.core import receipt_answers
from bot.core.authority import UNSURE
from bot.core.batch import Batch
from bot.core.button_router import answer
from bot.core.confirming import CONFIRM
from bot.core.linked_channels import LINKED, answered
from bot.core.receipt_answers import ANSWER
from bot.features.community.events.own_membership import UNCLAIMED, leave_unclaimed
from bot.features.courses.jobs import suggestions
from bot.features.moderation import reach, reported
from bot.features.moderation.cards import refresh
from bot.features.moderation.casefile import REFRESH
from bot.features.moderation.outcome import OUTCOME
from bot.features.pictures import events
from bot.features.pictures.waiting import PICTURE
from bot.features.screening import acts, captcha, deciding, locks, raid, told
from bot.features.screening.private import REQUEST
from bot.platforms.telegram.calls import Follow
from bot.runtime import logs
from bot.text.messages import language_of, plain, say
from rules.engine.events import Event

_NOTE = 60  # seconds that a note stays in a group

log = logs.get("timers")


async def _show_case(batch: Batch, event: Event) -> None:
    if event.timer is not None:
        await refresh(batch, event, int(event.timer.payload))


async def _nobody_confirmed(_batch: Batch, _event: Event) -> None:
    """Nobody said that it was them."""


async def _unsure(batch: Batch, event: Event) -> None:
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
        then=() if private else (Follow("delete", after=_NOTE),),
    )


TIMERS: dict[str, Callable[[Batch, Event], Awaitable[None]]] = {
    captcha.CAPTCHA: captcha.expired,
    captcha.NOTE: captcha.note_due,
    CONFIRM: _nobody_confirmed,
    reach.VOICE: reach.due,
    LINKED: answered,
    OUTCOME: told.due,
    ANSWER: receipt_answers.due,
    locks.LOCKS: acts.go_on,
    raid.RAID: raid.over,
    PICTURE: events.due,
    REFRESH: _show_case,
    reported.CARD: reported.due,
    REQUEST: deciding.expired,
    suggestions.PUT_OFF: suggestions.put_off,
    UNCLAIMED: leave_unclaimed,
    UNSURE: _unsure,
}


async def handle(batch: Batch, event: Event) -> None:
    """Carry out one timer."""
    act = TIMERS.get(event.timer.kind) if event.timer is not None else None
    if act is None:
        log.warning("unknown timer", update=event.update_id, kind=event.timer and event.timer.kind)
        return
    await act(batch, event)
