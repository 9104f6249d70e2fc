"""Banning, restricting, promoting and asking about members."""

from __future__ import annotations

from dataclasses import replace

from bot.playground.errors import bad
from bot.playground.methods.access import chat_of, check_right, known_user, victim
from bot.playground.rights import PERMISSIONS, RIGHTS, dependent_permissions, rights_from
from bot.playground.standing import change, depart, has_right, inside, member_json, standing, until_from
from bot.playground.state import JSON, Bot, Chat, Member
from bot.playground.world import World

TAG_UNITS = 16


def ban_chat_member(w: World, bot: Bot, p: JSON) -> bool:
    """banChatMember. `revoke_messages` clears only the banned person's own view, so nothing here."""
    chat = chat_of(w, bot, p["chat_id"])
    member = victim(w, bot, chat, p["user_id"])
    until = until_from(p.get("until_date", 0), w.now) if chat.type != "group" else 0
    depart(w, chat, Member(member.user, "kicked", until=until, present=False), bot.id)
    return True


def unban_chat_member(w: World, bot: Bot, p: JSON) -> bool:
    """unbanChatMember: somebody inside is put out, unless only_if_banned."""
    chat = chat_of(w, bot, p["chat_id"])
    if chat.type not in ("supergroup", "channel"):
        raise bad("method is available for supergroup and channel chats only")
    member = victim(w, bot, chat, p["user_id"])
    if member.status == "kicked" or (inside(member) and not p.get("only_if_banned", False)):
        depart(w, chat, Member(member.user, "left", present=False), bot.id)
    return True


def restrict_chat_member(w: World, bot: Bot, p: JSON) -> bool:
    """restrictChatMember: all permissions lift the restriction."""
    chat = chat_of(w, bot, p["chat_id"])
    if chat.type != "supergroup":
        raise bad("method is available only for supergroups")
    member = victim(w, bot, chat, p["user_id"])
    granted = dependent_permissions(p["permissions"], p.get("use_independent_chat_permissions", False))
    if member.status == "kicked":
        raise bad("user not found")
    if all(granted[k] for k in PERMISSIONS if chat.permissions.get(k, False)):
        after = replace(member, status="member" if member.present else "left", permissions={}, until=0)
    else:
        until = until_from(p.get("until_date", 0), w.now)
        after = replace(member, status="restricted", permissions=granted, until=until, rights={})
    change(w, chat, after, bot.id)
    return True


def promote_chat_member(w: World, bot: Bot, p: JSON) -> bool:
    """promoteChatMember: no right at all makes a plain member again."""
    chat = chat_of(w, bot, p["chat_id"])
    if chat.type == "group":
        raise bad("method is available for supergroup and channel chats only")
    check_right(w, bot, chat, "can_promote_members")
    member = standing(w, chat, known_user(w, p["user_id"]))
    asked = {r: True for r in RIGHTS if p.get(r)}
    mine = standing(w, chat, bot.id).rights
    if not inside(member):
        raise bad("USER_NOT_PARTICIPANT")
    if member.status == "creator" or member.user == bot.id:
        raise bad("can't remove chat owner" if member.status == "creator" else "can't promote self")
    if member.status == "administrator" and member.promoted_by != bot.id:
        raise bad("CHAT_ADMIN_REQUIRED")
    if any(not mine.get(r, False) for r in asked):
        raise bad("RIGHT_FORBIDDEN")
    plain = Member(member.user, tag=member.tag)
    if asked:
        plain = replace(
            plain,
            status="administrator",
            rights=rights_from(asked),
            anonymous=bool(p.get("is_anonymous")),
            promoted_by=bot.id,
        )
    change(w, chat, plain, bot.id)
    return True


def set_chat_member_tag(w: World, bot: Bot, p: JSON) -> bool:
    """setChatMemberTag."""
    chat = chat_of(w, bot, p["chat_id"])
    if chat.type not in ("group", "supergroup"):
        raise bad("method is available only for groups and supergroups")
    check_right(w, bot, chat, "can_manage_tags")
    member = standing(w, chat, known_user(w, p["user_id"]))
    tag = p.get("tag", "")
    if len(tag) > TAG_UNITS:
        raise bad("tag is too long")
    if member.status not in ("member", "restricted"):
        raise bad("USER_NOT_PARTICIPANT" if not inside(member) else "user is an administrator of the chat")
    change(w, chat, replace(member, tag=tag), bot.id)
    return True


def get_chat_member(w: World, bot: Bot, p: JSON) -> JSON:
    """getChatMember."""
    chat = chat_of(w, bot, p["chat_id"])
    user = known_user(w, p["user_id"])
    if chat.type == "private":
        return member_json(w, chat, Member(user, "member" if user in (chat.id, bot.id) else "left"))
    if chat.type == "group" and user not in chat.members:
        raise bad("member not found")
    return member_json(w, chat, standing(w, chat, user))


def get_chat_administrators(w: World, bot: Bot, p: JSON) -> list[JSON]:
    """getChatAdministrators: all but other bots."""
    chat = chat_of(w, bot, p["chat_id"])
    if chat.type == "private":
        raise bad("there are no administrators in the private chat")
    admins = [m for m in chat.members.values() if m.status in ("creator", "administrator")]
    return [member_json(w, chat, m) for m in admins if m.user not in w.bots or m.user == bot.id]


def get_chat_member_count(w: World, bot: Bot, p: JSON) -> int:
    """getChatMemberCount."""
    chat = chat_of(w, bot, p["chat_id"])
    return 2 if chat.type == "private" else chat.count


def _sender_ban(w: World, bot: Bot, p: JSON) -> tuple[Chat, int]:
    chat = chat_of(w, bot, p["chat_id"])
    if chat.type not in ("supergroup", "channel"):
        raise bad("method is available for supergroup and channel chats only")
    sender = p["sender_chat_id"]
    if not has_right(w, chat, bot.id, "can_restrict_members"):
        raise bad("not enough rights to restrict/unrestrict chat member")
    if sender not in w.chats:
        raise bad("chat not found")
    if sender in (chat.id, chat.linked):
        raise bad("PARTICIPANT_ID_INVALID")
    return chat, sender


def ban_chat_sender_chat(w: World, bot: Bot, p: JSON) -> bool:
    """banChatSenderChat."""
    chat, sender = _sender_ban(w, bot, p)
    chat.banned_senders.add(sender)
    return True


def unban_chat_sender_chat(w: World, bot: Bot, p: JSON) -> bool:
    """unbanChatSenderChat."""
    chat, sender = _sender_ban(w, bot, p)
    chat.banned_senders.discard(sender)
    return True
