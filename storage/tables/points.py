"""The ledger. Rows are only ever added: a trigger refuses to change or remove them."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, text
from sqlmodel import Field, SQLModel

from storage.tables.columns import big, document, key, link, serial


class LedgerRow(SQLModel, table=True):
    """One movement of points, once."""

    __tablename__ = "ledger"
    __table_args__ = (
        Index("ix_ledger_community_id_at", "community_id", "at"),
        Index(
            "ix_ledger_actor_id_day",
            "actor_id",
            "day",
            sqlite_where=text("actor_id IS NOT NULL"),
            postgresql_where=text("actor_id IS NOT NULL"),
        ),
        # What a message itself earned is found by its key.
        Index(
            "ix_ledger_chat_id_message_id",
            "chat_id",
            "message_id",
            sqlite_where=text("source != 'message'"),
            postgresql_where=text("source != 'message'"),
        ),
        # Coins move seldom, and are read one by one.
        Index(
            "ix_ledger_coins",
            "community_id",
            "person_id",
            sqlite_where=text("currency = 'coin'"),
            postgresql_where=text("currency = 'coin'"),
        ),
    )
    id: int | None = serial()
    key: str = Field(unique=True)
    community_id: int = link("community.id")
    person_id: int = link("person.id")
    chat_id: int | None = link("chat.id", null=True)
    source: str
    currency: str = "xp"
    raw: int = big()
    granted: int = big()
    day: str
    at: int = big()
    actor_id: int | None = link("person.id", null=True)
    message_id: int = big()
    reason: str = ""
    reverses: str | None = Field(default=None, unique=True)
    book: str = ""
    previous: str | None = None  # key of the person's row before this one
    # Of a pending row nothing is granted yet; the row that reverses it says what became of it.
    status: str = Field(default="final", sa_column=Column(String, nullable=False, server_default="final"))
    season: str = Field(default="", sa_column=Column(String, nullable=False, server_default=""))
    zone: str = Field(default="", sa_column=Column(String, nullable=False, server_default=""))  # of check-ins


class PaidReaction(SQLModel, table=True):
    """The newest ledger row about one person's reactions to one message: each change of them refers to it."""

    __tablename__ = "paid_reaction"
    chat_id: int = key(to="chat.id")
    message_id: int = key()
    person_id: int = key(to="person.id")  # who reacted
    head: str


class HeldBadge(SQLModel, table=True):
    """Who has which badge since when. `taken_at`: nothing stands for it any more.

    By hand: who gave it, and the message that it was given for, if any, with which it goes.
    """

    __tablename__ = "held_badge"
    community_id: int = key(to="community.id")
    person_id: int = key(to="person.id")
    badge: str = Field(primary_key=True)
    at: int = big()
    taken_at: int = big()
    by_id: int | None = link("person.id", null=True)
    chat_id: int | None = link("chat.id", null=True)
    message_id: int = big()


class SeenRing(SQLModel, table=True):
    """Members whose mutual awards moderators were asked about; `state`: open, fine or void."""

    __tablename__ = "seen_ring"
    __table_args__ = (Index("ix_seen_ring_community_id_at", "community_id", "at"),)
    id: int | None = serial()
    community_id: int = link("community.id")
    members: list[int] | None = document()
    since: int = big()
    at: int = big()
    state: str = "open"
    decided_by: int | None = link("person.id", null=True)
    decided_at: int = big()
