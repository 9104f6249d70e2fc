"""Compute when each lesson and live session of a course is."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from rules.config.texts import Texts
from rules.sentences import say

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d{1,2}:\d\d)")


def check_address(value: str) -> str:
    """The address, or nothing.

    Raises:
        ValueError: it is none of the web.
    """
    if value and not value.startswith(("https://", "http://")):
        raise ValueError(say("no-address", value=value))
    return value


class Lesson(BaseModel):
    """One of them; its time alone is enough."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    at: str = Field(description="When it begins, YYYY-MM-DD HH:MM.")
    id: Annotated[str, Field(pattern=r"^[a-z0-9_-]{0,24}$")] = Field(
        "", description="Told apart by this: with it, members hear that a lesson they were told of has moved."
    )
    title: Texts = Field(default_factory=dict)
    url: str = Field("", description="Where it takes place; the course's otherwise.")
    cancelled: bool = Field(False, description="It does not take place; who was told of it hears so.")

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"at": value} if isinstance(value, str) else value

    @field_validator("at")
    @classmethod
    def _is_a_moment(cls, value: str) -> str:
        match = _MOMENT.fullmatch(value.strip())
        try:
            found = datetime.fromisoformat(f"{match[1]} {match[2]:0>5}") if match is not None else None
        except ValueError:
            found = None
        if found is None:
            raise ValueError(say("no-moment", value=value))
        return found.isoformat(" ", "minutes")

    @field_validator("url")
    @classmethod
    def _leads_somewhere(cls, value: str) -> str:
        return check_address(value)

    @property
    def key(self) -> str:
        """What it is told apart by within its course."""
        return self.id or self.at

    @property
    def day(self) -> str:
        """The day it is on, YYYY-MM-DD."""
        return self.at[:10]

    def starts_at(self, timezone: str) -> int:
        """When it begins, in unix seconds. A time that the day skips comes as much later."""
        return int(datetime.fromisoformat(self.at).replace(tzinfo=ZoneInfo(timezone)).timestamp())

    def is_skipped(self, timezone: str) -> bool:
        """Whether the clocks there jump over its time."""
        moment = datetime.fromtimestamp(self.starts_at(timezone), ZoneInfo(timezone))
        return moment.strftime("%Y-%m-%d %H:%M") != self.at


def told_apart(lessons: tuple[Lesson, ...]) -> tuple[Lesson, ...]:
    """The lessons themselves.

    Raises:
        ValueError: two of them have the same id or, without one, the same time.
    """
    keys = [lesson.key for lesson in lessons]
    twice = next((key for number, key in enumerate(keys) if key in keys[:number]), None)
    if twice is not None:
        raise ValueError(say("lessons-twice", name=twice))
    return lessons
