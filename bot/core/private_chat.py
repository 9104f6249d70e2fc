"""The private chat with whoever acts."""

from __future__ import annotations

from bot.core.batch import Batch
from rules.engine.events import Chat, Event


def private_chat(batch: Batch, event: Event) -> int:
    """Our own id of the private chat with whoever asks."""
    platform = event.private_chat or (event.person.id if event.person else 0)
    batch.directory.resolve(batch.connection, [Chat(platform, "private")], [])
    return batch.directory.chat(platform).id
