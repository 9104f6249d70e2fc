"""Why: cases, and the rule books they were decided by."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field, SQLModel

from storage.tables.columns import big, document, link, serial


class Case(SQLModel, table=True):
    """A rule that hit, or a moderator's act: who, what, why, with the whole trace."""

    __tablename__ = "case"
    id: int | None = serial()
    update_id: int = big(index=True)
    community_id: int = link("community.id")
    chat_id: int = link("chat.id")
    person_id: int = link("person.id", index=True)
    moderator_id: int | None = link("person.id", null=True)  # None: the bot by its rules
    rule: str
    mode: str
    book: str
    at: int = big(index=True)
    message_id: int = big()
    matched: str = ""
    reason: str = ""
    actions: list[Any] | None = document()
    trace: dict[str, Any] | None = document()
    state: str = Field(default="open")  # open, undone
    undone_by: int | None = big(None, null=True)
    undone_at: int = big()


class RuleBookRow(SQLModel, table=True):
    """A rule book that was in force, by its hash."""

    __tablename__ = "rule_book"
    hash: str = Field(primary_key=True)
    loaded_at: int = big()
    body: str = ""
