"""One handler per kind of event. Each reads and writes its batch, and calls nobody back.

To handle a new kind: write `async def handle(batch, event)` in a file of its own and add a line here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.core import button_router, timer_router
from bot.core.batch import Batch
from bot.features.community.events import membership, messages, own_membership
from bot.features.points import reactions
from rules.engine.events import Event, Kind

Handler = Callable[[Batch, Event], Awaitable[None]]


async def _count(_batch: Batch, _event: Event) -> None:
    """Committed and counted, nothing more."""


HANDLERS: dict[Kind, Handler] = {
    Kind.ACTION: membership.handle,
    Kind.BOT: own_membership.handle,
    Kind.EDIT: messages.handle,
    Kind.JOIN: membership.handle,
    Kind.JOIN_REQUEST: membership.handle,
    Kind.LEAVE: membership.handle,
    Kind.MESSAGE: messages.handle,
    Kind.MIGRATE: own_membership.handle_migration,
    Kind.OTHER: _count,
    Kind.PICTURE: membership.handle,
    Kind.PRESS: button_router.handle,
    Kind.REACTION: reactions.handle,
    Kind.RENAME: membership.handle,
    Kind.REPORT: membership.handle,
    Kind.ROLE: membership.handle,
    Kind.TIMER: timer_router.handle,
}
