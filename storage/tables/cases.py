"""Define the tables of cases, what belongs to them, and the rule books they were decided by."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from storage.tables.columns import big, document, key, link, serial


class Case(SQLModel, table=True):
    """A rule that hit, or a moderator's act: who, what, why, with the whole trace.

    Of the hits of one decision the first `leads`: it is what is shown, appealed against and undone. Cases
    of one incident name its first one.
    """

    __tablename__ = "case"
    __table_args__ = (
        Index(
            "ix_case_incident_id",
            "incident_id",
            sqlite_where=text("incident_id IS NOT NULL"),
            postgresql_where=text("incident_id IS NOT NULL"),
        ),
    )
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
    leads: bool = False
    incident_id: int | None = big(None, null=True)  # None: its own
    topic: int = big()
    escalated: str = ""  # the ladder's step that added a sanction
    label: str = ""  # a moderator's word on the evidence: spam or ham
    carded: bool = False  # it has a message of its own in the moderators' group
    reversed: dict[str, Any] | None = document()  # what undoing brought back
    earlier: dict[str, Any] | None = document()  # what the case took the place of: a tag
    notice: str = ""  # what is to be said once its calls have ended: see storage/case_outcomes.py


class Evidence(SQLModel, table=True):
    """A message that a case is about; its text is blanked at `expires_at`."""

    __tablename__ = "evidence"
    id: int | None = serial()
    case_id: int = link("case.id", index=True)
    chat_id: int = link("chat.id")
    message_id: int = big()
    person_id: int = link("person.id")
    at: int = big()
    media: str = ""
    removed: bool = False  # by this case
    file: str = ""  # by which Telegram knows what it carried; goes with the text
    text: str = ""
    expires_at: int = big(index=True)


class CaseAct(SQLModel, table=True):
    """A call that carries a case out, or takes it back, and what became of it. It outlives the outbox."""

    __tablename__ = "case_act"
    id: int | None = serial()
    case_id: int = link("case.id", index=True)
    key: str = Field(index=True)  # of the outbox
    action: str
    at: int = big()
    state: str = Field(default="pending")
    why: str = ""  # Telegram's words when it was refused


class CaseNote(SQLModel, table=True):
    """What a moderator wrote down about a case."""

    __tablename__ = "case_note"
    id: int | None = serial()
    case_id: int = link("case.id", index=True)
    person_id: int = link("person.id")
    at: int = big()
    text: str


class Appeal(SQLModel, table=True):
    """A member's objection to a case: one a case. Its words are blanked at `expires_at`."""

    __tablename__ = "appeal"
    case_id: int = key(to="case.id")
    person_id: int = link("person.id")
    at: int = big()
    text: str = ""
    expires_at: int = big()
    state: str = Field(default="open")  # open, upheld, refused
    decided_by: int | None = link("person.id", null=True)
    decided_at: int = big()


class RuleBookRow(SQLModel, table=True):
    """A rule book that was in force, by its hash."""

    __tablename__ = "rule_book"
    hash: str = Field(primary_key=True)
    loaded_at: int = big()
    body: str = ""
