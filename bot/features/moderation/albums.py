"""Remove albums as a whole: all parts that are here, and those that arrive afterwards."""

from __future__ import annotations

from bot.core.batch import Batch, EventContext
from bot.features.moderation.actions.messages import copy_to_room, remove
from bot.features.moderation.case_details import stored
from bot.features.moderation.case_opening import Opened, noting, refresh_soon
from rules.engine.actions import Action, Delete, Review
from rules.engine.albums import earlier_parts
from storage import albums, casework, event_log


def with_album(batch: Batch, chat: int, message: int, actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """The same actions, of which a removal takes the other parts of the message's album along."""
    if not message or not any(isinstance(a, Delete) for a in actions):
        return actions
    parts = set(albums.parts_of(batch.connection, chat, message)) - {message}
    if not parts:
        return actions
    return tuple(Delete(tuple(sorted({*a.matched, *parts}))) if isinstance(a, Delete) else a for a in actions)


def goes_along(batch: Batch, context: EventContext) -> bool:
    """Remove a part of an album whose earlier parts were removed, under the same case; True when it went."""
    event, chat, person, activity = context
    content, earlier = event.content, earlier_parts(event, activity.member)
    if not earlier or content is None or person is None or chat.community is None:
        return False
    connection = batch.connection
    if len(event_log.still_there(connection, chat.id, earlier)) == len(set(earlier)):
        return False
    case = albums.removed_by(connection, chat.id, person.id, earlier)
    if case is None:  # it went without one: locked, too soon, or a moderator's own
        remove(batch, event, chat.id, chat.community, [event.message_id])
        return True
    if case["state"] == "undone":
        return False
    casework.keep_evidence(
        connection,
        case["id"],
        chat.id,
        [event.message_id],
        removed=True,
        expires_at=batch.now + batch.services.keep_evidence_days * 86_400,
        media={event.message_id: (content.media.value, content.file)},
    )
    if any(isinstance(a, Review) for a in stored(case["actions"])):
        copy_to_room(batch, event, chat.id, chat.community, alone=True)
    opened = Opened(case, shown=False)
    with noting(batch, event, opened, "delete"):
        remove(batch, event, chat.id, chat.community, [event.message_id])
    casework.add_acts(connection, opened.number, opened.acts, batch.now)
    refresh_soon(batch, chat.id, case["incident_id"] or case["id"])
    return True
