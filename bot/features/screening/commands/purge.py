"""/purge: remove many messages at once."""

from __future__ import annotations

from bot.core.command import Answer, Ask, Command, Where, Who
from bot.features.moderation.actions.messages import remove
from bot.features.screening import group_acts
from storage import albums, event_log

MOST = 100


def purge(ask: Ask) -> Answer | None:
    """Remove the last N messages, or everything from the answered message on; at most 100."""
    batch, event = ask.batch, ask.event
    words, why = ask.arguments.split(), ask.arguments
    if event.reply is not None:
        found = _recent(ask, MOST)
        parts = albums.parts_of(batch.connection, ask.chat.id, event.reply.message_id)
        first = min(parts, default=event.reply.message_id)
        chosen = [m for m in found if m >= first] or [event.reply.message_id]
    elif words and words[0].isdigit() and 0 < int(words[0]) <= MOST:
        chosen, why = _recent(ask, int(words[0])), " ".join(words[1:])
    else:
        return ask.answer("purge-how", most=MOST)
    if chosen:
        group_acts.purge(batch, event, ask.chat, ask.person, chosen, why)
    remove(batch, event, ask.chat.id, ask.community, [event.message_id])
    return None if chosen else ask.answer("purged", count=0)


def _recent(ask: Ask, count: int) -> list[int]:
    """Messages before the command, newest first; in a forum those of its topic."""
    event, connection = ask.event, ask.batch.connection
    if event.chat.forum or event.topic:
        return event_log.recent_in_topic(connection, ask.chat.id, event.topic, event.message_id, count)
    return event_log.recent_messages(connection, ask.chat.id, event.message_id, count)


COMMANDS = (
    Command("purge", purge, Who.MODERATOR, Where.GROUP, ("/purge", "/purge 20", "/purge 20 advertising")),
)
