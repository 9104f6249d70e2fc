"""Orders, payments and subscriptions: each payment once, by the provider's number for it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, func, insert, select, update

from rules.engine.money import STARS, spelled
from storage import tables
from storage.store import table
from storage.upsert import insert_new, upsert

PURCHASE, PAYMENT = table(tables.Purchase), table(tables.PaymentRow)
SUBSCRIPTION = table(tables.SubscriptionRow)


class Order(Struct, frozen=True, kw_only=True):
    """A row: somebody was offered a plan at a price."""

    id: int
    community_id: int
    person_id: int
    plan: str
    amount: int
    period: int
    renews: bool
    source: str
    at: int
    state: str
    provider: str = "stars"
    currency: str = STARS
    page: str = ""
    gift: bool = False
    coupon_id: int | None = None


class Paid(Struct, frozen=True, kw_only=True):
    """A row: money that came."""

    id: int
    charge: str
    provider: str
    community_id: int
    person_id: int | None
    purchase_id: int | None
    plan: str
    amount: int
    at: int
    until: int
    state: str
    reason: str
    late: bool
    currency: str = STARS

    @property
    def sum(self) -> str:
        """How much, as people read it."""
        return spelled(self.amount, self.currency)


class Renewing(Struct, frozen=True, kw_only=True):
    """A row: what the platform charges for again."""

    purchase_id: int
    community_id: int
    person_id: int
    plan: str
    charge: str
    until: int
    state: str
    at: int
    why: str


def order(connection: Connection, **values: Any) -> int:
    """Begin an order: community_id, person_id, plan, amount, period, renews, source, at, whether it is a
    gift, for money the provider and currency, and with a coupon its number; the order's number.
    """
    blank: dict[str, Any] = {"state": "open", "provider": "stars", "currency": STARS, "page": ""}
    blank |= {"gift": False, "coupon_id": None}
    statement = insert(PURCHASE).values(**blank | values).returning(PURCHASE.c.id)
    return int(connection.execute(statement).scalar_one())


def find(connection: Connection, number: int) -> Order | None:
    """An order by its number."""
    row = connection.execute(select(PURCHASE).where(PURCHASE.c.id == number)).mappings().first()
    return Order(**row) if row is not None else None


def settle(connection: Connection, number: int, state: str) -> None:
    """Remember how an order stands."""
    connection.execute(update(PURCHASE).where(PURCHASE.c.id == number).values(state=state))


def keep_page(connection: Connection, number: int, page: str) -> None:
    """Remember the provider's number of the page where an order is paid."""
    connection.execute(update(PURCHASE).where(PURCHASE.c.id == number).values(page=page))


def pay(connection: Connection, row: dict[str, Any]) -> bool:
    """Keep a payment; False when it is known already, however it was told of."""
    blank = {"provider": "stars", "until": 0, "state": "kept", "reason": "", "late": False}
    blank["currency"] = STARS
    return bool(insert_new(connection, PAYMENT, [blank | row], "id"))


def paid(connection: Connection, charge: str) -> Paid | None:
    """A payment by the provider's number for it."""
    row = connection.execute(select(PAYMENT).where(PAYMENT.c.charge == charge)).mappings().first()
    return Paid(**row) if row is not None else None


def mark(
    connection: Connection, charge: str, state: str, among: Collection[str], reason: str | None = None
) -> bool:
    """Let a payment that is in one of these states be in another; False when it is in none."""
    values = {"state": state} | ({"reason": reason[:500]} if reason is not None else {})
    statement = update(PAYMENT).where(PAYMENT.c.charge == charge, PAYMENT.c.state.in_(list(among)))
    return connection.execute(statement.values(**values)).rowcount == 1


def payments_of(connection: Connection, community: int, person: int, limit: int = 20) -> list[Paid]:
    """Somebody's payments, the newest first."""
    query = (
        select(PAYMENT)
        .where(PAYMENT.c.community_id == community, PAYMENT.c.person_id == person)
        .order_by(PAYMENT.c.id.desc())
        .limit(limit)
    )
    return [Paid(**row) for row in connection.execute(query).mappings()]


def renew(connection: Connection, row: dict[str, Any]) -> None:
    """Remember a subscription as a payment tells of it, in whatever order payments are told: it is known by
    the first charge, and how it stands is told by the newest.
    """
    query = select(PAYMENT.c.charge).where(PAYMENT.c.purchase_id == row["purchase_id"])
    first = connection.execute(query.order_by(PAYMENT.c.at, PAYMENT.c.id).limit(1)).scalar_one()
    known = subscription(connection, row["purchase_id"])
    newest = known is None or row["until"] > known.until
    changed = ["until", "state", "at", "charge"] if newest else ["charge"]
    whole = {"why": "", **row, "charge": first}
    upsert(connection, SUBSCRIPTION, [whole], ["purchase_id"], changed)


def subscription(connection: Connection, purchase: int) -> Renewing | None:
    """A subscription by its order."""
    query = select(SUBSCRIPTION).where(SUBSCRIPTION.c.purchase_id == purchase)
    row = connection.execute(query).mappings().first()
    return Renewing(**row) if row is not None else None


def subscriptions_of(connection: Connection, community: int, person: int) -> list[Renewing]:
    """Somebody's subscriptions, the newest first."""
    query = (
        select(SUBSCRIPTION)
        .where(SUBSCRIPTION.c.community_id == community, SUBSCRIPTION.c.person_id == person)
        .order_by(SUBSCRIPTION.c.purchase_id.desc())
    )
    return [Renewing(**row) for row in connection.execute(query).mappings()]


def turn(connection: Connection, purchase: int, now: int, **values: Any) -> None:
    """Change a subscription: its state, or why it was ended."""
    statement = update(SUBSCRIPTION).where(SUBSCRIPTION.c.purchase_id == purchase)
    connection.execute(statement.values(at=now, **values))


def sums(
    connection: Connection, community: int, since: int, until: int
) -> dict[tuple[str, str], tuple[int, int]]:
    """What was paid in a time, by plan and state: how many payments, how many Stars."""
    query = (
        select(PAYMENT.c.plan, PAYMENT.c.state, func.count(), func.sum(PAYMENT.c.amount))
        .where(PAYMENT.c.community_id == community, PAYMENT.c.at >= since, PAYMENT.c.at < until)
        .group_by(PAYMENT.c.plan, PAYMENT.c.state)
    )
    return {(plan, state): (int(n), int(stars or 0)) for plan, state, n, stars in connection.execute(query)}
