"""How memberships do: who has what, what came in, who came, renewed and left, why, and who leaves soon."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct
from sqlalchemy import Connection, and_, case, func, or_, select

from rules.config.membership import Membership
from rules.engine.entitlements import Life, Span, State, life
from rules.engine.money import STARS, spelled
from storage import entitlements
from storage.purchases import PAYMENT, PURCHASE, SUBSCRIPTION

SOON = 7 * 86_400
_KEPT = ("kept", "refunding")


class PlanFigures(Struct):
    """One plan in a time."""

    plan: str
    members: int = 0
    trials: int = 0
    grace: int = 0
    payments: int = 0
    stars: int = 0
    refunded: int = 0
    new: int = 0
    left: int = 0
    money: dict[str, int] = {}  # what came in minor units, by currency

    @property
    def income(self) -> str:
        """What came in money, as people read it."""
        return ", ".join(spelled(amount, name) for name, amount in sorted(self.money.items()))

    @property
    def renewed(self) -> int:
        """Payments of those who had paid before."""
        return self.payments - self.new


class Leaving(Struct, frozen=True):
    """Somebody whose plan ends soon, and is not renewed by itself."""

    person: int
    plan: str
    until: int


class Campaign(Struct, frozen=True):
    """What came by the links of one campaign: orders, and the payments of those in the same time."""

    name: str
    orders: int
    payments: int
    stars: int


class Figures(Struct):
    """All plans in a time, why renewals were ended, who leaves soon, and what campaigns brought."""

    plans: list[PlanFigures]
    reasons: dict[str, int]
    leaving: list[Leaving]
    campaigns: list[Campaign]


def figures(connection: Connection, membership: Membership, community: int, now: int, days: int) -> Figures:
    """The last days."""
    since = now - days * 86_400
    found = {plan.id: PlanFigures(plan.id) for plan in membership.plans}
    graces = {plan.id: plan.grace for plan in membership.plans}
    renewing = _renewing(connection, community)
    leaving: list[Leaving] = []
    for person, held in entitlements.everybody(connection, community).items():
        for name, spans in held.items():
            if name not in found:
                continue
            one = life(spans, graces[name], now)
            _stand(found[name], one, spans, graces[name], since, now)
            if one.inside and now < one.until <= now + SOON and (person, name) not in renewing:
                leaving.append(Leaving(person, name, one.until))
    _money(connection, community, found, since, now)
    why = select(SUBSCRIPTION.c.why).where(
        SUBSCRIPTION.c.community_id == community, SUBSCRIPTION.c.why != "", SUBSCRIPTION.c.at >= since
    )
    reasons = Counter(connection.execute(why).scalars())
    leaving.sort(key=lambda x: x.until)
    campaigns = _campaigns(connection, community, since, now)
    return Figures([*found.values()], dict(reasons.most_common()), leaving, campaigns)


def _campaigns(connection: Connection, community: int, since: int, now: int) -> list[Campaign]:
    kept = and_(
        PAYMENT.c.purchase_id == PURCHASE.c.id,
        PAYMENT.c.state.in_(_KEPT),
        PAYMENT.c.at.between(since, now),
    )
    query = (
        select(
            PURCHASE.c.source,
            func.count(PURCHASE.c.id.distinct()),
            func.count(PAYMENT.c.id),
            func.sum(case((PAYMENT.c.currency == STARS, PAYMENT.c.amount), else_=0)),
        )
        .outerjoin(PAYMENT, kept)
        .where(PURCHASE.c.community_id == community, PURCHASE.c.source != "")
        .where(or_(PURCHASE.c.at.between(since, now), PAYMENT.c.id.is_not(None)))
        .group_by(PURCHASE.c.source)
        .order_by(PURCHASE.c.source)
    )
    return [
        Campaign(name, orders, payments, int(stars or 0))
        for name, orders, payments, stars in connection.execute(query)
    ]


def _stand(row: PlanFigures, one: Life, spans: list[Span], grace: int, since: int, now: int) -> None:
    row.members += one.inside
    row.trials += one.state is State.TRIAL
    row.grace += one.state is State.GRACE
    row.left += one.state is State.OUT and since < one.out_at <= now and life(spans, grace, since).inside


def _add(plan: PlanFigures, currency: str, amount: int) -> None:
    if currency == STARS:
        plan.stars += amount
    else:
        plan.money = plan.money | {currency: plan.money.get(currency, 0) + amount}


def _renewing(connection: Connection, community: int) -> set[tuple[int, str]]:
    query = select(SUBSCRIPTION.c.person_id, SUBSCRIPTION.c.plan).where(
        SUBSCRIPTION.c.community_id == community, SUBSCRIPTION.c.state == "active"
    )
    return {(row.person_id, row.plan) for row in connection.execute(query)}


def _money(
    connection: Connection, community: int, found: dict[str, PlanFigures], since: int, now: int
) -> None:
    query = select(PAYMENT).where(PAYMENT.c.community_id == community).order_by(PAYMENT.c.at, PAYMENT.c.id)
    paid_before: set[tuple[int, str]] = set()
    for row in connection.execute(query).mappings():
        plan, who = found.get(row["plan"]), (row["person_id"], row["plan"])
        if plan is not None and since <= row["at"] <= now:
            if row["state"] in _KEPT:
                plan.payments += 1
                _add(plan, row["currency"], row["amount"])
                plan.new += who not in paid_before
            else:
                plan.refunded += row["amount"] if row["currency"] == STARS else 0
        paid_before.add(who)
