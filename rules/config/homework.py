"""homework.yaml: homework of operators, and the terms of all that moderators set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from rules.conditions.base import Duration
from rules.config.camps import Emoji, FormModel, Kind
from rules.config.datetimes import seconds_of
from rules.config.document import PathTo
from rules.config.texts import Texts
from rules.engine.camps import lacking
from rules.engine.homework import BEST, Grade
from rules.engine.normalize import squeeze
from rules.engine.streaks import zone_of
from rules.sentences import say

_DAY, _HOUR = 86_400, 3_600
_FORMAT = "%Y-%m-%d %H:%M"
Share = Annotated[float, Field(ge=0, le=1)]


def moment_of(given: object) -> str:
    """A moment on the community's clock as `2027-01-11 20:00`.

    Raises:
        ValueError: it is none, or says a time zone; in a sentence.
    """
    text = str(given).strip()
    if ":" not in text or text[-1:] in "Zz" or "+" in text:
        raise ValueError(say("homework-moment", value=text[:40]))
    return datetime.fromtimestamp(seconds_of(text), UTC).strftime(_FORMAT)


def moment_at(moment: str, timezone: str) -> int:
    """Unix seconds of such a moment in a time zone."""
    return int(datetime.strptime(moment, _FORMAT).replace(tzinfo=zone_of(timezone)).timestamp())


Moment = Annotated[
    str,
    BeforeValidator(moment_of),
    WithJsonSchema(
        {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2} \d{1,2}:\d{2}$", "examples": ["2027-01-11 20:00"]}
    ),
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GradeModel(_Part):
    """A grade that moderators can give."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,11}$", description="Never change it afterwards.")]
    name: Texts
    share: Share = Field(1, description="What share of the points it pays.")
    again: bool = Field(False, description="Whether it asks for another hand-in; it then pays nothing.")

    @property
    def grade(self) -> Grade:
        """As the engine takes it."""
        return Grade(self.id, self.name, 0 if self.again else round(self.share * 100), self.again)


class HomeworkTest(_Part):
    """A message, and whether it is a hand-in."""

    text: str = ""
    media: Kind | Literal[""] = ""
    links: int = Field(0, ge=0)
    counts: bool = True


class HomeworkModel(_Part):
    """One piece of homework."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,23}$", description="Never change it afterwards.")]
    title: Texts
    text: Texts = Field(default_factory=dict, description="What is to be done.")
    group: int = Field(0, le=0, description="The id of its group; left out: all groups of the community.")
    opens: Moment | None = Field(None, description="When it is posted; left out: at once.")
    due: Moment = Field(description="Until when, on the community's clock.")
    points: int | None = Field(None, ge=0, le=1000, description="For the best grade; left out: as above.")
    form: FormModel | None = Field(None, description="What a hand-in has to hold; left out: as above.")
    tests: tuple[HomeworkTest, ...] = Field((), description="Messages, and whether they count.")

    @model_validator(mode="after")
    def _in_this_order(self) -> HomeworkModel:
        if self.opens is not None and self.opens >= self.due:
            raise ValueError(say("homework-order", opens=self.opens, due=self.due))
        return self


_GRADES = (
    GradeModel(id="best", name={"zh": "优", "en": "Excellent"}, share=1),
    GradeModel(id="good", name={"zh": "良", "en": "Good"}, share=0.7),
    GradeModel(id="pass", name={"zh": "及格", "en": "Pass"}, share=0.4),
    GradeModel(id="again", name={"zh": "再交", "en": "Hand in again"}, again=True),
)


class Homeworks(_Part):
    """Everything in homework.yaml. Moderators set homework by /homework also where there is none here."""

    grades: Annotated[tuple[GradeModel, ...], Field(min_length=1, max_length=8)] = Field(
        _GRADES, description="What moderators grade with."
    )
    score: bool = Field(False, description="Whether they grade from 0 to 100 instead.")
    points: int = Field(20, ge=0, le=1000, description="For the best grade.")
    form: FormModel = Field(default_factory=FormModel, description="What a hand-in has to hold.")
    late_for: Annotated[Duration, Field(ge=0, le=90 * _DAY)] = Field(
        7 * _DAY, description="So long after the due time it is still taken, marked as late; 0s: not at all."
    )
    late_share: Share = Field(0.5, description="What share of the points a late hand-in pays.")
    remind_group: Annotated[Duration, Field(ge=0, le=7 * _DAY)] = Field(
        24 * _HOUR, description="So long before the due time the group is reminded, once; 0s: never."
    )
    remind_private: Annotated[Duration, Field(ge=0, le=7 * _DAY)] = Field(
        12 * _HOUR, description="The same in private of those who have not handed in; 0s: never."
    )
    reaction: Emoji = Field("✍", description="Below a hand-in in the group.")
    homework: tuple[HomeworkModel, ...] = Field((), max_length=200)

    def named(self, name: str) -> HomeworkModel | None:
        """A piece of homework by its id."""
        return next((h for h in self.homework if h.id == name.lower()), None)

    def grade(self, name: str) -> Grade | None:
        """A grade by its id; with `score`, a number."""
        if self.score:
            if not name.isdecimal() or len(name) > 3 or int(name) > BEST:
                return None
            score = str(int(name))
            return Grade(score, {"zh": score, "en": score}, int(name))
        return next((g.grade for g in self.grades if g.id == name), None)

    def trials(self) -> Iterator[tuple[PathTo, str]]:
        """Each test's place, and how it turned out otherwise; nothing when it holds."""
        for place, one in enumerate(self.homework):
            form = (one.form or self.form).form
            for number, test in enumerate(one.tests):
                lacks = lacking(form, len(squeeze(test.text)), test.media, test.links)
                told = say("hand-in-test", id=one.id, lacks=", ".join(lacks) or "–")
                yield ("homework", place, "tests", number), told if test.counts == bool(lacks) else ""

    @model_validator(mode="before")
    @classmethod
    def _none(cls, value: Any) -> Any:
        emptied = isinstance(value, dict) and value.get("homework", ()) is None
        return {**value, "homework": []} if emptied else value

    @model_validator(mode="after")
    def _each_once(self) -> Homeworks:
        for key, names in (
            ("homework-twice", [h.id for h in self.homework]),
            ("grade-twice", [g.id for g in self.grades]),
        ):
            twice = next((name for number, name in enumerate(names) if name in names[:number]), None)
            if twice is not None:
                raise ValueError(say(key, name=twice))
        return self
