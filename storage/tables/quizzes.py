"""Questions that polls ask, and who answered what."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.tables.columns import big, key, link, serial


class QuizPoll(SQLModel, table=True):
    """A question that was asked in a group."""

    __tablename__ = "quiz_poll"
    __table_args__ = (Index("ix_quiz_poll_chat_id_quiz", "chat_id", "quiz"),)
    id: int | None = serial()
    poll: str = Field(unique=True)  # by which the platform knows it
    community_id: int = link("community.id")
    chat_id: int = link("chat.id")
    message_id: int = big()
    quiz: str
    mark: int = big()  # of the question
    correct: int = big()  # which option, from 0
    points: int = big()
    asked_by: int | None = link("person.id", null=True)
    at: int = big()
    closes_at: int = big()
    closed_at: int = big()


class QuizAnswer(SQLModel, table=True):
    """Somebody's first answer to a question."""

    __tablename__ = "quiz_answer"
    poll_id: int = key(to="quiz_poll.id")
    person_id: int = key(to="person.id")
    option: int = big()
    correct: bool = False
    at: int = big()
