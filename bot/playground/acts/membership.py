"""People coming, going, being put out, restricted and made administrators."""

from __future__ import annotations

from dataclasses import replace

from bot.playground.acts.model import (
    AddBot,
    Approve,
    Decline,
    Demote,
    Invite,
    Join,
    Leave,
    Promote,
    Ref,
    Remove,
    RemoveBot,
    RequestJoin,
    Restrict,
    Rights,
)
from bot.playground.acts.who import bot_of, group_of, person_of, require
from bot.playground.charging import take_place
from bot.playground.errors import ActError, ApiError
from bot.playground.rights import PERMISSIONS, rights_from
from bot.playground.standing import (
    administrators,
    change,
    depart,
    enter,
    has_right,
    inside,
    link_json,
    may,
    standing,
    until_from,
    usable_link,
)
from bot.playground.state import JSON, Chat, JoinRequest, Link, Member, Person
from bot.playground.updates import emit
from bot.playground.world import World


def join(w: World, act: Join) -> JSON:
    """Enter a chat; where its link or the chat asks for approval, this asks."""
    user, chat, link = _at_door(w, act.chat, act.user, act.invite_link)
    if (link is not None and link.asks) or (link is None and chat.asks):
        return _ask(w, chat, user, link)
    if link is not None and link.price:
        if w.stars.has(user.id) < link.price:
            raise ActError(f"{user.first_name} has only {w.stars.has(user.id)} Stars")
        take_place(w, chat, user.id, link)
        return {"joined": True, "until": w.stars.places[chat.id, user.id].until}
    enter(w, chat, user.id, user.id, link=link)
    return {"joined": True}


def request_join(w: World, act: RequestJoin) -> JSON:
    """Ask to be let in."""
    user, chat, link = _at_door(w, act.chat, act.user, act.invite_link)
    return _ask(w, chat, user, link)


def _at_door(w: World, reference: Ref, who: Ref, invite: str) -> tuple[Person, Chat, Link | None]:
    user, chat = person_of(w, who), group_of(w, reference)
    member = standing(w, chat, user.id)
    if member.status == "kicked":
        raise ActError(f"{user.first_name} is banned from {chat.title}")
    if inside(member):
        raise ActError(f"{user.first_name} is in {chat.title} already")
    try:
        return user, chat, usable_link(w, chat, invite) if invite else None
    except ApiError:
        raise ActError("the invite link leads nowhere any more") from None


def _ask(w: World, chat: Chat, user: Person, link: Link | None) -> JSON:
    chat.requests[user.id] = JoinRequest(user.id, w.now, link.link if link else "")
    payload: JSON = {
        "chat": w.chat_json(chat),
        "from": user.user(),
        "user_chat_id": user.id,
        "date": max(1, int(w.now)),
    }
    if user.bio:
        payload["bio"] = user.bio
    if link is not None:
        payload["invite_link"] = link_json(w, link)
    for bot in administrators(w, chat):
        if has_right(w, chat, bot.id, "can_invite_users"):
            emit(w, bot, "chat_join_request", payload, chat.id)
    w.notify("request", {"chat": chat.id, "user": user.id})
    return {"requested": True}


def approve(w: World, act: Approve) -> JSON:
    """Let somebody in who asked."""
    by, chat, request = _at_desk(w, act.chat, act.user, act.target)
    enter(w, chat, request.user, by.id, link=chat.links.get(request.link), via_request=True)
    return {}


def decline(w: World, act: Decline) -> JSON:
    """Decline a request. Bots are told nothing."""
    _, chat, request = _at_desk(w, act.chat, act.user, act.target)
    del chat.requests[request.user]
    w.notify("declined", {"chat": chat.id, "user": request.user})
    return {}


def _at_desk(w: World, reference: Ref, who: Ref, target: Ref) -> tuple[Person, Chat, JoinRequest]:
    by, asker, chat = person_of(w, who), person_of(w, target), group_of(w, reference)
    require(w, chat, by, "can_invite_users")
    if asker.id not in chat.requests:
        raise ActError(f"{asker.first_name} has not asked to join {chat.title}")
    return by, chat, chat.requests[asker.id]


def leave(w: World, act: Leave) -> JSON:
    """Leave a chat; a restriction waits for the one who comes back."""
    user, chat = person_of(w, act.user), group_of(w, act.chat)
    member = standing(w, chat, user.id)
    if not inside(member):
        raise ActError(f"{user.first_name} is not in {chat.title}")
    after = replace(member, present=False)
    if member.status != "restricted":
        after = Member(user.id, "left", present=False)
    depart(w, chat, after, user.id)
    return {}


def invite(w: World, act: Invite) -> JSON:
    """Add somebody."""
    user, target, chat = person_of(w, act.user), person_of(w, act.target), group_of(w, act.chat)
    if not inside(standing(w, chat, user.id)) or not may(w, chat, user.id, "can_invite_users"):
        raise ActError(f"{user.first_name} may not add people to {chat.title}")
    member = standing(w, chat, target.id)
    if inside(member):
        raise ActError(f"{target.first_name} is in {chat.title} already")
    if member.status == "kicked":
        require(w, chat, user, "can_restrict_members")
    enter(w, chat, target.id, user.id)
    return {}


def _subject(w: World, chat: Chat, by: Person, reference: Ref, right: str) -> Member:
    require(w, chat, by, right)
    member = standing(w, chat, person_of(w, reference).id)
    if member.status == "creator":
        raise ActError("nobody can touch the owner")
    mine = standing(w, chat, by.id)
    if member.status == "administrator" and mine.status != "creator" and member.promoted_by != by.id:
        raise ActError("another administrator was promoted by somebody else")
    return member


def remove(w: World, act: Remove) -> JSON:
    """Put somebody out and ban them."""
    by, chat = person_of(w, act.user), group_of(w, act.chat)
    member = _subject(w, chat, by, act.target, "can_restrict_members")
    depart(w, chat, Member(member.user, "kicked", present=False), by.id)
    return {}


def restrict(w: World, act: Restrict) -> JSON:
    """Restrict somebody, or lift it."""
    by, chat = person_of(w, act.user), group_of(w, act.chat)
    member = _subject(w, chat, by, act.target, "can_restrict_members")
    granted = {p: act.permissions.get(p, False) for p in PERMISSIONS}
    if all(granted[p] for p in PERMISSIONS if chat.permissions.get(p, False)):
        after = replace(member, status="member" if member.present else "left", permissions={}, until=0)
    else:
        until = until_from(act.until, w.now)
        after = replace(member, status="restricted", permissions=granted, until=until, rights={})
    change(w, chat, after, by.id)
    return {}


def promote(w: World, act: Promote) -> JSON:
    """Make somebody an administrator."""
    by, chat = person_of(w, act.user), group_of(w, act.chat)
    member = _subject(w, chat, by, act.target, "can_promote_members")
    if not inside(member):
        raise ActError("only a member can be promoted")
    change(w, chat, _administrator(member.user, act.rights, by.id, act.anonymous), by.id)
    return {}


def _administrator(user: int, rights: Rights, by: int, anonymous: bool = False) -> Member:
    granted = rights_from(rights)
    return Member(user, "administrator", granted, promoted_by=by, anonymous=anonymous)


def demote(w: World, act: Demote) -> JSON:
    """Make an administrator a plain member."""
    by, chat = person_of(w, act.user), group_of(w, act.chat)
    member = _subject(w, chat, by, act.target, "can_promote_members")
    if member.status != "administrator":
        raise ActError("that is no administrator")
    change(w, chat, Member(member.user), by.id)
    return {}


def add_bot(w: World, act: AddBot) -> JSON:
    """Add a bot, as an administrator when rights are given."""
    by, chat, bot = person_of(w, act.user), group_of(w, act.chat), bot_of(w, act.bot)
    if chat.type == "channel" and act.rights is None:
        raise ActError("a bot enters a channel only as an administrator")
    needed = "can_promote_members" if act.rights is not None else "can_invite_users"
    allowed = has_right(w, chat, by.id, needed) or (act.rights is None and may(w, chat, by.id, needed))
    if not allowed:
        raise ActError(f"{by.first_name} may not add a bot to {chat.title}")
    if not inside(standing(w, chat, bot.id)):
        enter(w, chat, bot.id, by.id)
    if act.rights is not None:
        change(w, chat, _administrator(bot.id, act.rights, by.id), by.id)
    return {}


def remove_bot(w: World, act: RemoveBot) -> JSON:
    """Put a bot out; by the owner when nobody is named."""
    chat, bot = group_of(w, act.chat), bot_of(w, act.bot)
    owner = next((m.user for m in chat.members.values() if m.status == "creator"), 0)
    by = person_of(w, act.user if act.user is not None else owner)
    require(w, chat, by, "can_restrict_members")
    if not inside(standing(w, chat, bot.id)):
        raise ActError("the bot is not there")
    depart(w, chat, Member(bot.id, "kicked", present=False), by.id)
    return {}
