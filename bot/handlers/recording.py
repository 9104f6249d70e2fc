"""Writing an interaction down: features in the event log, words apart with a date on which they go."""

from __future__ import annotations

from bot.batch import Batch
from rules.engine.events import Event, Kind
from rules.engine.normalize import digest

_DAY = 86_400


def record(batch: Batch, event: Event) -> None:
    """Add the event's row, and the message's in a claimed chat."""
    chat, person = batch.chat(event), batch.author(event)
    content, text = event.content, event.text
    fingerprint = digest(text) if text else 0
    batch.digests[event.update_id] = fingerprint
    batch.events.append(
        (
            event.update_id,
            chat.id,
            person.id if person is not None else None,
            event.kind.value,
            event.at,
            event.message_id,
            event.topic,
            fingerprint,
            content.media.value if content is not None else "",
            len(text),
            event.reply.message_id if event.reply is not None else 0,
        )
    )
    if content is None or person is None or not event.message_id or chat.community is None:
        return
    if event.kind is Kind.MESSAGE:
        batch.authors[chat.id, event.message_id] = person.id
    if content.command is not None:
        text = ""  # an instruction to the bot tells nothing of the member
    expires_at = event.at + batch.tools.keep_texts_days * _DAY
    batch.texts.append((chat.id, event.message_id, person.id, event.at, expires_at, 0, text))
