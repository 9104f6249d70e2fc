"""The end of a camp: who reached the certificate gets its points, once."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.core.scheduler import Run
from bot.features.camps.standing import FINISH, closes, key_of
from bot.features.points.bonuses import grant
from rules.config.camps import Camp, Camps
from rules.engine.events import Event
from storage import camps, chats, timers

END = "camp end"


def ends(run: Run, camp: Camp) -> None:
    """Let a camp end in the pipeline, once."""
    key = f"{END}:{run.community}:{camp.id}"
    first = chats.claimed_first(run.connection, run.community)
    if first is not None and not timers.is_set(run.connection, key):
        timers.set_timer(run.connection, key, END, first, None, run.now, camp.id)


def end_camp(batch: Batch, event: Event) -> None:
    """Count everybody's days for the last time."""
    chat = batch.chat(event)
    camp = batch.files.file(Camps).camp(event.timer.payload) if event.timer is not None else None
    if camp is None or chat.community is None or batch.now < closes(camp, batch.files.timezone):
        return
    done = camps.days(batch.connection, chat.community, camp.id)
    for member in camps.members(batch.connection, chat.community, camp.id):
        count = sum(1 for number in done.get(member.person, ()) if number < camp.days)
        if count < camp.least or member.finished_at:
            continue
        camps.set_finished(batch.connection, chat.community, camp.id, member.person, batch.now)
        grant(
            batch,
            chat.community,
            member.chat,
            member.person,
            source=FINISH,
            key=key_of(FINISH, chat.community, camp.id, member.person),
            points=camp.points.finish,
            at=batch.now,
        )
