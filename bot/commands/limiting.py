"""Whether a member's command or press is answered, as community.yaml's `commands` says."""

from __future__ import annotations

from bot import metrics
from bot.batch import Batch
from bot.limiter import Turn
from rules.engine.events import Event

MODERATORS = 5  # times what members get


async def turn_of(batch: Batch, event: Event) -> Turn:
    """The turn of an event that somebody caused. Moderators get five times as many as members."""
    person = batch.author(event)
    if person is None:
        return Turn(given=True)
    chat, limit = batch.chat(event).id, batch.book.community.commands
    state = await batch.state(chat, person.id, batch.community(event))
    times = limit.times * (MODERATORS if state.role.moderates else 1)
    turn = batch.tools.limiter.take((chat, person.id), event.update_id, event.at, times, limit.within)
    if not turn.given:
        metrics.LIMITED.labels(str(event.kind)).inc()
    return turn
