"""/purge: remove many messages at once."""

from __future__ import annotations

from bot.commands.command import Answer, Ask, Command, Where, Who
from bot.moderation.enact import remove
from storage import happenings

MOST = 100


async def purge(ask: Ask) -> Answer:
    """Remove the last N messages, or everything from the answered message on; at most 100."""
    batch, event = ask.batch, ask.event
    words = ask.arguments.split()
    await batch.flush()
    if event.reply is not None:
        found = await happenings.recent_messages(batch.connection, ask.chat.id, event.message_id, MOST)
        chosen = [m for m in found if m >= event.reply.message_id] or [event.reply.message_id]
    elif words and words[0].isdigit() and 0 < int(words[0]) <= MOST:
        chosen = await happenings.recent_messages(
            batch.connection, ask.chat.id, event.message_id, int(words[0])
        )
    else:
        return ask.answer("purge-how", most=MOST)
    await remove(batch, event, ask.chat.id, ask.community, [*chosen, event.message_id])
    return ask.answer("purged", count=len(chosen))


COMMANDS = (Command("purge", purge, Who.MODERATOR, Where.GROUP, ("/purge", "/purge 20")),)
