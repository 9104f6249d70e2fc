"""Newcomers: whose link they came by and what became of it, and their first steps."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.tables.columns import big, document, key, link


class InviteLink(SQLModel, table=True):
    """A member's own invite link of a group, made once."""

    __tablename__ = "invite_link"
    chat_id: int = key(to="chat.id")
    person_id: int = key(to="person.id")
    address: str = Field(unique=True)
    at: int = big()


class Referral(SQLModel, table=True):
    """A newcomer who came by somebody's link, once for all: whoever comes again is no newcomer."""

    __tablename__ = "referral"
    __table_args__ = (Index("ix_referral_community_id_inviter_id", "community_id", "inviter_id"),)
    community_id: int = key(to="community.id")
    person_id: int = key(to="person.id")
    inviter_id: int = link("person.id")
    chat_id: int = link("chat.id")
    at: int = big()  # when they joined, or asked to
    state: str = Field(default="waiting")  # asked, waiting, counts, void
    decided_at: int = big()
    reason: str = ""


class FirstSteps(SQLModel, table=True):
    """A newcomer's card of first steps, in the private chat."""

    __tablename__ = "first_steps"
    community_id: int = key(to="community.id")
    person_id: int = key(to="person.id")
    chat_id: int = link("chat.id")
    message_id: int = big()  # 0 until Telegram has told it
    done: list[str] | None = document()
    at: int = big()
