"""Choose which pictures of members without trust to look at, and judge what was found."""

from __future__ import annotations

import msgspec

from bot.core.batch import Batch, EventContext
from bot.core.claims import spend_shown
from bot.core.event_payload import with_codes
from bot.features.pictures.scan_queue import Pictures, Wanted
from rules.engine.decision import Decision
from rules.engine.events import Event, Kind
from rules.engine.pictures import picture_in
from rules.engine.trust import level
from storage import event_log, timers


def offer(batch: Batch, context: EventContext, decision: Decision) -> None:
    """Let a picture be looked at after the commit, if some rule asks and its sender has no trust."""
    event, chat, person, _ = context
    if person is None or Kind.PICTURE not in batch.book.index.by_kind:
        return
    if decision.exempt or decision.deletes or not picture_in(event):
        return
    if not level(decision.state, event.at):
        pictures, wanted = batch.services.of(Pictures), Wanted(event, chat.id, person.id)
        batch.afterwards.append(lambda: pictures.offer(wanted))


def due(batch: Batch, event: Event) -> None:
    """Judge what was found in a picture. The timer carries it, under the message's own update id."""
    if event.timer is None:
        return
    found = msgspec.json.decode(event.timer.payload, type=Event)
    timers.empty(batch.connection, event.timer.id)
    detail = event_log.detail_of(batch.connection, found.update_id)
    if detail:
        event_log.change_detail(batch.connection, found.update_id, with_codes(detail, found.codes))
    spend_shown(batch, found)
    batch.happened.append(batch.context(found))
