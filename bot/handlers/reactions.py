"""Reactions: points for whoever wrote the message, taken back with the reaction."""

from __future__ import annotations

from bot.batch import Batch
from bot.handlers.judging import judge
from bot.handlers.rewards import pay
from rules.engine.events import Event
from rules.engine.incentives import award, reverse
from storage import ledger


async def handle(batch: Batch, event: Event) -> None:
    """One person's reactions to one message changed."""
    scene = batch.scene(event)
    chat, giver = scene.chat, scene.person
    decision = await judge(batch, scene)
    if decision is None or giver is None or chat.community is None:
        return
    receiver = batch.authors.get((chat.id, event.message_id))
    if receiver is None or receiver == giver.id:
        return
    if event.removed and not event.added:
        await _take_back(batch, event, chat.community, chat.id, giver.id)
        return
    standings = await batch.standing(chat.community, {giver.id, receiver}, event.at)
    earned = award(
        event,
        decision,
        standings,
        batch.book.incentives,
        author=giver.id,
        receiver=receiver,
        activity=scene.activity,
        timezone=batch.timezone,
    )
    pay(batch, scene, earned)


async def _take_back(batch: Batch, event: Event, community: int, chat: int, giver: int) -> None:
    await batch.flush()
    key = f"react:{event.chat.id}:{event.message_id}:{giver}"
    found = await ledger.by_keys(batch.connection, [key])
    if key in found:
        batch.credit(community, chat, reverse([found[key]], event.at, "reaction removed"))
