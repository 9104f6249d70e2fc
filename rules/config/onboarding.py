"""onboarding.yaml: the first steps that newcomers are shown, and what ticks each of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from rules.conditions.base import Duration
from rules.config.problems import ID
from rules.config.texts import Texts
from rules.sentences import say

_DAY = 86_400
Ticked = Literal["message", "reply", "reaction", "checkin", "question", "press"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Step(_Part):
    """One of the first steps."""

    id: Annotated[str, Field(pattern=ID, max_length=16, description="Told apart by this; never change it.")]
    text: Texts = Field(min_length=1, description="What to do, in a few words.")
    done: Ticked = Field(
        "press",
        description="What ticks it: their first message in the group, a reply to somebody, a reaction, a "
        "check-in, a question (/ask), or a press of its button.",
    )
    link: str = Field("", description="Where it is done, https; shown as a button.")

    @field_validator("link")
    @classmethod
    def _leads_somewhere(cls, value: str) -> str:
        if value and not value.startswith(("https://", "tg://")):
            raise ValueError(say("step-link", link=value))
        return value


class Onboarding(_Part):
    """Everything in onboarding.yaml. Without steps nothing is shown."""

    steps: tuple[Step, ...] = Field((), max_length=5)
    lasts: Annotated[Duration, Field(ge=_DAY, le=60 * _DAY)] = Field(
        7 * _DAY, description="For so long after joining what a newcomer does ticks their steps."
    )

    @model_validator(mode="after")
    def _each_once(self) -> Onboarding:
        names = [step.id for step in self.steps]
        for number, name in enumerate(names):
            if name in names[:number]:
                raise ValueError(say("step-twice", name=name))
        return self
