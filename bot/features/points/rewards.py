"""Award what one event earns, and acknowledge it with an emoji at most."""

from __future__ import annotations

from bot.core.batch import Batch, EventContext
from rules.engine.decision import Decision
from rules.engine.entries import Award
from rules.engine.events import Event
from rules.engine.incentives import award, says_thanks
from rules.engine.people import is_person
from storage import people


def reward(batch: Batch, context: EventContext, decision: Decision) -> None:
    """Award a message's author, and whoever it thanks."""
    event, chat, author, activity = context
    if author is None or chat.community is None:
        return
    answered = event.reply.person if event.reply is not None else None
    thanked = answered is not None and is_person(answered)
    receiver = batch.directory.person(answered.id) if answered is not None and thanked else None
    named = _named(batch, event)
    whom = {author.id, *named} if receiver is None else {author.id, receiver.id, *named}
    standings = batch.standing(chat.community, whom, event.at)
    earned = award(
        event,
        decision,
        standings,
        batch.book.incentives,
        author=author.id,
        receiver=receiver.id if receiver is not None else None,
        activity=activity,
        timezone=batch.timezone,
        named=named,
    )
    if earned.entries or earned.reactions:
        pay(batch, context, earned)


def _named(batch: Batch, event: Event) -> list[int]:
    """Own ids of the people whom a message thanks by their names."""
    policy, content = batch.book.incentives.thanks, event.content
    if (
        policy is None
        or content is None
        or not content.mentions
        or not says_thanks(content.text, policy, named=True)
    ):
        return []
    mentions = content.mentions[: policy.receivers]
    ids = [m.person for m in mentions if m.person]
    return people.named(batch.unflushed, [m.username for m in mentions if m.username], ids)


def pay(batch: Batch, context: EventContext, earned: Award) -> None:
    """Put an award into the ledger and show its acknowledgement."""
    event, chat = context.event, context.chat
    if chat.community is None:
        return
    batch.credit(chat.community, chat.id, earned.entries)
    for entry in earned.entries:
        if entry.source == "checkin":
            standing = batch.known.accounts[chat.community, entry.person].newest
            batch.streaks.append((chat.community, entry.person, standing.streak, entry.day))
    for reaction in earned.reactions:
        batch.call(
            event,
            "setMessageReaction",
            chat.id,
            message_id=event.message_id,
            reaction=[{"type": "emoji", "emoji": reaction.emoji}],
        )
