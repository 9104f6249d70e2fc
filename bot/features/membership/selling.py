"""Whether somebody may buy a plan now, asked when it is offered and once more at the checkout."""

from __future__ import annotations

import threading
from collections import defaultdict

from sqlalchemy import Connection

from rules.config.membership import Membership, Plan
from storage import entitlements, members, purchases

HELD = 600  # seconds for which a seat is held for whoever is paying


class Seats:
    """Seats and coupons that are held for those who are paying: in memory, since it is about seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._one: dict[str, tuple[int, int]] = {}  # what is for one order at a time: which, until when
        self._held: defaultdict[str, dict[int, int]] = defaultdict(dict)

    def hold(self, plan: Plan, taken: set[int], person: int, now: int) -> bool:
        """Hold a seat of a plan for somebody; False when none is left beside those that are `taken`."""
        if not plan.seats or person in taken:
            return True
        with self._lock:
            mine = self._held[plan.id]
            for each in [p for p, until in mine.items() if until <= now or p in taken]:
                del mine[each]
            if person not in mine and len(taken) + len(mine) >= plan.seats:
                return False
            mine[person] = now + HELD
            return True

    def hold_once(self, what: str, order: int, now: int) -> bool:
        """Hold something for an order; False while it is held for another one."""
        with self._lock:
            for name in [n for n, (_, until) in self._one.items() if until <= now]:
                del self._one[name]
            if self._one.get(what, (order, 0))[0] != order:
                return False
            self._one[what] = (order, now + HELD)
            return True


def refusal(
    connection: Connection,
    membership: Membership,
    community: int,
    name: str,
    person: int,
    now: int,
    seats: Seats | None = None,
) -> str:
    """The key of the sentence why somebody can't buy a plan now; empty when they can. With `seats`, one is
    held for them.
    """
    plan = membership.plan(name)
    if plan is None or not plan.sold or not membership.terms or not membership.support:
        return "buy-closed"
    if plan.buyers == "members" and not members.inside(connection, community, person):
        return "buy-members-only"
    if plan.recurring and any(
        s.plan == name and s.state == "active" and s.until > now
        for s in purchases.subscriptions_of(connection, community, person)
    ):
        return "buy-renews-already"
    if plan.seats:
        taken = entitlements.holders(connection, community, name, now)
        full = len(taken) >= plan.seats and person not in taken
        if full or (seats is not None and not seats.hold(plan, taken, person, now)):
            return "buy-full"
    return ""
