"""Define the tables that suggestions learn from: courses taken and judged, impressions, interests."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from storage.tables.columns import big, document, key, link, serial

_RATED = text("kind = 'rated'")


class CourseEvent(SQLModel, table=True):
    """A member and a course: taken, finished, interested, dismissed, clicked, rated (`value`: 1 to 5)."""

    __tablename__ = "course_event"
    __table_args__ = (
        Index("ix_course_event_community_id_person_id", "community_id", "person_id"),
        Index("ix_course_event_suggestion_id", "suggestion_id"),
        Index(
            "ix_course_event_rated", "community_id", "course", sqlite_where=_RATED, postgresql_where=_RATED
        ),
    )
    id: int | None = serial()
    key: str = Field(unique=True)
    community_id: int = link("community.id")
    person_id: int = link("person.id")
    course: str
    kind: str
    value: int = big()
    at: int = big(index=True)
    suggestion_id: int | None = big(None, null=True)


class Suggestion(SQLModel, table=True):
    """A course that was shown to a member: the impression, its score and its true reason."""

    __tablename__ = "suggestion"
    __table_args__ = (Index("ix_suggestion_community_id_person_id", "community_id", "person_id"),)
    id: int | None = serial()
    key: str = Field(unique=True)
    community_id: int = link("community.id")
    person_id: int = link("person.id")
    chat_id: int = link("chat.id")
    course: str
    model: str = ""
    score: float = 0.0
    terms: dict[str, Any] | None = document()
    reason: dict[str, Any] | None = document()
    at: int = big(index=True)


class CourseNotice(SQLModel, table=True):
    """What was told or asked about a course, once each: reminders, changes, the question for a rating."""

    __tablename__ = "course_notice"
    __table_args__ = (Index("ix_course_notice_community_id_starts_at", "community_id", "starts_at"),)
    key: str = Field(primary_key=True)
    community_id: int = link("community.id")
    chat_id: int = link("chat.id")
    person_id: int | None = link("person.id", null=True)  # None: a group was told
    kind: str
    course: str
    lesson: str = ""
    starts_at: int = big()  # of the lesson; 0 when it is about none
    at: int = big()


class Interests(SQLModel, table=True):
    """What a member talks about: weighted terms, no text. `through` is the last message time counted."""

    __tablename__ = "interests"
    community_id: int = key(to="community.id")
    person_id: int = key(to="person.id")
    terms: dict[str, Any] | None = document()
    updated_at: int = big()


class Question(SQLModel, table=True):
    """What somebody asked, as words without their order. Once the text's time is over (`expires_at`), only
    words remain that many asked about; 0: that was done.
    """

    __tablename__ = "question"
    __table_args__ = (Index("ix_question_community_id_at", "community_id", "at"),)
    chat_id: int = key(to="chat.id")
    message_id: int = key()
    community_id: int = link("community.id")
    person_id: int = link("person.id")
    at: int = big()
    words: list[str] | None = document()
    answered_at: int = big()  # when somebody else took it up; 0: nobody yet
    expires_at: int = big()


class ModelVersion(SQLModel, table=True):
    """Settings chosen for the recommender, and the figures they reached on held-out courses."""

    __tablename__ = "model_version"
    id: int | None = serial()
    community_id: int = link("community.id")
    settings: dict[str, Any] | None = document()
    figures: dict[str, Any] | None = document()
    at: int = big()


class Watermark(SQLModel, table=True):
    """How far a background job has read."""

    __tablename__ = "watermark"
    name: str = Field(primary_key=True)
    position: int = big()
