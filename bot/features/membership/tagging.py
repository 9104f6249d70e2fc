"""The tag that a plan shows beside a member's name as long as they have it, else that of their level."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.features.membership.standing import Standing, sold
from bot.features.screening.entitled import is_opened_by
from bot.platforms.telegram.calls import person_ref
from rules.config.membership import Membership
from rules.engine.entitlements import State, covered
from rules.engine.events import Event
from rules.engine.policy import IncentivesPolicy, level_name
from storage import chats, entitlements, levels


def tag_of(
    connection: Connection,
    membership: Membership,
    policy: IncentivesPolicy,
    community: int,
    chat: int,
    person: int,
    language: str,
    now: int,
) -> str:
    """What stands beside somebody in a group: the tag of the first plan that they have, else their level;
    empty for neither.
    """
    known = chats.known(connection, chat)
    tagged = [p for p in membership.plans if p.tag and is_opened_by(connection, p, known)]
    held = entitlements.by_plan(connection, community, person, [p.id for p in tagged]) if tagged else {}
    for plan in tagged:
        if covered(held.get(plan.id, ()), now):
            return plan.tag[language]
    return level_name(policy, levels.level_of(connection, community, person), language) if policy.tags else ""


def show(batch: Batch, event: Event, community: int, person: int, only: int = 0) -> None:
    """Show what stands beside somebody, in all their groups or in one."""
    connection = batch.connection
    for chat in levels.groups_of(connection, community, person):
        if only not in (0, chat):
            continue
        policy, language = batch.book.incentives, batch.spoken(chat)
        tag = tag_of(connection, sold(batch), policy, community, chat, person, language, batch.now)
        batch.call(event, "setChatMemberTag", chat, user_id=person_ref(person), tag=tag)


def keep(batch: Batch, event: Event, community: int, person: int, one: Standing) -> None:
    """Show or take away what a plan brings, once each time that it begins or ends."""
    if one.plan is None or not one.plan.tag:
        return
    has = one.life.state in (State.TRIAL, State.ACTIVE)
    since = max((s.begins for s in one.spans if s.begins <= batch.now), default=0) if has else one.life.until
    once = f"tag:{community}:{person}:{one.plan.id}:{has}:{since}"
    if entitlements.tell_once(batch.connection, once, batch.now):
        show(batch, event, community, person)


def came(batch: Batch, event: Event) -> None:
    """Somebody came into a group: what their plan brings is shown there."""
    if not any(plan.tag for plan in sold(batch).plans):
        return
    chat, person = batch.chat(event), batch.author(event)
    if person is None or chat.community is None or chat.role != "members":
        return
    names = [plan.id for plan in sold(batch).plans if plan.tag]
    if entitlements.by_plan(batch.connection, chat.community, person.id, names):
        show(batch, event, chat.community, person.id, chat.id)
