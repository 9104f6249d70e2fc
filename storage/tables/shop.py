"""What members order for coins, and the codes that wait for them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import BIG, big, link, serial


class ShopOrder(SQLModel, table=True):
    """One thing that a member ordered; `key` names the button that ordered it, so that it does so once."""

    __tablename__ = "shop_order"
    __table_args__ = (Index("ix_shop_order_community_id_good", "community_id", "good"),)
    id: int | None = serial()
    key: str = Field(unique=True)
    community_id: int = link("community.id")
    person_id: int = link("person.id", index=True)
    good: str
    price: int = big()
    at: int = big()
    state: str = "ordered"  # ordered, delivered, refunded
    ended_at: int = big()
    ended_by: int | None = link("person.id", null=True)
    code: str = ""


class ShopCode(SQLModel, table=True):
    """A code that is delivered once, to whoever ordered it."""

    __tablename__ = "shop_code"
    __table_args__ = (UniqueConstraint("community_id", "good", "code"),)
    id: int | None = serial()
    community_id: int = link("community.id")
    good: str
    code: str
    at: int = big()
    order_id: int | None = Field(
        default=None, sa_column=Column(BIG, ForeignKey("shop_order.id"), unique=True, nullable=True)
    )
