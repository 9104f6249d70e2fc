"""Stored timers that are due. (A timer of kind "again" comes as the update it had put off.)"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot import logs
from bot.batch import Batch
from bot.handlers.own import UNCLAIMED, leave_unclaimed
from bot.screening import captcha, deciding, locks, raid
from bot.screening.private import REQUEST
from rules.engine.events import Event

log = logs.get("timers")

TIMERS: dict[str, Callable[[Batch, Event], Awaitable[None]]] = {
    captcha.CAPTCHA: captcha.expired,
    locks.LOCKS: locks.due,
    raid.RAID: raid.over,
    REQUEST: deciding.expired,
    UNCLAIMED: leave_unclaimed,
}


async def handle(batch: Batch, event: Event) -> None:
    """Carry out one timer."""
    act = TIMERS.get(event.timer.kind) if event.timer is not None else None
    if act is None:
        log.warning("unknown timer", update=event.update_id, kind=event.timer and event.timer.kind)
        return
    await act(batch, event)
