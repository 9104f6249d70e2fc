"""Whether a member's command or press is answered, as community.yaml's `commands` says."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.core.limiter import Turn
from bot.runtime import metrics
from rules.engine.events import Event
from storage.chat_settings import moderated_by

MODERATORS = 5  # times what members get


def turn_of(batch: Batch, event: Event) -> Turn:
    """The turn of an event that somebody caused. Moderators get five times as many, in private too."""
    person = batch.author(event)
    if person is None:
        return Turn(given=True)
    chat, limit = batch.chat(event).id, batch.book.community.commands
    times = limit.times * (MODERATORS if _moderates(batch, event, chat, person.id) else 1)
    turn = batch.services.limiter.take((chat, person.id), event.update_id, event.at, times, limit.within)
    if not turn.given:
        metrics.LIMITED.labels(str(event.kind)).inc()
    return turn


def _moderates(batch: Batch, event: Event, chat: int, person: int) -> bool:
    if event.chat.private:
        return bool(moderated_by(batch.connection, person))
    return batch.state(chat, person, batch.community(event)).role.moderates
