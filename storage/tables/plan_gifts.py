"""What comes with plans: coupons in members' hands, and places that buyers give to their family."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import big, link, serial


class HeldCoupon(SQLModel, table=True):
    """A coupon that somebody got, once under its key. States: open, spent (by an order), void."""

    __tablename__ = "held_coupon"
    __table_args__ = (Index("ix_held_coupon_community_id_person_id", "community_id", "person_id"),)
    id: int | None = serial()
    key: str = Field(unique=True)
    community_id: int = link("community.id")
    person_id: int = link("person.id")
    coupon: str
    source: str
    at: int = big()
    expires_at: int = big()
    state: str = "open"
    ended_at: int = big()
    purchase_id: int | None = link("purchase.id", null=True)
    by_id: int | None = link("person.id", null=True)
    reason: str = ""


class FamilyPlace(SQLModel, table=True):
    """A place that comes with somebody's plan, given `turn` times. States: empty, offered (by a link with the
    code), taken.
    """

    __tablename__ = "family_place"
    __table_args__ = (UniqueConstraint("community_id", "owner_id", "plan", "number"),)
    id: int | None = serial()
    community_id: int = link("community.id")
    owner_id: int = link("person.id")
    plan: str
    number: int = big()
    state: str = "empty"
    turn: int = big()
    code: str | None = Field(default=None, unique=True, nullable=True)
    person_id: int | None = link("person.id", null=True, index=True)
    at: int = big()
