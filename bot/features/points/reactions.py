"""Award points for reactions to whoever wrote the message, as long as reactions stand that are worth some."""

from __future__ import annotations

from bot.core.batch import Batch, EventContext
from bot.features.moderation.judging import judge
from bot.features.points.rewards import pay
from bot.features.points.settling import wait
from rules.engine.counter_entries import counter
from rules.engine.decision import Decision
from rules.engine.entries import Entry
from rules.engine.events import Event
from rules.engine.incentives import award, earns
from storage import ledger

_REMOVED = "reaction removed"


def handle(batch: Batch, event: Event) -> None:
    """One person's reactions to one message are others than before.

    What stands now decides, not what this update says was added or taken away: an update may be missing.
    """
    context = batch.context(event)
    chat, giver = context.chat, context.person
    decision = judge(batch, context)
    policy = batch.book.incentives.reaction
    if decision is None or giver is None or chat.community is None or policy is None:
        return
    receiver = batch.authors.get((chat.id, event.message_id))
    if receiver is None or receiver == giver.id:
        return
    reaction, wanted = (chat.id, event.message_id, giver.id), earns(event, policy)
    last = _last(batch, event, reaction)
    if last is None:
        if wanted:
            _pay(batch, context, decision, receiver, reaction)
    elif wanted != (last.raw > 0) and _may_turn(last):
        entry = counter(last, event.at, "" if wanted else _REMOVED)
        batch.credit(chat.community, chat.id, [entry])
        _remember(batch, reaction, entry)
        wait(batch, chat.id, chat.community, entry)


def _may_turn(last: Entry) -> bool:
    """Whether giving and taking the reaction moves points: not of a message that was removed, nor nothing."""
    return last.raw > 0 or last.reason == _REMOVED


def _last(batch: Batch, event: Event, reaction: ledger.Reaction) -> Entry | None:
    """What was last written about somebody's reactions to a message."""
    if reaction not in batch.reactions:
        key = f"react:{event.chat.id}:{event.message_id}:{reaction[2]}"
        batch.reactions[reaction] = ledger.reaction_entry(batch.unflushed, reaction, key)
    return batch.reactions[reaction]


def _pay(
    batch: Batch, context: EventContext, decision: Decision, receiver: int, reaction: ledger.Reaction
) -> None:
    event, chat, giver = context.event, context.chat, reaction[2]
    if chat.community is None:
        return
    standings = batch.standing(chat.community, {giver, receiver}, event.at)
    earned = award(
        event,
        decision,
        standings,
        batch.book.incentives,
        author=giver,
        receiver=receiver,
        activity=context.activity,
        timezone=batch.timezone,
    )
    pay(batch, context, earned)
    for entry in earned.entries:
        _remember(batch, reaction, entry)
        wait(batch, chat.id, chat.community, entry)


def _remember(batch: Batch, reaction: ledger.Reaction, entry: Entry) -> None:
    batch.reactions[reaction] = entry
    batch.reacted.append((*reaction, entry.key))
