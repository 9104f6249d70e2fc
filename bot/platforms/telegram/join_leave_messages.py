"""Read who came and who went from service messages: also to a bot without rights, and before it has any."""

from __future__ import annotations

from bot.platforms.telegram import wire
from rules.engine.events import Chat, Event, Kind, Person, Sender


def moved(
    number: int, message: wire.Message, chat: Chat, people: tuple[Person, ...], by: Person | None, me: int
) -> Event | None:
    """The join or leave that a message tells of; None when it tells of none, or of the bot's own.

    Those who came together are one event, the others `along` with the first.
    """
    left = message.left_chat_member is not None
    told = tuple(p for p in people if p.id != me)
    if not told:
        return None
    who, along = told[0], told[1:]
    other = by if by is not None and by.id != who.id else None
    return Event(
        update_id=number,
        kind=Kind.LEAVE if left else Kind.JOIN,
        at=message.date,
        chat=chat,
        person=who,
        along=along,
        by=other,
        action=("kick" if left else "add") if other is not None else "",
        sender=sender_of(who),
        message_id=message.message_id,
        new_status="left" if left else "member",
    )


def sender_of(person: Person) -> Sender:
    """Whose voice somebody has who comes or goes."""
    return Sender.BOT if person.bot else Sender.MEMBER
