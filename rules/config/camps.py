"""camps.yaml: check-in camps, their days, what a check-in has to hold, and what they pay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from rules.conditions.base import ONE_OR_SEVERAL, Duration, Strings, TimeOfDay
from rules.config.community import check_timezone
from rules.config.datetimes import day_of
from rules.config.document import PathTo
from rules.config.reactions import check_reaction
from rules.config.texts import Texts
from rules.engine.camps import Calendar, Form, Terms, end, lacking, moment_of
from rules.engine.normalize import squeeze
from rules.sentences import say

_DAY, _HOUR = 86_400, 3_600
Kind = Literal["photo", "video", "voice", "video_note", "audio", "document"]


def _day(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else day_of(str(value))


Day = Annotated[
    str,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "examples": ["2027-01-04"]}),
]
Emoji = Annotated[str, BeforeValidator(lambda emoji: check_reaction(str(emoji)))]
Zone = Annotated[str, BeforeValidator(lambda name: check_timezone(str(name)))]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FormModel(_Part):
    """What a check-in has to hold."""

    text: int = Field(0, ge=0, le=2000, description="Letters and digits, without links and hashtags.")
    media: Annotated[tuple[Kind, ...], ONE_OR_SEVERAL] = Field((), description="One of these.")
    link: bool = Field(False, description="true: a link.")

    @property
    def form(self) -> Form:
        """As the engine takes it."""
        return Form(self.text, self.media, self.link)


class CampTest(_Part):
    """A message, and whether it is a check-in."""

    text: str = ""
    media: Kind | Literal[""] = ""
    links: int = Field(0, ge=0)
    counts: bool = True


class Points(_Part):
    """What a camp pays. Nothing is paid for days that were made up."""

    day: int = Field(2, ge=0, le=100, description="For a day.")
    comment: int = Field(5, ge=0, le=100, description="For a check-in that a moderator comments on.")
    finish: int = Field(30, ge=0, le=1000, description="For whoever reaches the certificate.")


class Camp(_Part):
    """One camp."""

    id: Annotated[
        str, Field(pattern=r"^[a-z][a-z0-9_]{0,23}$", description="Also its hashtag. Never change it.")
    ]
    title: Texts
    text: Texts = Field(default_factory=dict, description="What it is about, in a few lines.")
    group: int = Field(0, le=0, description="The id of its group; left out: any group of the community.")
    starts: Day = Field(description="Its first day.")
    days: int = Field(ge=2, le=366)
    deadline: TimeOfDay = Field(0, description="When a day is over; before noon: on the next morning.")
    timezone: Zone | None = Field(None, description="Whose clock it goes by; the community's if left out.")
    form: FormModel = Field(default_factory=FormModel)
    words: Strings = Field((), description="A message that begins with one of these is a check-in, too.")
    freezes: int = Field(2, ge=0, le=30, description="So many missed days are forgiven by themselves.")
    mends_within: Annotated[Duration, Field(ge=0, le=7 * _DAY)] = Field(
        48 * _HOUR, description="How long after its end a day can be made up."
    )
    needed: int = Field(0, ge=0, description="Days for a certificate; left out: all but the freezes.")
    points: Points = Field(default_factory=Points)
    announce: Annotated[Duration, Field(ge=0, le=30 * _DAY)] = Field(
        3 * _DAY, description="How long before the first day it is announced."
    )
    remind_group: TimeOfDay | None = Field(None, description="When the group is reminded each day.")
    remind_private: TimeOfDay | None = Field(None, description="When those who miss today are.")
    reaction: Emoji = Field("🔥", description="Below a check-in that counts.")
    tests: tuple[CampTest, ...] = Field((), description="Messages, and whether they count.")

    def calendar(self, timezone: str) -> Calendar:
        """Its days; `timezone` is the community's."""
        return Calendar(self.starts, self.days, self.deadline, self.timezone or timezone)

    @property
    def terms(self) -> Terms:
        """What it forgives."""
        return Terms(self.freezes, self.mends_within)

    @property
    def least(self) -> int:
        """Days for a certificate."""
        return self.needed or max(1, self.days - self.freezes)

    @model_validator(mode="after")
    def _fits(self) -> Camp:
        if self.needed > self.days:
            raise ValueError(say("camp-needed", needed=self.needed, days=self.days))
        calendar = self.calendar("UTC")
        for name in ("remind_group", "remind_private"):
            minute = getattr(self, name)
            if minute is not None and moment_of(calendar, 1, minute) >= end(calendar, 1):
                raise ValueError(say("camp-reminds-late", name=name))
        return self


class Camps(_Part):
    """Everything in camps.yaml. There are none until they are written."""

    camps: tuple[Camp, ...] = Field((), max_length=30)

    def camp(self, name: str) -> Camp | None:
        """A camp by its id."""
        return next((c for c in self.camps if c.id == name.lower()), None)

    def trials(self) -> Iterator[tuple[PathTo, str]]:
        """Each test's place, and how it turned out otherwise; nothing when it holds."""
        for place, camp in enumerate(self.camps):
            for number, test in enumerate(camp.tests):
                lacks = lacking(camp.form.form, len(squeeze(test.text)), test.media, test.links)
                told = say("hand-in-test", id=camp.id, lacks=", ".join(lacks) or "–")
                yield ("camps", place, "tests", number), told if test.counts == bool(lacks) else ""

    @model_validator(mode="before")
    @classmethod
    def _none(cls, value: Any) -> Any:
        return {**value, "camps": []} if isinstance(value, dict) and value.get("camps", ()) is None else value

    @model_validator(mode="after")
    def _each_once(self) -> Camps:
        names = [c.id for c in self.camps]
        twice = next((name for number, name in enumerate(names) if name in names[:number]), None)
        if twice is not None:
            raise ValueError(say("camp-twice", name=twice))
        return self
