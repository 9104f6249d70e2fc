"""What passes between us and payment providers other than Telegram: calls, notices, their own lists."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from storage.tables.columns import big, link, serial


class ProviderCall(SQLModel, table=True):
    """Something that a payment provider is to be asked, once under its key. States: pending, done, failed."""

    __tablename__ = "provider_call"
    id: int | None = serial()
    key: str = Field(unique=True)
    provider: str
    what: str  # create, query, refund, list
    lane: int = link("chat.id")
    purchase_id: int | None = link("purchase.id", null=True)
    payload: str = ""
    state: str = Field("pending", index=True)
    attempts: int = big()
    due_at: int = big()
    at: int = big()
    result: str = ""


class ProviderNotice(SQLModel, table=True):
    """A notice of a payment provider, by its own number: once."""

    __tablename__ = "provider_notice"
    number: str = Field(primary_key=True)  # with the provider's name before it
    provider: str
    kind: str
    charge: str = ""
    at: int = big()


class RefusedNotice(SQLModel, table=True):
    """A notice that was not believed, or fits no order: what is needed to look into it, and no more."""

    __tablename__ = "refused_notice"
    id: int | None = serial()
    provider: str
    reason: str  # signature, age, form, order, amount, currency
    number: str = ""
    reference: str = ""
    charge: str = ""
    amount: int = big()
    currency: str = ""
    size: int = big()
    digest: str = ""  # of the body, by which it is found in a provider's own log
    at: int = big()


class ProviderRow(SQLModel, table=True):
    """A line of a payment provider's own list: what came, or (negative) went back."""

    __tablename__ = "provider_row"
    provider: str = Field(primary_key=True)
    charge: str = Field(primary_key=True)
    number: str = Field(primary_key=True)  # of what went back; empty for what came
    community_id: int = link("community.id")
    amount: int = big()
    currency: str
    at: int = big()
    reference: str = ""
