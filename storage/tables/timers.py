"""Define the tables of timers and runs of jobs."""

from __future__ import annotations

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from storage.tables.columns import big, key, link, serial

_TO_COME = text("fired_at = 0")


class Timer(SQLModel, table=True):
    """A moment that becomes an event of its chat when it comes."""

    __tablename__ = "timer"
    # Of those to come alone: the ones that fired stay.
    __table_args__ = (Index("ix_timer_due_at", "due_at", sqlite_where=_TO_COME, postgresql_where=_TO_COME),)
    id: int | None = serial()
    key: str = Field(unique=True)
    kind: str
    chat_id: int = link("chat.id")
    person_id: int | None = link("person.id", null=True)
    payload: str = ""
    due_at: int = big()
    fired_at: int = big()


class JobRun(SQLModel, table=True):
    """A scheduled job's run for one planned moment: it is done once, whoever asks."""

    __tablename__ = "job_run"
    job: str = Field(primary_key=True)
    planned_at: int = key()
    started_at: int = big()
    finished_at: int = big()
    posts: int = big()
    error: str = ""
