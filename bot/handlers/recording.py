"""Writing an interaction down: features in the event log, words apart with a date on which they go."""

from __future__ import annotations

from bot.batch import Batch
from rules.engine.events import Event
from rules.engine.normalize import digest

_DAY = 86_400


def record(batch: Batch, event: Event) -> None:
    """Add the event's row, and its text's when it has one in a claimed chat."""
    chat, person = batch.chat(event), batch.author(event)
    text = event.text
    fingerprint = digest(text) if text else 0
    batch.digests[event.update_id] = fingerprint
    batch.events.append(
        {
            "update_id": event.update_id,
            "chat_id": chat.id,
            "person_id": person.id if person else None,
            "kind": str(event.kind),
            "at": event.at,
            "message_id": event.message_id,
            "topic": event.topic,
            "digest": fingerprint,
            "media": str(event.content.media) if event.content else "",
            "length": len(text),
            "reply_to": event.reply.message_id if event.reply else 0,
            "deleted_at": 0,
        }
    )
    command = event.content.command if event.content else None
    if text and person and event.message_id and chat.community is not None and command is None:
        batch.texts.append(
            {
                "chat_id": chat.id,
                "message_id": event.message_id,
                "person_id": person.id,
                "at": event.at,
                "expires_at": event.at + batch.tools.keep_texts_days * _DAY,
                "text": text,
            }
        )
