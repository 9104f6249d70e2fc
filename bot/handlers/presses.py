"""Buttons. Their data is `<verb>:<arguments>`, and every verb looks up whose button it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.batch import Batch
from bot.courses.feedback import pressed_catalogue, pressed_suggestion
from bot.telegram.calls import Priority
from bot.texts import plain
from rules.engine.events import Event

Press = Callable[[Batch, Event, str], Awaitable[str]]

# A verb's function returns the sentence shown to whoever pressed.
VERBS: dict[str, Press] = {
    "cat": pressed_catalogue,
    "sg": pressed_suggestion,
}


async def handle(batch: Batch, event: Event) -> None:
    """One press: do what the button says, and always answer, so that it stops spinning."""
    if event.press is None or event.person is None:
        return
    verb, _, arguments = event.press.data.partition(":")
    act = VERBS.get(verb)
    text = await act(batch, event, arguments) if act else plain(event.person.language, "button-unknown")
    answer(batch, event, text)


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
