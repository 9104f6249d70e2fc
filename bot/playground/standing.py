"""How people stand in chats: what counts now, what a change of it tells the bots."""

from __future__ import annotations

from bot.playground.errors import bad
from bot.playground.messages import service
from bot.playground.rights import ALWAYS_RIGHTS, CHANNEL_RIGHTS, GROUP_RIGHTS, PERMISSIONS
from bot.playground.state import JSON, PRESENT, Bot, Chat, Link, Member
from bot.playground.updates import emit
from bot.playground.world import World

FOREVER_BELOW, FOREVER_ABOVE = 30, 366 * 86_400
HIDDEN_SERVICE_ABOVE = 10_000


def standing(w: World, chat: Chat, user: int) -> Member:
    """How somebody stands now: a restriction or ban whose time is over counts no more."""
    member = chat.members.get(user)
    if member is None:
        return Member(user, "left", present=False)
    if member.until and member.until <= w.now and member.status in ("restricted", "kicked"):
        return Member(user, "member" if member.present else "left", present=member.present, tag=member.tag)
    return member


def inside(member: Member) -> bool:
    """Whether somebody is in the chat."""
    return member.status in PRESENT and member.present


def until_from(asked: int, now: float) -> int:
    """The end of a restriction; 0 is for ever: under 30 s or over 366 days (Bot API, restrictChatMember)."""
    return asked if FOREVER_BELOW <= asked - now <= FOREVER_ABOVE else 0


def may(w: World, chat: Chat, user: int, permission: str) -> bool:
    """Whether somebody has a permission every member may have."""
    member = standing(w, chat, user)
    if member.status in ("creator", "administrator"):
        return True
    granted = chat.permissions.get(permission, False)
    if member.status == "restricted":
        return granted and member.permissions.get(permission, False)
    return granted


def has_right(w: World, chat: Chat, user: int, right: str) -> bool:
    """Whether somebody is the owner, or an administrator with this right."""
    member = standing(w, chat, user)
    if member.status == "creator":
        return True
    if member.status != "administrator":
        return False
    return chat.type == "group" or member.rights.get(right, False)


def member_json(w: World, chat: Chat, member: Member) -> JSON:
    """The `ChatMember` object."""
    shown: JSON = {"status": member.status, "user": w.people[member.user].user()}
    if member.tag and member.status in ("member", "restricted"):
        shown["tag"] = member.tag
    if member.status == "creator":
        shown["is_anonymous"] = member.anonymous
    elif member.status == "administrator":
        names = (*ALWAYS_RIGHTS, *(CHANNEL_RIGHTS if chat.type == "channel" else GROUP_RIGHTS))
        shown |= {"can_be_edited": member.promoted_by in w.bots, "is_anonymous": member.anonymous}
        shown |= {n: member.rights.get(n, False) for n in names}
    elif member.status == "restricted":
        shown |= {"is_member": member.present, "until_date": member.until}
        shown |= {p: member.permissions.get(p, False) for p in PERMISSIONS}
    elif member.status == "kicked" or (member.status == "member" and member.until):
        shown["until_date"] = member.until
    return shown


def change(
    w: World, chat: Chat, after: Member, by: int, *, link: Link | None = None, via_request: bool = False
) -> None:
    """Let somebody stand differently, and tell the bots: my_chat_member, or chat_member to administrators."""
    before = standing(w, chat, after.user)
    if before == after:
        return
    old, new = member_json(w, chat, before), member_json(w, chat, after)
    payload: JSON = {
        "chat": w.chat_json(chat),
        "from": w.people[by].user(),
        "date": int(w.now),
        "old_chat_member": old,
        "new_chat_member": new,
    }
    if link is not None:
        payload["invite_link"] = link_json(w, link)
    if via_request:
        payload["via_join_request"] = True
    chat.members[after.user] = after
    if after.user in w.bots:
        _seat(chat, after)
        emit(w, w.bots[after.user], "my_chat_member", payload, chat.id)
    for bot in administrators(w, chat):
        if bot.id != after.user:
            emit(w, bot, "chat_member", payload, chat.id)
    w.notify("member", {"chat": chat.id, "member": new, "by": by})


def _seat(chat: Chat, member: Member) -> None:
    if inside(member) and member.user not in chat.bots:
        chat.bots.append(member.user)
    elif not inside(member) and member.user in chat.bots:
        chat.bots.remove(member.user)


def administrators(w: World, chat: Chat) -> list[Bot]:
    """The bots that administer a chat."""
    return [b for b in w.bots_in(chat) if standing(w, chat, b.id).status == "administrator"]


def enter(
    w: World,
    chat: Chat,
    user: int,
    by: int,
    *,
    link: Link | None = None,
    via_request: bool = False,
    until: int = 0,
) -> None:
    """Let somebody in, with the service message groups show while they are small; `until`: as they paid."""
    before = standing(w, chat, user)
    restricted = before.status == "restricted"
    after = (
        Member(user, "restricted", permissions=before.permissions, until=before.until, tag=before.tag)
        if restricted
        else Member(user, tag=before.tag, until=until)
    )
    if link is not None:
        link.joined += 1
    chat.requests.pop(user, None)
    change(w, chat, after, by, link=link, via_request=via_request)
    if chat.type != "channel" and chat.count <= HIDDEN_SERVICE_ABOVE:
        service(w, chat, by, {"new_chat_members": [w.people[user].user()]})


def depart(w: World, chat: Chat, after: Member, by: int) -> None:
    """Let somebody be out (left, kicked, restricted but gone), with the service message of small groups."""
    was_inside = inside(standing(w, chat, after.user))
    small = chat.type != "channel" and chat.count <= HIDDEN_SERVICE_ABOVE
    change(w, chat, after, by)
    if was_inside and small:
        service(w, chat, by, {"left_chat_member": w.people[after.user].user()})


def link_json(w: World, link: Link) -> JSON:
    """The `ChatInviteLink` object."""
    shown: JSON = {
        "invite_link": link.link,
        "creator": w.people[link.creator].user(),
        "creates_join_request": link.asks,
        "is_primary": False,
        "is_revoked": link.revoked,
    }
    if link.name:
        shown["name"] = link.name
    if link.expires:
        shown["expire_date"] = link.expires
    if link.limit:
        shown["member_limit"] = link.limit
    if link.period:
        shown |= {"subscription_period": link.period, "subscription_price": link.price}
    return shown


def usable_link(w: World, chat: Chat, text: str) -> Link:
    """An invite link that still opens the door.

    Raises:
        ApiError: it does not exist, was revoked, is over or is used up.
    """
    link = chat.links.get(text)
    over = link is None or link.revoked or (link.expires and link.expires <= w.now)
    if link is None or over or (link.limit and link.joined >= link.limit):
        raise bad("INVITE_HASH_EXPIRED")
    return link
