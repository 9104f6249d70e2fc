"""Chats themselves: what they are, their permissions, invite links and the requests at their door."""

from __future__ import annotations

from bot.playground.errors import bad
from bot.playground.messages import embedded
from bot.playground.methods.access import chat_of, check_right
from bot.playground.rights import dependent_permissions
from bot.playground.standing import depart, enter, has_right, inside, link_json, standing
from bot.playground.stars import MONTH, MOST_RENEWED
from bot.playground.state import JSON, Bot, Chat, Link, Member
from bot.playground.world import World

GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)
NO_LINKS = "not enough rights to manage chat invite link"
NO_REQUESTS = "not enough rights to manage chat join requests"


def get_chat(w: World, bot: Bot, p: JSON) -> JSON:
    """getChat."""
    chat = chat_of(w, bot, p["chat_id"])
    shown = w.chat_json(chat) | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict(GIFTS),
    }
    if chat.type == "private":
        person = w.people[chat.id]
        if person.bio:
            shown["bio"] = person.bio
        if person.username:
            shown["active_usernames"] = [person.username]
        if person.hides_forwards:
            shown["has_private_forwards"] = True
    elif chat.type != "channel":
        shown["permissions"] = dict(chat.permissions)
    if chat.description:
        shown["description"] = chat.description
    if chat.linked:
        shown["linked_chat_id"] = chat.linked
    if chat.asks:
        shown["join_by_request"] = True
    if chat.pinned:
        shown["pinned_message"] = embedded(chat.messages[chat.pinned[-1]])
    return shown


def set_chat_permissions(w: World, bot: Bot, p: JSON) -> bool:
    """setChatPermissions."""
    chat = chat_of(w, bot, p["chat_id"])
    if chat.type not in ("group", "supergroup"):
        raise bad("method is available only for groups and supergroups")
    check_right(w, bot, chat, "can_restrict_members", "not enough rights to change chat permissions")
    independent = p.get("use_independent_chat_permissions", False)
    chat.permissions = dependent_permissions(p["permissions"], independent)
    w.notify("permissions", {"chat": chat.id, "permissions": chat.permissions})
    return True


def create_chat_invite_link(w: World, bot: Bot, p: JSON) -> JSON:
    """createChatInviteLink."""
    chat = _door(w, bot, p)
    asks, limit = p.get("creates_join_request", False), p.get("member_limit", 0)
    if asks and limit:
        raise bad("member limit can't be specified for links requiring administrator approval")
    if not 0 <= limit <= 99_999:
        raise bad("invalid member limit specified")
    if len(p.get("name", "")) > 32:
        raise bad("invite link name is too long")
    return link_json(w, new_link(w, chat, bot.id, p.get("name", ""), p.get("expire_date", 0), limit, asks))


def create_chat_subscription_invite_link(w: World, bot: Bot, p: JSON) -> JSON:
    """createChatSubscriptionInviteLink, for channels."""
    chat, period, price = _door(w, bot, p), p["subscription_period"], p["subscription_price"]
    if len(p.get("name", "")) > 32:
        raise bad("invite link name is too long")
    if chat.type != "channel" or not 1 <= price <= MOST_RENEWED:
        raise bad("PRICING_CHAT_INVALID")
    if period != MONTH:
        raise bad("SUBSCRIPTION_PERIOD_INVALID")
    link = new_link(w, chat, bot.id, p.get("name", ""))
    link.period, link.price = period, price
    return link_json(w, link)


def new_link(
    w: World, chat: Chat, creator: int, name: str = "", expires: int = 0, limit: int = 0, asks: bool = False
) -> Link:
    """A fresh invite link of a chat."""
    text = f"https://t.me/+{w.random.getrandbits(64):016x}"
    link = Link(text, creator, name, expires, limit, asks)
    chat.links[text] = link
    w.links[text] = chat.id
    return link


def revoke_chat_invite_link(w: World, bot: Bot, p: JSON) -> JSON:
    """revokeChatInviteLink."""
    link = _door(w, bot, p).links.get(p["invite_link"])
    if link is None:
        raise bad("INVITE_HASH_EXPIRED")
    link.revoked = True
    return link_json(w, link)


def _door(w: World, bot: Bot, p: JSON) -> Chat:
    chat = chat_of(w, bot, p["chat_id"])
    if chat.type == "private":
        raise bad("method is available for group, supergroup and channel chats only")
    check_right(w, bot, chat, "can_invite_users", NO_LINKS)
    return chat


def _requester(w: World, bot: Bot, p: JSON) -> tuple[Chat, int]:
    chat = chat_of(w, bot, p["chat_id"])
    check_right(w, bot, chat, "can_invite_users", NO_REQUESTS)
    user = p["user_id"]
    if user not in w.people:
        raise bad("USER_ID_INVALID")
    if inside(standing(w, chat, user)):
        raise bad("USER_ALREADY_PARTICIPANT")
    if user not in chat.requests:
        raise bad("HIDE_REQUESTER_MISSING")
    return chat, user


def approve_chat_join_request(w: World, bot: Bot, p: JSON) -> bool:
    """approveChatJoinRequest."""
    chat, user = _requester(w, bot, p)
    link = chat.links.get(chat.requests[user].link)
    enter(w, chat, user, bot.id, link=link, via_request=True)
    return True


def decline_chat_join_request(w: World, bot: Bot, p: JSON) -> bool:
    """declineChatJoinRequest."""
    chat, user = _requester(w, bot, p)
    del chat.requests[user]
    w.notify("declined", {"chat": chat.id, "user": user})
    return True


def leave_chat(w: World, bot: Bot, p: JSON) -> bool:
    """leaveChat."""
    chat = chat_of(w, bot, p["chat_id"])
    if chat.type == "private":
        raise bad("chat member status can't be changed in private chats")
    depart(w, chat, Member(bot.id, "left", present=False), bot.id)
    return True


CHAT_ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip


def send_chat_action(w: World, bot: Bot, p: JSON) -> bool:
    """sendChatAction."""
    chat = chat_of(w, bot, p["chat_id"])
    if p["action"] not in CHAT_ACTIONS:
        raise bad("wrong parameter action in request")
    if chat.type == "channel" and not has_right(w, chat, bot.id, "can_post_messages"):
        raise bad("need administrator rights in the channel chat")
    w.notify("action", {"chat": chat.id, "action": p["action"], "by": bot.id})
    return True
