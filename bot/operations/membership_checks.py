"""The doctor's look at paid membership: groups that plans name, what members have, Telegram's Stars."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from functools import partial

from sqlalchemy import Connection, select

from bot.features.membership.providers.desk import Desk, Unready, path_of
from bot.features.screening.entitled import alone_in
from bot.operations.check_results import Check, Grade, check
from bot.platforms.telegram.calls import Gateway
from bot.runtime.settings import Settings
from rules.config.membership import Membership, course_alone
from rules.sentences import said, tell
from storage.chats import CHAT
from storage.directory import ALIAS
from storage.entitlements import ENTITLEMENT

_SOON = 30 * 86_400  # seconds before its end at which a certificate is told of


def stored(connection: Connection, membership: Membership) -> list[Check]:
    """Plans that name groups which are not claimed, and plans that somebody has and the file no more."""
    found = []
    query = select(ALIAS.c.platform_id).join(CHAT, CHAT.c.id == ALIAS.c.chat_id)
    claimed = set(connection.execute(query.where(CHAT.c.community_id.is_not(None))).scalars())
    named = {group for plan in membership.plans for group in plan.groups}
    named |= {topic.group for plan in membership.plans for topic in plan.topics}
    if strange := sorted(named - claimed):
        groups = ", ".join(map(str, strange))
        found.append(check("bad", "membership", "groups", groups=groups))
    wanted = {number for plan in membership.plans for number in plan.channels}
    if strange := sorted(wanted - claimed):
        found.append(check("bad", "membership", "channels", channels=", ".join(map(str, strange))))
    had = set(connection.execute(select(ENTITLEMENT.c.plan).distinct()).scalars())
    if gone := sorted(
        {name for name in had if not (alone_in(name) or course_alone(name))}
        - {plan.id for plan in membership.plans}
    ):
        found.append(check("advice", "membership", "gone", plans=", ".join(gone)))
    return found


def money(settings: Settings, membership: Membership, now: float) -> Iterator[Check]:
    """Whether the providers that the file names can take money, and hear of it; and whose rule that is."""
    desk = Desk(settings)
    for name in membership.providers:
        try:
            ends = desk.provider(name).ends_at
        except Unready as error:
            yield check("bad", "providers", "unready", reason=partial(tell, said(error)))
            continue
        address = settings.public_url.rstrip("/") + path_of(name)
        yield check("good", "providers", "ready", provider=name, address=address)
        if ends and ends < now + _SOON:
            grade: Grade = "bad" if ends < now else "advice"
            yield check(grade, "providers", "ends", provider=name, days=max(0, int((ends - now) // 86_400)))
    if membership.providers:
        yield check("advice", "providers", "rule")
        if not settings.public_url.startswith("https://") or not settings.http:
            yield check("bad", "providers", "unreachable")


async def stars(gateway: Gateway, membership: Membership) -> AsyncIterator[Check]:
    """Whether Telegram tells the bot of its Stars: it sells nothing otherwise."""
    if not any(plan.sold for plan in membership.plans):
        return
    reply = await gateway.call("getMyStarBalance", {})
    if reply.ok:
        yield check("good", "membership", "stars", stars=reply.result["amount"])
    else:
        yield check("bad", "membership", "refused", reason=reply.text)
