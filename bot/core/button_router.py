"""Buttons. What a press carries is checked in one place, before any verb sees it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.core import confirming
from bot.core.batch import Batch
from bot.core.buttons import Pressed, Refusal
from bot.core.gate import Gate, admits
from bot.core.limiter import Turn
from bot.core.limiting import turn_of
from bot.features.community.commands import help
from bot.features.courses import finishing
from bot.features.courses.feedback import pressed_catalogue, pressed_suggestion
from bot.features.courses.interests_view import pressed_interests
from bot.features.courses.jobs import reminders
from bot.features.moderation import cards, reported
from bot.features.moderation.buttons import reports
from bot.features.moderation.buttons.cases import pressed_appeal, pressed_case
from bot.features.moderation.commands import appeal, cases
from bot.features.moderation.judging import judge_happened
from bot.features.screening import captcha, deciding, overrides, requests
from bot.platforms.telegram.calls import Priority
from bot.runtime import logs, metrics
from bot.text.messages import language_of, plain
from rules.config.community import Part
from rules.engine.events import Event

_DAY = 86_400
_SAID = {Refusal.ANOTHER: "button-another", Refusal.FORGED: "button-unknown"}

log = logs.get("presses")


@dataclass(frozen=True)
class Verb:
    """What a button does: `act` gives the sentence for whoever pressed, or None when the press is decided
    once more. It is good for `lasts` seconds.
    """

    act: Callable[[Batch, Event, str], Awaitable[str | None]]
    lasts: int = 2 * _DAY
    gate: Gate = Gate.INSIDE  # whom it answers in private
    part: Part | None = None  # of what operators may open to strangers


VERBS: dict[str, Verb] = {
    appeal.VERB: Verb(pressed_appeal, 60 * _DAY, Gate.ANYBODY),
    "captcha": Verb(captcha.pressed, gate=Gate.ANYBODY),
    cards.VERB: Verb(pressed_case, 365 * _DAY),
    "cat": Verb(pressed_catalogue, 7 * _DAY, part="courses"),
    help.VERB: Verb(help.pressed_help, 30 * _DAY),
    "in": Verb(pressed_interests, 30 * _DAY),
    cases.VERB: Verb(cases.pressed_list, 7 * _DAY),
    confirming.VERB: Verb(confirming.pressed_me),
    reminders.VERB: Verb(reminders.pressed, 60 * _DAY),
    finishing.VERB: Verb(finishing.pressed_stars, 60 * _DAY),
    reported.VERB: Verb(reports.pressed, 30 * _DAY),
    "req": Verb(requests.pressed, 8 * _DAY, Gate.ANYBODY),
    "rqm": Verb(deciding.decided, 30 * _DAY),
    "set": Verb(overrides.pressed),
    "sg": Verb(pressed_suggestion, 30 * _DAY),
}


async def handle(batch: Batch, event: Event) -> None:
    """One press: do what the button says, and answer, so that it stops spinning.

    Only what the bot itself put there, for this chat and this person, and not too long ago, has an effect.
    """
    if event.press is None or event.person is None:
        return
    person = batch.author(event)
    language = language_of(person.language if person else "", batch.book.community.language)
    turn = await turn_of(batch, event) if event.timer is None else Turn(given=True)
    if not turn.given:
        if turn.first:
            answer(batch, event, plain(language, "too-quick"))
        return
    found = read(batch, event)
    if isinstance(found, Refusal):
        log.info("press refused", why=str(found), update=event.update_id, chat=event.chat.id)
        metrics.PRESSES_REFUSED.labels(str(found)).inc()
        answer(batch, event, plain(language, _SAID.get(found, "button-old")))
        return
    verb = VERBS[found.verb]
    if not await admits(batch, event, verb.gate, verb.part):
        answer(batch, event, plain(language, "invitation", community=batch.book.community.name))
        return
    said = await verb.act(batch, event, found.arguments)
    if said is not None:
        answer(batch, event, said)
    await judge_happened(batch)


def read(batch: Batch, event: Event) -> Pressed | Refusal:
    """What a press means, and whether it may have an effect."""
    press, person = event.press, batch.author(event)
    if press is None or person is None:
        return Refusal.UNSIGNED
    verb = VERBS.get(press.data.partition(":")[0])
    if verb is None:
        return Refusal.UNSIGNED
    found = batch.services.buttons.read(
        press.data, chat=batch.chat(event).id, person=person.id, now=batch.now, lasts=verb.lasts
    )
    if isinstance(found, Pressed) and not press.shown:
        return Refusal.ELSEWHERE
    return found


def answer(batch: Batch, event: Event, text: str) -> None:
    """Answer the press with a short text, at most 200 characters."""
    press = event.press
    if press is not None:
        batch.bare_call(
            event,
            "answerCallbackQuery",
            batch.chat(event).id,
            Priority.MODERATION,
            callback_query_id=press.id,
            text=text[:200],
        )
