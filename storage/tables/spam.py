"""What the spam score learns from, and what it learned."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.tables.columns import big, blob, link, serial


class SpamLabel(SQLModel, table=True):
    """A moderator's word about a text, which is not kept: its fingerprint and features are.

    Rows are added, never changed; of a text's rows the newest counts. Labels: spam, ham, or nothing when an
    earlier word was taken back.
    """

    __tablename__ = "spam_label"
    __table_args__ = (Index("ix_spam_label_community_id_digest", "community_id", "digest"),)
    id: int | None = serial()
    community_id: int = link("community.id")
    digest: int = big()
    label: str = ""
    source: str = ""  # command, button, undo, import
    by_id: int | None = link("person.id", null=True)
    at: int = big(index=True)
    features: bytes | None = blob()


class SpamModelRow(SQLModel, table=True):
    """A model that was learned; the newest of a community is in force."""

    __tablename__ = "spam_model"
    id: int | None = serial()
    community_id: int = link("community.id", index=True)
    name: str = Field(default="")
    at: int = big()
    spam: int = big()  # texts it learned from
    ham: int = big()
    labels_through: int = big()  # id of the newest label it knows
    body: bytes | None = blob()
