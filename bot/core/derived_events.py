"""Make events of what follows from an update: another name, a moderator's act, a member's report.

Rules look at these as at everything else (`on: rename`, `action`, `report`).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from bot.core.batch import Batch, EventContext
from bot.platforms.telegram.service_messages import sender_of
from rules.engine.events import Event, Kind, Person
from rules.engine.state import PastEvent
from storage.directory import Directory, KnownChat, KnownPerson

# Kinds of events that are written down beside the update which they follow from.
FOLLOWS = (Kind.ACTION, Kind.PICTURE, Kind.RENAME, Kind.REPORT)


def with_renames(directory: Directory, events: Sequence[Event]) -> list[Event]:
    """The events, each person's first preceded by one that tells of their new name."""
    found: list[Event] = []
    for event in events:
        person = event.person
        before = directory.renamed.pop(person.id, None) if person is not None else None
        if before is not None and not event.chat.private and event.kind is not Kind.TIMER:
            found.append(_renamed(event, before))
        found.append(event)
    directory.renamed.clear()
    return found


def each_of(events: Sequence[Event]) -> list[Event]:
    """The events, those about several people who came together as one for each."""
    found: list[Event] = []
    for event in events:
        if not event.along:
            found.append(event)
            continue
        for person in (event.person, *event.along):
            if person is not None:
                by = event.by if event.by is None or event.by.id != person.id else None
                found.append(structs.replace(event, person=person, along=(), by=by, sender=sender_of(person)))
    return found


def _renamed(event: Event, before: KnownPerson) -> Event:
    """Its message is that of the event which showed the name: there is something to answer, or to remove."""
    return Event(
        update_id=event.update_id,
        kind=Kind.RENAME,
        at=event.at,
        chat=event.chat,
        person=event.person,
        sender=event.sender,
        message_id=event.message_id,
        topic=event.topic,
        old_name=f"{before.name} @{before.username}" if before.username else before.name,
    )


def happen(
    batch: Batch,
    event: Event,
    kind: Kind,
    chat: KnownChat,
    person: KnownPerson,
    *,
    by: Person | None,
    action: str = "",
    message_id: int = 0,
) -> None:
    """Let something have happened to `person`, by what `event` brought about; it is judged after it.

    For a report: once for each member who reports a message, whose author is `person`.
    """
    derived = structs.replace(
        event,
        kind=kind,
        person=Person(0, person.name, person.username, person.language, person.bot, channel=person.channel),
        by=by,
        action=action,
        message_id=message_id,
        content=None,
        reply=None,
        press=None,
        timer=None,
    )
    batch.happened.append(EventContext(derived, chat, person, batch.activity.of(chat.id, person.id)))


def note(batch: Batch, context: EventContext) -> None:
    """Write down what happened, and let later events know of it."""
    event, chat, person, _ = context
    if person is None:
        return
    at, message = event.at, event.message_id
    row = (event.update_id, chat.id, person.id, event.kind.value, at, message, event.topic, 0, "", 0, 0, 0)
    batch.events.append(row)
    batch.activity.add(chat.id, PastEvent(at, person.id, message, event.kind.value))
