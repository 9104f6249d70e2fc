"""May the bot do that here: the checks that nearly every method starts with."""

from __future__ import annotations

from bot.playground.errors import UPGRADED, ApiError, bad, forbidden
from bot.playground.rights import MEDIA_PERMISSION
from bot.playground.standing import has_right, inside, may, standing
from bot.playground.state import Bot, Chat, Member
from bot.playground.world import World

REQUEST_WINDOW = 300
NEEDED = {
    "can_send_messages": "not enough rights to send text messages to the chat",
    "can_send_photos": "not enough rights to send photos to the chat",
    "can_send_documents": "not enough rights to send documents to the chat",
    "can_send_videos": "not enough rights to send videos to the chat",
}


def chat_of(w: World, bot: Bot, reference: int | str) -> Chat:
    """The chat a bot names, once it is sure that the bot may be there.

    Raises:
        ApiError: 400 chat not found or upgraded; 403 kicked, no member, blocked, deactivated, deleted.
    """
    number = w.resolve(reference)
    if number in w.people:
        return dialog_of(w, bot, number)
    chat = w.chats.get(number)
    if chat is None:
        raise bad("chat not found")
    if chat.migrated_to:
        raise bad(UPGRADED, migrate_to_chat_id=chat.migrated_to)
    if chat.deleted:
        raise forbidden(f"the {chat.type} chat was deleted")
    member = standing(w, chat, bot.id)
    if not inside(member):
        raise _outside(chat, bot, member)
    return chat


def _outside(chat: Chat, bot: Bot, member: Member) -> ApiError:
    if member.status == "kicked" or (chat.type == "group" and bot.id in chat.members):
        return forbidden(f"bot was kicked from the {chat.type} chat")
    if bot.id in chat.members or chat.username:
        return forbidden(f"bot is not a member of the {chat.type} chat")
    return bad("chat not found")


def dialog_of(w: World, bot: Bot, user: int) -> Chat:
    """The private chat with a person who lets the bot write."""
    person = w.people[user]
    if person.is_bot:
        raise forbidden("the bot can't send messages to the bot")
    if person.deactivated:
        raise forbidden("user is deactivated")
    if user in bot.blocked_by:
        raise forbidden("bot was blocked by the user")
    if user not in bot.started and not _at_the_door(w, bot, user):
        raise forbidden("bot can't initiate conversation with a user")
    return w.dialog(bot.id, user)


def _at_the_door(w: World, bot: Bot, user: int) -> bool:
    """Five minutes after asking to join, or until answered (Bot API, ChatJoinRequest.user_chat_id)."""
    return any(
        user in c.requests and w.now - c.requests[user].at <= REQUEST_WINDOW
        for c in w.chats.values()
        if bot.id in c.bots and has_right(w, c, bot.id, "can_invite_users")
    )


def check_writable(w: World, bot: Bot, chat: Chat, media: str = "text") -> None:
    """Refuse what the bot may not send here."""
    if chat.type == "private":
        return
    if chat.type == "channel":
        if not has_right(w, chat, bot.id, "can_post_messages"):
            raise bad("need administrator rights in the channel chat")
        return
    permission = MEDIA_PERMISSION[media]
    if not may(w, chat, bot.id, permission):
        raise bad(NEEDED.get(permission, "not enough rights to send this to the chat"))


def check_right(w: World, bot: Bot, chat: Chat, right: str, refusal: str = "not enough rights") -> None:
    """Refuse when the bot is no administrator with this right."""
    if not has_right(w, chat, bot.id, right):
        raise bad(refusal)


def known_user(w: World, user: int) -> int:
    """A user id that leads to somebody.

    Raises:
        ApiError: 400 PARTICIPANT_ID_INVALID.
    """
    if user not in w.people:
        raise bad("PARTICIPANT_ID_INVALID")
    return user


def victim(w: World, bot: Bot, chat: Chat, user: int) -> Member:
    """Somebody whom the bot may restrict or ban here.

    Raises:
        ApiError: 400 for a missing right, the bot itself, the owner, another administrator.
    """
    check_right(w, bot, chat, "can_restrict_members", "not enough rights to restrict/unrestrict chat member")
    if user == bot.id:
        raise bad("can't restrict self")
    member = standing(w, chat, known_user(w, user))
    if member.status == "creator":
        raise bad("can't remove chat owner")
    if member.status == "administrator" and member.promoted_by != bot.id:
        raise bad("user is an administrator of the chat")
    return member
