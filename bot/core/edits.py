"""Lay edits beside what the message was: what they add is what they are judged by."""

from __future__ import annotations

from msgspec import structs

from bot.core.batch import Batch
from rules.engine.edit_diff import compared, marks_of
from rules.engine.events import Event
from rules.engine.plain_text_entities import read_text
from storage import event_log


def with_before(batch: Batch, event: Event) -> Event:
    """The edit with what the message held before, as far as that is kept.

    Of words that are gone, as of those that were an instruction to the bot, nothing is known.
    """
    chat, content, message = batch.chat(event), event.content, event.message_id
    if chat.community is None or content is None or not message:
        return event
    waits = bool(batch.writes) or any(row[:2] == (chat.id, message) for row in batch.texts)
    found = event_log.said(batch.connection if waits else batch.unflushed, chat.id, message)
    if found is None or not any(found):
        return event
    text, marks = found
    held = frozenset((*marks.split(), *marks_of(read_text(text))))
    return structs.replace(event, before=compared(content, text, held))
