"""A moderator picks a message as one of the best, or takes that back: the points follow."""

from __future__ import annotations

from bot.core.authority import moderates
from bot.core.batch import Batch
from rules.engine.counter_entries import counter
from rules.engine.events import Event, Sender
from rules.engine.grants import grant, picks
from storage import essence, ledger, people
from storage.directory import KnownChat, KnownPerson

_UNDONE = "not picked any more"
SHOWN = "💯"


def pick(batch: Batch, event: Event, chat: KnownChat, message: int, author: int, by: int) -> None:
    """Pick a message. It pays once, however often it is picked and taken back."""
    community = chat.community
    if community is None or essence.picked_at(batch.connection, chat.id, message) is not None:
        return
    essence.pick(batch.connection, community, (chat.id, message), author, by, batch.now)
    batch.foresee((), [(community, author), (community, by)])
    key = f"essence:{event.chat.id}:{message}"
    before = ledger.end_of(batch.connection, key)
    if before is None:
        _pay(batch, event, chat, key, message, author, by)
    elif before.raw < 0 and before.reason == _UNDONE:
        batch.credit(community, chat.id, [counter(before, batch.now, "")])
    _show(batch, event, chat, message, SHOWN)


def _pay(batch: Batch, event: Event, chat: KnownChat, key: str, message: int, author: int, by: int) -> None:
    policy, community = batch.book.incentives, chat.community
    if policy.essence is None or community is None:
        return
    standings = batch.standing(community, {author, by}, event.at)
    if picks(policy.essence, standings[by], standings[author]):
        entry = grant(
            key,
            "essence",
            policy.essence.points,
            standings[author],
            policy,
            at=event.at,
            timezone=batch.timezone,
            actor=by,
            message=message,
        )
        batch.credit(community, chat.id, [entry] if entry is not None else [])


def unpick(batch: Batch, event: Event, chat: KnownChat, message: int) -> None:
    """Take a pick back, and just the points that it brought."""
    picked = essence.picked_at(batch.connection, chat.id, message)
    if picked is None or chat.community is None:
        return
    essence.unpick(batch.connection, chat.id, message)
    last = ledger.end_of(batch.connection, f"essence:{event.chat.id}:{message}")
    if last is not None and last.raw > 0:
        batch.foresee((), [(chat.community, picked.person)])
        batch.credit(chat.community, chat.id, [counter(last, batch.now, _UNDONE)])
    _show(batch, event, chat, message, "")


def _show(batch: Batch, event: Event, chat: KnownChat, message: int, emoji: str) -> None:
    shown = [{"type": "emoji", "emoji": emoji}] if emoji else []
    batch.call(event, "setMessageReaction", chat.id, message_id=message, reaction=shown)


def reacted(batch: Batch, event: Event) -> None:
    """A moderator's reaction picks, where incentives.yaml names one; taking it away undoes that."""
    policy = batch.book.incentives.essence
    if policy is None or not policy.reaction or event.sender is not Sender.MEMBER:
        return
    if policy.reaction not in (*event.added, *event.removed):
        return
    chat, person = batch.chat(event), batch.author(event)
    if person is None or chat.community is None or not _moderates(batch, chat, person):
        return
    author = batch.authors.get((chat.id, event.message_id))
    wanted = policy.reaction in event.reactions
    picked = essence.picked_at(batch.connection, chat.id, event.message_id)
    if wanted and picked is None and author is not None and author != person.id:
        who = people.person(batch.connection, author)
        if who is not None and not who.bot:
            pick(batch, event, chat, event.message_id, author, person.id)
    elif not wanted and picked is not None and picked.by == person.id:
        unpick(batch, event, chat, event.message_id)


def _moderates(batch: Batch, chat: KnownChat, person: KnownPerson) -> bool:
    return chat.community is not None and moderates(batch, chat.id, person.id, chat.community)
