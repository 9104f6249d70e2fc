"""Removing messages."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.platforms.telegram.calls import Follow, Priority
from rules.engine.events import Event
from rules.engine.incentives import reverse
from storage import event_log, ledger


def remove(
    batch: Batch,
    event: Event,
    chat: int,
    community: int,
    messages: list[int],
    then: tuple[Follow, ...] = (),
) -> None:
    """Delete messages, remember that, and take back what they had earned; `then` follows from the last."""
    gone = sorted({m for m in messages if m})
    for message in gone:
        after = then if message == gone[-1] else ()
        batch.call(event, "deleteMessage", chat, Priority.MODERATION, message_id=message, then=after)
    batch.writes.append(lambda c: event_log.mark_deleted(c, chat, gone, batch.now))
    paid = ledger.paid_for(batch.connection, chat, gone)
    if paid:
        batch.credit(community, chat, reverse(paid, event.at or batch.now, ledger.REMOVED))
