"""Award what one event earns, and acknowledge it with an emoji at most."""

from __future__ import annotations

from msgspec import structs

from bot.core.batch import Batch, EventContext
from rules.engine.decision import Decision
from rules.engine.entries import Award, Entry
from rules.engine.events import Event
from rules.engine.incentives import award
from rules.engine.people import is_person
from rules.engine.sayings import says_thanks
from rules.engine.streaks import streak_of
from storage import people, standings


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


def _count_days(batch: Batch, community: int, entry: Entry) -> None:
    """Remember a check-in; when it came later than that of a later day, all are counted anew."""
    account = batch.known.accounts[community, entry.person]
    if entry.day < account.newest.last_checkin:
        whole = standings.checkins(batch.connection, community, entry.person)
        account.newest = structs.replace(account.newest, streak=streak_of(whole))
    newest = account.newest
    batch.streaks.append((community, entry.person, newest.streak, newest.last_checkin, newest.last_zone))


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
            _count_days(batch, chat.community, entry)
    for reaction in earned.reactions:
        batch.call(
            event,
            "setMessageReaction",
            chat.id,
            message_id=event.message_id,
            reaction=[{"type": "emoji", "emoji": reaction.emoji}],
        )
