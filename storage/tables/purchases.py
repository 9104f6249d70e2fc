"""What was ordered, what was paid, and what members are entitled to. Entitlements are only ever added: a
trigger refuses to change or remove them.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, false
from sqlmodel import Field, SQLModel

from storage.tables.columns import big, key, link, serial


class Purchase(SQLModel, table=True):
    """An order: somebody was offered a plan at a price. States: open, paid, void."""

    __tablename__ = "purchase"
    id: int | None = serial()
    community_id: int = link("community.id")
    person_id: int = link("person.id", index=True)
    plan: str
    amount: int = big()
    period: int = big()  # seconds, -1 for ever
    renews: bool = False
    source: str = ""  # where it was begun: a campaign of a deep link
    at: int = big()
    state: str = "open"
    provider: str = "stars"
    currency: str = "XTR"  # of which `amount` counts the minor units
    page: str = ""  # the provider's number of the page where it is paid
    gift: bool = Field(  # for somebody else: what is paid for becomes a code
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    coupon_id: int | None = big(None, null=True)  # the coupon in the buyer's hand that lowered the amount


class PaymentRow(SQLModel, table=True):
    """Money that came, by the provider's number for it. States: kept, refunding, refunded, charged_back,
    strange (of no order of ours).
    """

    __tablename__ = "payment"
    __table_args__ = (Index("ix_payment_community_id_at", "community_id", "at"),)
    id: int | None = serial()
    charge: str = Field(unique=True)
    provider: str = "stars"
    community_id: int = link("community.id")
    person_id: int | None = link("person.id", null=True, index=True)
    purchase_id: int | None = link("purchase.id", null=True)
    plan: str = ""
    amount: int = big()
    at: int = big()
    until: int = big()  # as the provider tells it of what renews itself
    state: str = "kept"
    reason: str = ""
    late: bool = False  # its notice never came: the provider's list told of it
    currency: str = "XTR"


class Entitlement(SQLModel, table=True):
    """A grant of a plan, or the early end (`cuts`) of one: see rules/engine/entitlements.py."""

    __tablename__ = "entitlement"
    __table_args__ = (Index("ix_entitlement_community_id_person_id", "community_id", "person_id"),)
    id: int | None = serial()
    key: str = Field(unique=True)
    community_id: int = link("community.id")
    person_id: int = link("person.id")
    plan: str
    source: str
    begins: int = big()
    ends: int = big()
    cuts: str = ""
    stacks: bool = False
    at: int = big()
    by_id: int | None = link("person.id", null=True)
    reason: str = ""


class SubscriptionRow(SQLModel, table=True):
    """What the platform charges for again, by its order. States: active, canceled, failed, ended."""

    __tablename__ = "subscription"
    purchase_id: int = key(to="purchase.id")
    community_id: int = link("community.id")
    person_id: int = link("person.id", index=True)
    plan: str
    charge: str  # the first one, by which the platform knows it
    until: int = big()
    state: str = "active"
    at: int = big()
    why: str = ""  # why it was ended, as the member said


class StarRow(SQLModel, table=True):
    """A transaction in the platform's list, by its place there."""

    __tablename__ = "star_row"
    community_id: int = key(to="community.id")
    number: int = key()
    charge: str
    amount: int = big()  # negative: Stars that went
    at: int = big()
    person_id: int | None = link("person.id", null=True)
    payload: str = ""


class PlanCode(SQLModel, table=True):
    """A code that gives a plan for a time, once."""

    __tablename__ = "plan_code"
    code: str = Field(primary_key=True)
    community_id: int = link("community.id")
    plan: str
    seconds: int = big()
    batch: str = ""
    made_at: int = big()
    expires_at: int = big()
    used_by: int | None = link("person.id", null=True)
    used_at: int = big()


class PlanDoor(SQLModel, table=True):
    """The invite link by which members of a plan ask to be let into a group."""

    __tablename__ = "plan_door"
    chat_id: int = key(to="chat.id")
    address: str
    at: int = big()


class PlanLink(SQLModel, table=True):
    """An invite link that was made for one person and lets one in. States: open, used, strange (somebody else
    came by it), over.
    """

    __tablename__ = "plan_link"
    __table_args__ = (Index("ix_plan_link_person_id_chat_id", "person_id", "chat_id"),)
    address: str = Field(primary_key=True)
    chat_id: int = link("chat.id")
    person_id: int = link("person.id")
    plan: str
    purchase_id: int | None = link("purchase.id", null=True)
    at: int = big()
    expires_at: int = big()
    state: str = "open"
    ended_at: int = big()


class PlanTrust(SQLModel, table=True):
    """The level of trust that somebody's plans give them: what follows from entitlements, kept at hand."""

    __tablename__ = "plan_trust"
    community_id: int = key(to="community.id")
    person_id: int = key(to="person.id")
    level: int = big()
    until: int = big()


class ChannelLink(SQLModel, table=True):
    """A link of a channel at which Telegram charges for a plan every 30 days. An old price has an end."""

    __tablename__ = "channel_link"
    address: str = Field(primary_key=True)
    chat_id: int = link("chat.id", index=True)
    plan: str
    price: int = big()
    at: int = big()
    ended_at: int = big()


class ToldOnce(SQLModel, table=True):
    """What a member was told of their membership, once."""

    __tablename__ = "told_once"
    key: str = Field(primary_key=True)
    at: int = big()
