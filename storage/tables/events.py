"""Define the tables of what happened: every decided update, its text apart, and updates nobody could read."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, text
from sqlmodel import Field, SQLModel

from storage.tables.columns import BIG, big, key, link, serial


class SeenUpdate(SQLModel, table=True):
    """An update id that was committed: what arrives twice is dropped."""

    __tablename__ = "seen_update"
    update_id: int = key()
    at: int = big()


class EventRow(SQLModel, table=True):
    """One interaction, without its text. It is read from its end alone, and so has no further index."""

    __tablename__ = "event"
    # What the bot saw has positive update ids, and is in no index.
    __table_args__ = (
        Index(
            "ix_event_at_imported",
            "at",
            sqlite_where=text("update_id < 0"),
            postgresql_where=text("update_id < 0"),
        ),
    )
    id: int | None = serial()
    update_id: int = big()
    chat_id: int = link("chat.id")
    person_id: int | None = link("person.id", null=True)
    kind: str
    at: int = big()
    message_id: int = big()
    topic: int = big()
    digest: int = big()
    media: str = ""
    length: int = big()
    reply_to: int = big()
    # Links, mentions and emoji in one number, when the rules ask for them (rules/engine/carried_counts.py).
    carried: int = Field(default=0, sa_column=Column(BIG, nullable=False, server_default="0"))


class MessageText(SQLModel, table=True):
    """A message: who wrote it when, and what it said, which is blanked at `expires_at`."""

    __tablename__ = "message_text"
    chat_id: int = key(to="chat.id")
    message_id: int = key()
    person_id: int = link("person.id")
    at: int = big(index=True)
    expires_at: int = big()
    deleted_at: int = big()  # when the bot removed it
    text: str
    # What it said before it was edited. The database fills it in, so that ordinary messages need not.
    original: str = Field(default="", sa_column=Column(String, nullable=False, server_default=""))
    # Fingerprints of its links, mentions, file and buttons, to compare edits with; they go with the text.
    marks: str = Field(default="", sa_column=Column(String, nullable=False, server_default=""))
    # What it is a part of (rules/engine/albums.py), filled in for those alone.
    album: int = Field(default=0, sa_column=Column(BIG, nullable=False, server_default="0"))


class EventDetail(SQLModel, table=True):
    """What an event holds beside its row and its text, where there is anything: links, forwards, reactions …

    For replaying the past. It names people's words and goes when their texts do.
    """

    __tablename__ = "event_detail"
    update_id: int = key()
    expires_at: int = big()
    body: str


class DeadLetter(SQLModel, table=True):
    """An update that could not be read or decided, with the reason."""

    __tablename__ = "dead_letter"
    id: int | None = serial()
    update_id: int = big()
    at: int = big()
    reason: str
    body: str
    state: str = Field(default="open", index=True)


class SpooledUpdate(SQLModel, table=True):
    """An update as it came, fetched before its turn: it goes as soon as it is decided."""

    __tablename__ = "spooled_update"
    id: int | None = serial()
    at: int = big()
    body: bytes
