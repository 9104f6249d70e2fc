"""Read the part of schedule.yaml that says when, how often and where the bot may write unasked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from rules.conditions.base import Duration, Strings, TimeOfDay
from rules.config.community import check_timezone
from rules.engine.quiet_hours import Hours, Pace
from rules.sentences import say

_DAY = 86_400


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Quiet(_Part):
    """Hours in which nothing is posted that can wait: it comes when they are over. `quiet: off` for none."""

    start: TimeOfDay | None = Field(default_factory=lambda: 22 * 60, description="22:00 if left out.")
    end: TimeOfDay | None = Field(default_factory=lambda: 8 * 60, description="08:00 if left out.")

    @model_validator(mode="before")
    @classmethod
    def _off(cls, value: Any) -> Any:
        return {"start": None, "end": None} if value is False or value == "off" else value

    @model_validator(mode="after")
    def _some_hours(self) -> Quiet:
        if (self.start is None) != (self.end is None):
            raise ValueError(say("quiet-both"))
        if self.start is not None and self.start == self.end:
            raise ValueError(say("quiet-same"))
        return self


class GroupHours(_Part):
    """What is other in some groups."""

    chats: Strings = Field(description="Titles, usernames or ids of groups.")
    timezone: str = Field("", description="Whose clock their quiet hours are on; the community's otherwise.")
    quiet: Quiet | None = Field(None, description="Their quiet hours; those of all groups otherwise.")

    @field_validator("timezone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        return check_timezone(value) if value else value

    @model_validator(mode="after")
    def _something(self) -> GroupHours:
        if not self.chats:
            raise ValueError(say("name-groups"))
        if not self.timezone and self.quiet is None:
            raise ValueError(say("group-says-nothing"))
        return self

    @property
    def names(self) -> frozenset[str]:
        """The groups as they are compared."""
        return frozenset(name.lower().lstrip("@") for name in self.chats)


class Frequency(_Part):
    """How often a member is suggested something without having asked."""

    times: int = Field(3, ge=1, le=100, description="At most so many suggestions …")
    within: Annotated[Duration, Field(ge=3600, le=90 * _DAY)] = Field(7 * _DAY, description="… in this time.")
    refusals: int = Field(
        2, ge=0, le=20, description="After so many “not for me” in a row there is a rest; 0: never."
    )
    rest: Annotated[Duration, Field(ge=3600, le=366 * _DAY)] = Field(14 * _DAY, description="How long.")

    @property
    def pace(self) -> Pace:
        """As the engine takes it."""
        return Pace(self.times, self.within, self.refusals, self.rest)


class Reminders(_Part):
    """Who is told that a lesson or live session begins, and how long before."""

    before: tuple[Annotated[Duration, Field(ge=60, le=30 * _DAY)], ...] = Field(
        (_DAY, 900), max_length=5, description="How long before the beginning."
    )
    private: bool = Field(True, description="Tell those who take the course and opened their private chat.")
    group: Literal["off", "live", "all"] = Field(
        "off", description="One post in every group, as late as possible: for live courses, for all, or none."
    )

    @field_validator("before")
    @classmethod
    def _each_once(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted(set(value), reverse=True))


class Posting(_Part):
    """When the bot may write of its own accord."""

    quiet: Quiet = Field(default_factory=Quiet)
    groups: tuple[GroupHours, ...] = Field((), description="Groups on another clock, or with other hours.")
    frequency: Frequency = Field(default_factory=Frequency)
    reminders: Reminders = Field(default_factory=Reminders)

    def hours(self, names: Iterable[str], timezone: str) -> Hours:
        """The quiet hours of a group (its title, username, id) in a community of this time zone."""
        called = {name.lower() for name in names}
        other = next((group for group in self.groups if group.names & called), None)
        quiet = other.quiet if other is not None and other.quiet is not None else self.quiet
        zone = other.timezone if other is not None and other.timezone else timezone
        return Hours(quiet.start, quiet.end, zone)
