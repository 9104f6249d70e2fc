"""Homework that moderators set, dialogues in private, and what members handed in."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import SQLModel

from storage.tables.columns import big, key, link, serial


class HomeworkRow(SQLModel, table=True):
    """Homework that a moderator set; that of operators stands in their file."""

    __tablename__ = "homework"
    id: int | None = serial()
    community_id: int = link("community.id", index=True)
    chat_id: int = link("chat.id")
    title: str
    text: str
    due_at: int = big()
    set_by: int = link("person.id")
    at: int = big()
    ended_at: int = big()  # withdrawn before its time


class HomeworkDraft(SQLModel, table=True):
    """What somebody is about to do in private: set homework, step by step, or hand something in."""

    __tablename__ = "homework_draft"
    person_id: int = key(to="person.id")
    step: str  # title, text, due, group, look, or hand
    name: str  # what is to be handed in
    title: str
    text: str
    due_at: int = big()
    chat_id: int | None = link("chat.id", null=True)
    at: int = big()


class HomeworkHandin(SQLModel, table=True):
    """What somebody handed in last, and its grade. The work itself stays in Telegram."""

    __tablename__ = "homework_handin"
    __table_args__ = (
        UniqueConstraint("community_id", "name", "person_id"),
        Index("ix_homework_handin_chat_id_message_id", "chat_id", "message_id"),
    )
    id: int | None = serial()
    community_id: int = link("community.id")
    name: str  # of the homework
    person_id: int = link("person.id")
    version: int = big()  # grows with each that takes the place of the one before
    chat_id: int = link("chat.id")
    message_id: int = big()
    album: str
    at: int = big()
    late: bool = False
    text_print: int = big()  # fingerprints of the words and the file; 0: none
    file_print: int = big()
    grade: str  # empty: none (any more)
    comment: str
    turn: int = big()  # how often it was graded
    graded_by: int | None = link("person.id", null=True)
    graded_at: int = big()
