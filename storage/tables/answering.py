"""Questions that members put up, the messages that answer them, and the best messages of a group."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import big, document, key, link, serial


class AskedQuestion(SQLModel, table=True):
    """A question, as words without their order; `card` is the bot's message under it."""

    __tablename__ = "asked_question"
    __table_args__ = (
        UniqueConstraint("chat_id", "message_id"),
        Index("ix_asked_question_community_id_state", "community_id", "state"),
    )
    id: int | None = serial()
    community_id: int = link("community.id")
    chat_id: int = link("chat.id")
    message_id: int = big()
    person_id: int = link("person.id")
    at: int = big()
    state: str = Field(default="open")  # open, solved, closed
    words: list[str] | None = document()
    active_at: int = big()  # when it was asked, or answered last
    card: int = big()
    helped: int = big()  # how often its answer served somebody who asked again


class GivenAnswer(SQLModel, table=True):
    """A message that answers a question; accepted from `accepted_at` on, unless that is 0."""

    __tablename__ = "given_answer"
    __table_args__ = (
        UniqueConstraint("question_id", "message_id"),
        Index("ix_given_answer_chat_id_message_id", "chat_id", "message_id"),
    )
    id: int | None = serial()
    question_id: int = link("asked_question.id")
    chat_id: int = link("chat.id")
    message_id: int = big()
    person_id: int = link("person.id")
    at: int = big()
    accepted_at: int = big()
    accepted_by: int | None = link("person.id", null=True)


class EssenceRow(SQLModel, table=True):
    """One picked message: where it stands, who wrote it, who picked it. Its words stay where they are."""

    __tablename__ = "essence"
    __table_args__ = (Index("ix_essence_community_id_at", "community_id", "at"),)
    chat_id: int = key(to="chat.id")
    message_id: int = key()
    community_id: int = link("community.id")
    person_id: int = link("person.id")
    by_id: int = link("person.id")
    at: int = big()
    off: bool = Field(default=False)  # not picked any more
