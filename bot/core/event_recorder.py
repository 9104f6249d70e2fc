"""Write an interaction down: features in the event log, words apart with a date on which they go."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.core.event_payload import packed
from bot.runtime import metrics
from rules.engine.albums import album_of
from rules.engine.carried_counts import carried
from rules.engine.edit_diff import marks_of
from rules.engine.events import Event, Kind, Media
from rules.engine.normalize import digest
from rules.engine.people import is_person
from rules.engine.state import PastEvent
from storage.directory import KnownChat, KnownPerson

_DAY = 86_400
# An enum member's own `value` is a slow attribute.
_KINDS = {kind: kind.value for kind in Kind}
_MEDIA = {media: media.value for media in Media}


def record(batch: Batch, event: Event) -> PastEvent | None:
    """Add the event's row, and the message's in a claimed chat; what later events may know of it."""
    directory, content, at, message = batch.directory, event.content, event.at, event.message_id
    chat = directory.chat(event.chat.id)
    person = directory.person(event.person.id) if event.person is not None else None
    kind, text, media, fingerprint, counts, album = _KINDS[event.kind], "", "", 0, 0, 0
    if content is not None:
        text, media = content.text, _MEDIA[content.media]
        fingerprint = digest(text) if text else 0
        if content.media is Media.UNKNOWN:
            metrics.UNKNOWN_MESSAGES.inc()
        if batch.book.counted:
            counts = carried(content)
        if content.album and event.kind is Kind.MESSAGE:
            album = album_of(content)
    who = person.id if person is not None else None
    answers = event.reply.message_id if event.reply is not None else 0
    batch.events.append(
        (
            event.update_id,
            chat.id,
            who,
            kind,
            at,
            message,
            event.topic,
            fingerprint,
            media,
            len(text),
            answers,
            counts,
        )
    )
    if person is None or event.kind is Kind.OTHER:
        return None
    if chat.community is not None:
        _keep(batch, event, chat, person, text)
        if album:
            batch.parts.append((album, chat.id, message))
    return PastEvent(at, person.id, message, kind, fingerprint, media, counts, album)


def _keep(batch: Batch, event: Event, chat: KnownChat, person: KnownPerson, text: str) -> None:
    """Keep who wrote the message and what, and all else that rules may look at."""
    expires_at = event.at + batch.services.keep_texts_days * _DAY
    content = event.content
    if content is not None and event.message_id:
        if event.kind is Kind.MESSAGE and is_person(person):
            batch.authors[chat.id, event.message_id] = person.id
        # An instruction to the bot tells nothing of the member.
        said = text if content.command is None else ""
        marks = " ".join(marks_of(content))
        batch.texts.append((chat.id, event.message_id, person.id, event.at, expires_at, 0, said, marks))
    if event.kind is Kind.RENAME:
        batch.renames[event.update_id] = event  # stands in the detail of the event that showed it
        return
    detail = packed(event, batch.renames.pop(event.update_id, None) if batch.renames else None)
    if detail:
        batch.details.append((event.update_id, expires_at, detail))
