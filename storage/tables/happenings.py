"""What happened: every decided update, its text apart, and the updates nobody could read."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.tables.columns import big, key, link, serial


class SeenUpdate(SQLModel, table=True):
    """An update id that was committed: what arrives twice is dropped."""

    __tablename__ = "seen_update"
    update_id: int = key()
    at: int = big(index=True)


class EventRow(SQLModel, table=True):
    """One interaction, without its text."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_chat_id_id", "chat_id", "id"),
        Index("ix_event_chat_id_message_id", "chat_id", "message_id"),
    )
    id: int | None = serial()
    update_id: int = big()
    chat_id: int = link("chat.id")
    person_id: int | None = link("person.id", index=True, null=True)
    kind: str
    at: int = big(index=True)
    message_id: int = big()
    topic: int = big()
    digest: int = big()
    media: str = ""
    length: int = big()
    reply_to: int = big()
    deleted_at: int = big()


class MessageText(SQLModel, table=True):
    """What a message said, kept until `expires_at`."""

    __tablename__ = "message_text"
    chat_id: int = key(to="chat.id")
    message_id: int = key()
    person_id: int = link("person.id", index=True)
    at: int = big(index=True)
    expires_at: int = big(index=True)
    text: str


class DeadLetter(SQLModel, table=True):
    """An update that could not be read or decided, with the reason."""

    __tablename__ = "dead_letter"
    id: int | None = serial()
    update_id: int = big()
    at: int = big()
    reason: str
    body: str
    state: str = Field(default="open", index=True)
