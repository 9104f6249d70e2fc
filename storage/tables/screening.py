"""Define the tables of newcomers, settings of chats, shared bans, notes, reports and trust."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import big, document, key, link, serial


class Newcomer(SQLModel, table=True):
    """Somebody's newest visit at a chat's door: a captcha, or a request to join.

    States: open; waiting (for moderators); passed, approved; failed, declined, expired, left.
    """

    __tablename__ = "newcomer"
    __table_args__ = (Index("ix_newcomer_person_id_state", "person_id", "state"),)
    chat_id: int = key(to="chat.id")
    person_id: int = key(to="person.id")
    kind: str  # captcha, request; brought: by a moderator
    state: str = "open"
    step: int = big()  # of a request: which step is to be answered
    expected: int = big()  # the right button
    tries: int = big()  # wrong answers left
    note: int = big()  # number under which the message that asks is remembered
    private_id: int | None = link("chat.id", null=True)  # where a request is answered
    earlier: dict[str, Any] | None = document()  # a restriction that was there before: granted, until
    answers: list[Any] | None = document()
    opened_at: int = big()
    due_at: int = big()
    ended_at: int = big()


class ChatSetting(SQLModel, table=True):
    """What moderators set for one chat: over the rule files, or a lock, until `until` (0: until changed)."""

    __tablename__ = "chat_setting"
    chat_id: int = key(to="chat.id")
    name: str = Field(primary_key=True)
    value: str = ""
    until: int = big()
    person_id: int | None = link("person.id", null=True)  # None: the bot
    at: int = big()


class ChatPermissions(SQLModel, table=True):
    """What a chat's members may do when nothing is locked, kept while something is."""

    __tablename__ = "chat_permissions"
    chat_id: int = key(to="chat.id")
    granted: dict[str, Any] | None = document()
    denied: list[Any] | None = document()  # what was taken last
    at: int = big()


class Note(SQLModel, table=True):
    """A text that moderators saved under a name."""

    __tablename__ = "note"
    community_id: int = key(to="community.id")
    name: str = Field(primary_key=True)
    text: str = ""
    person_id: int | None = link("person.id", null=True)
    at: int = big()


class AnswerRow(SQLModel, table=True):
    """An answer that a group's moderators wrote for a word."""

    __tablename__ = "answer"
    chat_id: int = key(to="chat.id")
    word: str = Field(primary_key=True)
    mode: str = "word"
    text: str = ""
    person_id: int | None = link("person.id", null=True)
    at: int = big()


class SharedBan(SQLModel, table=True):
    """A platform's user id on the shared ban list."""

    __tablename__ = "shared_ban"
    platform_id: int = key()
    at: int = big()


class Report(SQLModel, table=True):
    """A member's report of a message."""

    __tablename__ = "report"
    chat_id: int = key(to="chat.id")
    message_id: int = key()
    reporter_id: int = key(to="person.id")
    person_id: int | None = link("person.id", null=True, index=True)  # whom it is about
    at: int = big()
    reason: str = ""


class Reported(SQLModel, table=True):
    """A message that members reported, and what moderators decided about it."""

    __tablename__ = "reported"
    __table_args__ = (UniqueConstraint("chat_id", "message_id", name="uq_reported_chat_id_message_id"),)
    id: int | None = serial()
    community_id: int = link("community.id")
    chat_id: int = link("chat.id")
    message_id: int = big()
    person_id: int = link("person.id")
    at: int = big()
    state: str = "open"  # or what was decided: delete, warn, mute, ban, dismiss
    decided_by: int | None = link("person.id", null=True)
    decided_at: int = big()


class Trusted(SQLModel, table=True):
    """A member of a community whom neither rules nor locks nor the door hold up."""

    __tablename__ = "trusted"
    community_id: int = key(to="community.id")
    person_id: int = key(to="person.id")
    by_id: int | None = link("person.id", null=True)
    at: int = big()
