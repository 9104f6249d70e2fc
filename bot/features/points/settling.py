"""Pending points: they become final after a while, unless what they were for was taken away before."""

from __future__ import annotations

from functools import partial

from bot.core.batch import Batch
from rules.engine.caps import caps_of
from rules.engine.counter_entries import counter, settled
from rules.engine.entries import PENDING, Entry
from rules.engine.events import Event
from storage import event_log, ledger
from storage.timers import set_timer

TIMER = "settle"
_TOGETHER = 60  # seconds: what came within a minute becomes final at once


def wait(batch: Batch, chat: int, community: int, entry: Entry) -> None:
    """Let a pending entry become final when its time has come; others are final."""
    policy = batch.book.incentives.reaction
    if entry.status != PENDING or policy is None:
        return
    minute = entry.at // _TOGETHER
    due = (minute + 1) * _TOGETHER + policy.settles_after
    key = f"{TIMER}:{community}:{minute}"
    batch.writes.append(
        partial(
            set_timer,
            key=key,
            kind=TIMER,
            chat=chat,
            person=None,
            due_at=max(due, batch.now + 1),
            payload=str(minute),
        )
    )


def settle(batch: Batch, event: Event) -> None:
    """What is pending since the minute that a timer tells becomes final, or void if its message went."""
    chat = batch.chat(event)
    if event.timer is None or chat.community is None:
        return
    since = int(event.timer.payload) * _TOGETHER
    waiting = ledger.waiting(batch.connection, chat.community, "reaction", since, since + _TOGETHER)
    gone = event_log.removed(batch.unflushed, {(where, e.message_id) for where, e in waiting})
    caps = caps_of(batch.book.incentives)
    for where, entry in waiting:
        standing = batch.standing(chat.community, {entry.person}, entry.at)[entry.person]
        if (where, entry.message_id) in gone:
            done = counter(entry, batch.now, ledger.REMOVED)
        else:
            done = settled(entry, standing, caps, batch.now)
        batch.credit(chat.community, where, [done])
        if entry.actor:
            reaction = (where, entry.message_id, entry.actor)
            batch.reactions[reaction] = done
            batch.reacted.append((*reaction, done.key))
