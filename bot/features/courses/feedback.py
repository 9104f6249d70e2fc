"""Take pressed buttons of suggestions and of the catalogue."""

from __future__ import annotations

from sqlalchemy import RowMapping

from bot.core.batch import Batch
from bot.features.courses.catalogue import page, stars_of
from bot.features.courses.course_completion import finish, is_running
from bot.features.courses.link_buttons import pressed_open
from bot.features.courses.members_only import looked_at
from bot.runtime import metrics
from bot.text.messages import language_of, plain
from rules.engine.events import Event
from storage import learning
from storage.preferences import choose

_KINDS = {"like": "interested", "taken": "taken", "no": "dismissed"}


def pressed_suggestion(batch: Batch, event: Event, arguments: str) -> str:
    """Remember what somebody says of a suggestion that was made to them; the sentence they see.

    The stored suggestion tells for whom and where it is: others, and buttons of other chats, do nothing.
    """
    person, chat = batch.author(event), batch.chat(event)
    number, _, verb = arguments.partition(":")
    language = language_of(person.language if person else "", batch.book.community.language)
    if person is None or not _ours(batch, event):
        return plain(language, "button-unknown")
    community = batch.community(event)
    if verb == "stop":
        owner = person.id
        batch.writes.append(lambda c: choose(c, community, owner, "suggestions", "off", batch.now))
        return plain(language, "pressed-stop")
    if verb not in (*_KINDS, "open") or not _is_id(number):
        return plain(language, "button-unknown")
    row = learning.suggestion(batch.connection, int(number))
    if row is None or row["chat_id"] != chat.id:
        return plain(language, "button-unknown")
    if row["person_id"] != person.id:
        return plain(language, "button-another")
    if verb == "open":
        return pressed_open(batch, event, row, language)
    metrics.FEEDBACK.labels(_KINDS[verb]).inc()
    key, whose = f"press:{event.update_id}:{event.at}", (row["community_id"], row["person_id"])
    said = learning.course_event(key, *whose, row["course"], _KINDS[verb], batch.now, suggestion=row["id"])
    learning.add_course_events(batch.connection, [said])
    if verb == "taken":
        _taken(batch, row)
    return plain(language, f"pressed-{verb}")


def _taken(batch: Batch, suggestion: RowMapping) -> None:
    """Who took a course before finished it, unless it is one that still runs."""
    course = next((c for c in batch.book.courses if c.id == suggestion["course"]), None)
    zone = (course.timezone if course else "") or batch.timezone
    if course is not None and not is_running(course, zone, batch.now):
        whose = (suggestion["community_id"], suggestion["person_id"], course.id)
        finish(batch.connection, *whose, batch.now, suggestion["id"])


def _ours(batch: Batch, event: Event) -> bool:
    """Whether a button hangs in a private chat, or in a group that belongs to a community."""
    return event.chat.private or batch.chat(event).community is not None


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def pressed_catalogue(batch: Batch, event: Event, arguments: str) -> str:
    """Turn the page of a catalogue's message."""
    number, _, query = arguments.partition(":")
    person = batch.author(event)
    community = batch.book.community
    turning = event.press is not None and event.press.message_id and _is_id(number)
    if person is None or event.press is None or not turning or not _ours(batch, event):
        return plain(language_of(person.language if person else "", community.language), "button-unknown")
    language = language_of(person.language, community.language) if event.chat.private else community.language
    sign = batch.services.buttons.signer(batch.chat(event).id, person.id, batch.now)
    stars = stars_of(batch.connection, batch.community(event))
    seen = looked_at(batch, batch.community(event), person.id if event.chat.private else 0)
    text, buttons = page(seen, query, int(number), language, sign, stars)
    batch.edit_pressed(event, text, buttons, link_preview_options={"is_disabled": True})
    return ""
