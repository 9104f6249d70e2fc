"""Define the tables of how a person stands in a chat, and in a community."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, String, false
from sqlmodel import Field, SQLModel

from storage.tables.columns import BIG, big, key, link, serial


class Member(SQLModel, table=True):
    """A person in a chat."""

    __tablename__ = "member"
    __table_args__ = (Index("ix_member_person_id", "person_id"),)
    chat_id: int = key(to="chat.id")
    person_id: int = key(to="person.id")
    role: str = "member"
    joined_at: int = big()
    first_seen: int = big()
    last_seen: int = big()
    messages: int = big()
    muted_until: int = big()
    left_at: int = Field(default=0, sa_column=Column(BIG, nullable=False, server_default="0"))
    hidden: bool = Field(  # stays anonymous
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )


class Warning(SQLModel, table=True):
    """A warning; it counts until it expires or is taken back."""

    __tablename__ = "warning"
    id: int | None = serial()
    community_id: int = link("community.id")
    person_id: int = link("person.id", index=True)
    chat_id: int = link("chat.id")
    case_id: int | None = big(None, null=True)
    points: int = big(1)
    rule: str = ""
    reason: str = ""
    at: int = big()
    expires_at: int = big()
    revoked_at: int = big()
    alone: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default="0"))


class Standing(SQLModel, table=True):
    """Balances and streak of a person in a community: a cache of the ledger, rebuilt from it at will."""

    __tablename__ = "standing"
    community_id: int = key(to="community.id")
    person_id: int = key(to="person.id")
    xp: int = big()
    coins: int = big()
    streak: int = big()
    last_checkin: str = ""
    head: str = ""  # key of the newest ledger row
    # By whose clock the day of the last check-in is told.
    zone: str = Field(default="", sa_column=Column(String, nullable=False, server_default=""))
    # The level whose name was shown last; the job `levels` keeps it in step.
    level: int = Field(default=0, sa_column=Column(BIG, nullable=False, server_default="0"))


class Preference(SQLModel, table=True):
    """A choice a member made: `suggestions` = off, `leaderboard` = off, `language` = en."""

    __tablename__ = "preference"
    community_id: int = key(to="community.id")
    person_id: int = key(to="person.id")
    name: str = Field(primary_key=True)
    value: str = ""
    at: int = big()


class Stale(SQLModel, table=True):
    """A member whose rows were changed beside the pipeline. 0 stands for every chat, or every person."""

    __tablename__ = "stale"
    chat_id: int = key()
    person_id: int = key()
