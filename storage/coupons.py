"""Coupons that members hold: each given once under its key, and used by one order at a time."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, func, select, update

from storage import tables
from storage.store import table
from storage.upsert import insert_new

COUPON = table(tables.HeldCoupon)


class Held(Struct, frozen=True, kw_only=True):
    """A row: a coupon that somebody got, and what became of it."""

    id: int
    key: str
    community_id: int
    person_id: int
    coupon: str
    source: str
    at: int
    expires_at: int
    state: str
    ended_at: int
    purchase_id: int | None
    by_id: int | None
    reason: str

    def usable(self, now: int) -> bool:
        """Whether it may be used at a moment."""
        return self.state == "open" and now < self.expires_at


def give(connection: Connection, **values: Any) -> bool:
    """Give a coupon: key, community_id, person_id, coupon, source, at, expires_at, and by whom and why; False
    when that was done under this key.
    """
    blank = {"state": "open", "ended_at": 0, "purchase_id": None, "by_id": None, "reason": ""}
    return bool(insert_new(connection, COUPON, [blank | values], "key"))


def find(connection: Connection, number: int) -> Held | None:
    """A coupon by its number."""
    row = connection.execute(select(COUPON).where(COUPON.c.id == number)).mappings().first()
    return Held(**row) if row is not None else None


def usable_by(connection: Connection, community: int, person: int, now: int) -> list[Held]:
    """What somebody can use now, what ends first before the others."""
    query = select(COUPON).where(COUPON.c.community_id == community, COUPON.c.person_id == person)
    query = query.where(COUPON.c.state == "open", COUPON.c.expires_at > now)
    rows = connection.execute(query.order_by(COUPON.c.expires_at, COUPON.c.id)).mappings()
    return [Held(**row) for row in rows]


def got(connection: Connection, community: int, person: int, name: str) -> int:
    """How many of a coupon somebody got, without those that were taken back."""
    query = select(func.count()).select_from(COUPON).where(COUPON.c.community_id == community)
    query = query.where(COUPON.c.person_id == person, COUPON.c.coupon == name, COUPON.c.state != "void")
    return int(connection.execute(query).scalar_one())


def spend(connection: Connection, number: int, order: int, now: int) -> bool:
    """Let an order use a coupon up; False when another did, or it was taken back."""
    statement = update(COUPON).where(COUPON.c.id == number, COUPON.c.state == "open")
    values = {"state": "spent", "ended_at": now, "purchase_id": order}
    return connection.execute(statement.values(**values)).rowcount == 1


def free(connection: Connection, order: int) -> bool:
    """Give the coupon back that an order used; False when it used none."""
    statement = update(COUPON).where(COUPON.c.purchase_id == order, COUPON.c.state == "spent")
    return connection.execute(statement.values(state="open", ended_at=0, purchase_id=None)).rowcount == 1


def came_with(grant: str) -> str:
    """How the keys begin of the coupons that came with a grant of a plan, by its key."""
    return f"plan:{grant}:"


def void(connection: Connection, prefix: str, now: int) -> int:
    """Take back the coupons whose keys begin so, unless they are used; how many."""
    named = COUPON.c.key.startswith(prefix, autoescape=True)
    statement = update(COUPON).where(named, COUPON.c.state == "open")
    return connection.execute(statement.values(state="void", ended_at=now)).rowcount
