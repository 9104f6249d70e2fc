"""Turn buttons of earlier posts that open a suggested course into links."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import RowMapping

from bot.core.batch import Batch
from bot.core.buttons import Rows
from bot.features.courses.members_only import looked_at
from bot.features.courses.rendering import MARKS, buttons, stop_button
from bot.runtime import metrics
from bot.text.messages import language_of, plain
from rules.engine.events import Event
from storage import learning, suggestion_outcomes


def pressed_open(batch: Batch, event: Event, suggestion: RowMapping, language: str) -> str:
    """Note the click, once, and let the buttons lead to their courses; the sentence for whoever pressed."""
    press, course = event.press, suggestion["course"]
    if press is None or not any(c.id == course and c.url and not c.hidden for c in batch.book.courses):
        return plain(language, "open-gone")
    number, whose = suggestion["id"], (suggestion["community_id"], suggestion["person_id"])
    row = learning.course_event(f"click:{number}", *whose, course, "clicked", batch.now, suggestion=number)
    if learning.add_course_events(batch.connection, [row]):
        metrics.FEEDBACK.labels("clicked").inc()
    shown = suggestion_outcomes.same_post(batch.connection, suggestion)
    batch.call(
        event,
        "editMessageReplyMarkup",
        batch.chat(event).id,
        message_id=press.message_id,
        reply_markup={"inline_keyboard": _keyboard(batch, event, shown)},
    )
    return plain(language, "pressed-open")


def _keyboard(batch: Batch, event: Event, shown: Sequence[RowMapping]) -> Rows:
    """All buttons of a post anew."""
    chat, usual = batch.chat(event), batch.book.community.language
    reader = batch.author(event) if event.chat.private else None
    language = language_of(reader.language, usual) if reader is not None else usual
    person = reader.id if reader is not None else 0
    courses = {c.id: c for c in looked_at(batch, batch.community(event), person)}
    made, rows = batch.services.buttons, Rows()
    posted = reader is None and learning.is_post(shown[0])
    for number, one in enumerate(shown):
        sign = made.signer(chat.id, one["person_id"], batch.now)
        mark = MARKS[number] if posted else ""
        rows += buttons(one["id"], courses.get(one["course"]), language, sign, mark)
    return [*rows, stop_button(language, made, chat.id, batch.now)]
