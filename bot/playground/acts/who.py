"""Finding the people, bots and chats that acts name."""

from __future__ import annotations

from bot.playground.acts.model import Ref
from bot.playground.errors import ActError
from bot.playground.standing import has_right, inside, standing
from bot.playground.state import Bot, Chat, Message, Person
from bot.playground.world import World


def person_of(w: World, reference: Ref) -> Person:
    """Somebody with a living account.

    Raises:
        ActError: there is nobody, or the account was deleted.
    """
    person = w.people.get(w.resolve(reference))
    if person is None:
        raise ActError(f"there is no person {reference}")
    if person.deactivated:
        raise ActError(f"{person.first_name}'s account is deleted")
    return person


def bot_of(w: World, reference: Ref | None) -> Bot:
    """A bot; the first one when none is named.

    Raises:
        ActError: there is none.
    """
    bot = w.main_bot if reference is None else w.bots.get(w.resolve(reference))
    if bot is None:
        raise ActError(f"there is no bot {reference}")
    return bot


def voice_of(w: World, chat: Chat, user: Person, reference: Ref) -> Chat:
    """The channel in whose name somebody acts in a chat.

    Raises:
        ActError: it is not theirs, or its owner's channels are banned there: one banned, all are.
    """
    channel = group_of(w, reference)
    require(w, channel, user, "can_post_messages")
    banned = {_owner(w.chats[number]) for number in chat.banned_senders if number in w.chats}
    if channel.id in chat.banned_senders or _owner(channel) in banned:
        raise ActError(f"{channel.title} may not write to {chat.title}")
    return channel


def _owner(chat: Chat) -> int:
    return next((m.user for m in chat.members.values() if m.status == "creator"), chat.id)


def group_of(w: World, reference: Ref) -> Chat:
    """A group, supergroup or channel that still lives.

    Raises:
        ActError: there is none, it was deleted, or it moved.
    """
    chat = w.chats.get(w.resolve(reference))
    if chat is None:
        raise ActError(f"there is no chat {reference}")
    if chat.migrated_to:
        raise ActError(f"the group moved to {chat.migrated_to}")
    if chat.deleted:
        raise ActError("the group was deleted")
    return chat


def place_of(w: World, reference: Ref, user: Person) -> Chat:
    """Where somebody acts: a chat they are in, or their private chat with a bot.

    A channel's discussion group takes comments of people who are not in it (`join_to_send_messages` of Chat
    in the Bot API).

    Raises:
        ActError: there is no such chat, or they are not in it.
    """
    number = w.resolve(reference)
    if number in w.bots:
        return w.dialog(number, user.id)
    if number == user.id:
        return w.dialog(w.main_bot.id, user.id)
    chat = group_of(w, reference)
    member = standing(w, chat, user.id)
    comments = chat.type == "supergroup" and chat.linked and member.status == "left"
    if not inside(member) and not comments:
        raise ActError(f"{user.first_name} is not in {chat.title}")
    return chat


def message_in(chat: Chat, number: int) -> Message:
    """A message that people still see.

    Raises:
        ActError: there is none.
    """
    message = chat.messages.get(number)
    if message is None or message.deleted_by:
        raise ActError(f"there is no message {number}")
    return message


def require(w: World, chat: Chat, user: Person, right: str) -> None:
    """Refuse what only administrators with this right may do."""
    if not has_right(w, chat, user.id, right):
        raise ActError(f"{user.first_name} lacks the right {right}")
