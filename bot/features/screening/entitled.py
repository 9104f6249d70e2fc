"""What opens a group beside answers at its door: plans that were paid for, or given."""

from __future__ import annotations

from sqlalchemy import Connection

from rules.config.membership import Membership, Plan
from rules.engine.entitlements import life
from storage import chats, entitlements
from storage.directory import KnownChat

_ALONE = "group:"
CHANNEL = "channel"  # the role of a channel that plans open
DOORS = ("members", CHANNEL)  # the roles of chats with a door


def group_alone(chat: KnownChat) -> str:
    """What the ledger calls a stay in one group that no plan gives; no id of a plan looks like it."""
    return f"{_ALONE}{chat.id}"


def alone_in(name: str) -> int:
    """The own id of the group whose stay alone has this name; 0: it is a plan's."""
    return int(name.removeprefix(_ALONE)) if name.startswith(_ALONE) else 0


def is_opened_by(connection: Connection, plan: Plan, chat: KnownChat) -> bool:
    """Whether a plan opens a group: it names it, or opens all. A channel it has to name."""
    if chat.role == CHANNEL:
        return not chats.names_of(connection, chat.id).isdisjoint(plan.channels)
    return plan.everywhere or not chats.names_of(connection, chat.id).isdisjoint(plan.groups)


def plans_opening(connection: Connection, membership: Membership, chat: KnownChat) -> frozenset[str]:
    """The ids of the plans with which somebody may be in a group; none: plans don't concern it."""
    found = frozenset[str]()
    for plan in membership.plans:
        if is_opened_by(connection, plan, chat):
            found |= membership.opening(plan.id)
    return found


def admits(
    connection: Connection, membership: Membership, community: int, chat: KnownChat, person: int, now: int
) -> bool:
    """Whether a plan that somebody has lets them be in a group now."""
    plans = plans_opening(connection, membership, chat)
    if not plans:
        return False
    held = entitlements.by_plan(connection, community, person, [*plans, group_alone(chat)])
    graces = {plan.id: plan.grace for plan in membership.plans}
    return any(life(found, graces.get(plan, 0), now).inside for plan, found in held.items())
