"""The doctor's look at paid membership: groups that plans name, what members have, Telegram's Stars."""

from __future__ import annotations

from collections.abc import AsyncIterator

from sqlalchemy import Connection, select

from bot.operations.check_results import Check, check
from bot.platforms.telegram.calls import Gateway
from rules.config.membership import Membership
from storage.chats import CHAT
from storage.directory import ALIAS
from storage.entitlements import ENTITLEMENT


def stored(connection: Connection, membership: Membership) -> list[Check]:
    """Plans that name groups which are not claimed, and plans that somebody has and the file no more."""
    found = []
    query = select(ALIAS.c.platform_id).join(CHAT, CHAT.c.id == ALIAS.c.chat_id)
    claimed = set(connection.execute(query.where(CHAT.c.community_id.is_not(None))).scalars())
    named = {group for plan in membership.plans for group in plan.groups}
    if strange := sorted(named - claimed):
        groups = ", ".join(map(str, strange))
        found.append(check("bad", "membership", "groups", groups=groups))
    had = set(connection.execute(select(ENTITLEMENT.c.plan).distinct()).scalars())
    if gone := sorted(had - {plan.id for plan in membership.plans}):
        found.append(check("advice", "membership", "gone", plans=", ".join(gone)))
    return found


async def stars(gateway: Gateway, membership: Membership) -> AsyncIterator[Check]:
    """Whether Telegram tells the bot of its Stars: it sells nothing otherwise."""
    if not any(plan.sold for plan in membership.plans):
        return
    reply = await gateway.call("getMyStarBalance", {})
    if reply.ok:
        yield check("good", "membership", "stars", stars=reply.result["amount"])
    else:
        yield check("bad", "membership", "refused", reason=reply.text)
