"""Stored timers that are due. (A timer of kind "again" comes as the update it had put off.)"""

from __future__ import annotations

from bot import logs
from bot.batch import Batch
from bot.commands.confirming import CONFIRM
from bot.handlers.own import UNCLAIMED, leave_unclaimed
from bot.moderation.cards import refresh
from bot.moderation.casefile import REFRESH
from rules.engine.events import Event

log = logs.get("timers")


async def handle(batch: Batch, event: Event) -> None:
    """Carry out one timer."""
    if event.timer is not None and event.timer.kind == UNCLAIMED:
        await leave_unclaimed(batch, event)
        return
    if event.timer is not None and event.timer.kind == REFRESH:
        await refresh(batch, event, int(event.timer.payload))
        return
    if event.timer is not None and event.timer.kind == CONFIRM:
        return  # nobody said that it was them
    log.warning("unknown timer", update=event.update_id, kind=event.timer and event.timer.kind)
