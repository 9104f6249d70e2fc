"""schedule.yaml: which job runs when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from rules.conditions.base import Duration
from rules.config.community import check_timezone
from rules.config.posting import Posting
from rules.config.problems import unknown
from rules.sentences import say

_FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12))
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LENGTHS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # the most days a month may have
_PART = re.compile(r"(\*|\d+(?:-\d+)?)(?:/([1-9]\d*))?")


def check_cron(text: str) -> str:
    """The expression itself.

    Raises:
        ValueError: it is none, or its days are numbers, which programs count differently.
    """
    fields = text.lower().split()
    if len(fields) != 5:
        raise ValueError(say("cron-fields", value=text, count=len(fields)))
    for (name, low, high), field in zip(_FIELDS, fields, strict=False):
        for part in field.split(","):
            match = _PART.fullmatch(part)
            numbers = [int(n) for n in re.findall(r"\d+", match[1])] if match else [-1]
            first, last = (numbers[0], numbers[-1]) if numbers else (low, high)
            step = int(match[2]) if match and match[2] else 0
            span = (last if len(numbers) == 2 else high) - first
            if not low <= first <= last <= high or step > span:
                raise ValueError(say("cron-part", part=part, name=say(f"cron-{name}"), low=low, high=high))
    if not _ever_comes(fields[2], fields[3]):
        raise ValueError(say("cron-never", value=text, days=fields[2]))
    if fields[4] != "*":
        for part in fields[4].split(","):
            _check_days(part)
    return " ".join(fields)


def _ever_comes(days: str, months: str) -> bool:
    """Whether the earliest of these days exists in one of these months."""
    earliest = min(_first(part) for part in days.split(","))
    longest = max(_LENGTHS[month] for part in months.split(",") for month in _months(part))
    return earliest <= longest


def _first(part: str) -> int:
    found = re.match(r"\d+", part)
    return int(found[0]) if found else 1


def _months(part: str) -> range:
    span, _, step = part.partition("/")
    numbers = [int(n) for n in re.findall(r"\d+", span)] or [1, 12]
    last = numbers[-1] if len(numbers) == 2 or not step else 12
    return range(numbers[0], last + 1, int(step or 1))


def _check_days(part: str) -> None:
    """One weekday, or two with a hyphen, in the order of the week."""
    days = part.split("-")
    if not set(days) <= set(DAYS) or len(days) > 2:
        hint = say("hint-weekday") if any(c.isdigit() for c in part) else ""
        raise ValueError(say("cron-weekday", part=part, hint=hint))
    if [DAYS.index(d) for d in days] != sorted(DAYS.index(d) for d in days):
        raise ValueError(say("cron-backwards", part=part))


class Job(BaseModel):
    """A job's line. `timezone` empty: the community's. Validated with the known jobs as context."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field("", description="Told apart by this; the job's name unless told otherwise.")
    job: str = Field(description="What to do.")
    cron: str = Field(description="When: minute hour day month weekday, weekdays by name. Quote it.")
    timezone: str = Field("", description="Whose hours; the community's unless told otherwise.")
    catch_up: Duration = Field(3600, description="How late a missed run is still made.")
    options: dict[str, Any] = Field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.id, self.job, self.cron, self.timezone))

    @field_validator("job")
    @classmethod
    def _known(cls, value: str, info: ValidationInfo) -> str:
        jobs = info.context if isinstance(info.context, Mapping) else None
        if jobs is not None and value not in jobs:
            raise ValueError(unknown("job", value, jobs))
        return value

    @field_validator("cron")
    @classmethod
    def _is_cron(cls, value: str) -> str:
        return check_cron(value)

    @field_validator("timezone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        return check_timezone(value) if value else value


class ScheduleModel(Posting):
    """Everything in schedule.yaml."""

    jobs: tuple[Job, ...] = ()
