"""Define the tables of what is to be sent, and what became of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.tables.columns import big, document, key, link, serial


class OutboxRow(SQLModel, table=True):
    """A Bot API call. States: pending, sending, done, failed, unknown (may have been carried out), gone."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_state_priority_id", "state", "priority", "id"),)
    id: int | None = serial()
    key: str = Field(unique=True)
    lane: int = link("chat.id", index=True)
    method: str
    params: dict[str, Any] | None = document()
    retry: str = "free"
    priority: int = big(1)
    not_before: int = big()
    follow: list[Any] | None = document()
    state: str = "pending"
    attempts: int = big()
    at: int = big()


class Receipt(SQLModel, table=True):
    """One answer of Telegram to one attempt."""

    __tablename__ = "receipt"
    id: int | None = serial()
    outbox_id: int = link("outbox.id", index=True)
    at: int = big(index=True)
    ok: bool
    code: int = big()
    text: str = ""
    message_id: int = big()
    state: str  # what the row became: done, pending (again), failed, unknown, gone


class PostedMessage(SQLModel, table=True):
    """A message of the bot's that is about something: a suggestion, a case, a board."""

    __tablename__ = "posted_message"
    __table_args__ = (Index("ix_posted_message_subject_subject_id", "subject", "subject_id"),)
    chat_id: int = key(to="chat.id")
    message_id: int = key()
    subject: str
    subject_id: int = big()
    at: int = big()
