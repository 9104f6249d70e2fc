"""Route pressed buttons: what a press carries is checked in one place, before any verb sees it."""

from __future__ import annotations

from bot.core.authority import turn_of
from bot.core.batch import Batch
from bot.core.buttons import Pressed, Refusal
from bot.core.feature import Registry
from bot.core.private_access import admits, invitation
from bot.core.rate_limiter import Turn
from bot.platforms.telegram.calls import Priority
from bot.runtime import logs, metrics
from bot.text.messages import language_of, plain
from rules.engine.events import Event

_SAID = {Refusal.ANOTHER: "button-another", Refusal.FORGED: "button-unknown"}

log = logs.get("presses")


def handle(batch: Batch, event: Event) -> None:
    """One press: do what the button says, and answer, so that it stops spinning.

    Only what the bot itself put there, for this chat and this person, and not too long ago, has an effect.
    """
    if event.press is None or event.person is None:
        return
    person = batch.author(event)
    language = language_of(person.language if person else "", batch.book.community.language)
    turn = turn_of(batch, event) if event.timer is None else Turn(given=True)
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
    verb = batch.services.of(Registry).buttons[found.verb]
    if not admits(batch, event, verb.gate, verb.part):
        if invitation(batch, event, language) is not None:
            answer(batch, event, plain(language, "invitation", community=batch.book.community.name))
        return
    said = verb.act(batch, event, found.arguments)
    if said is not None:
        answer(batch, event, said)


def read(batch: Batch, event: Event) -> Pressed | Refusal:
    """What a press means, and whether it may have an effect."""
    press, person = event.press, batch.author(event)
    if press is None or person is None:
        return Refusal.UNSIGNED
    verb = batch.services.of(Registry).buttons.get(press.data.partition(":")[0])
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
