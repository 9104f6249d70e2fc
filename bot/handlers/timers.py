"""Stored timers that are due. (A timer of kind "again" comes as the update it had put off.)"""

from __future__ import annotations

from bot import logs
from bot.batch import Batch
from bot.handlers.own import UNCLAIMED, leave_unclaimed
from rules.engine.events import Event

log = logs.get("timers")


async def handle(batch: Batch, event: Event) -> None:
    """Carry out one timer."""
    if event.timer is not None and event.timer.kind == UNCLAIMED:
        await leave_unclaimed(batch, event)
        return
    log.warning("unknown timer", update=event.update_id, kind=event.timer and event.timer.kind)
