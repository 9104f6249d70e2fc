"""/courses /suggest: what there is to learn, and what fits."""

from __future__ import annotations

from bot.core.command import Answer, Ask, Command
from bot.features.courses.advisor import Advisor, waits_for_model
from bot.features.courses.catalogue import page, stars_of
from bot.features.courses.members_only import asked
from bot.features.courses.rendering import body, buttons, preview, remember, stop_button
from bot.text.messages import Html


def courses(ask: Ask) -> Answer:
    """The catalogue in pages; with words, what holds them."""
    sign = ask.batch.services.buttons.signer(ask.chat.id, ask.person.id, ask.batch.now)
    stars = stars_of(ask.batch.connection, ask.community)
    text, rows = page(asked(ask), ask.arguments, 0, ask.language, sign, stars)
    return Answer(text, buttons=rows)


def suggest(ask: Ask) -> Answer | None:
    """One course for whoever asks, with the reason and buttons; a model that is missing is fitted beside."""
    if waits_for_model(ask):
        return None
    batch = ask.batch
    found = batch.services.of(Advisor).advise(batch.connection, [ask.person.id], batch.book, batch.now)
    if not found[ask.person.id]:
        return ask.answer("suggest-none")
    advice = found[ask.person.id][0]
    course = next(c for c in asked(ask) if c.id == advice.course)
    key = f"suggest:{ask.event.update_id}:{ask.event.at}"
    number = remember(batch.connection, key, ask.community, ask.person.id, ask.chat.id, advice, batch.now)
    text = ask.say("suggest-one", body=body(course, advice, batch.book.courses, ask.language, alone=True))
    made = batch.services.buttons
    rows = [
        *buttons(number, course, ask.language, made.signer(ask.chat.id, ask.person.id, batch.now)),
        stop_button(ask.language, made, ask.chat.id, batch.now),
    ]
    return Answer(Html(text), lasts=0, buttons=rows, preview=preview(course))


COMMANDS = (
    Command(
        "courses", courses, part="courses", examples=("/courses", "/courses python", "/courses #excel free")
    ),
    Command("suggest", suggest, part="courses", examples=("/suggest",)),
)
