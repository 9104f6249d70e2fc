"""incentives.yaml: what is granted one by one: newcomers brought, best messages, reports, courses."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from rules.conditions.base import Duration
from rules.config.reactions import check_reaction
from rules.sentences import say

_SHORTEST = 600  # seconds; so short only where one tries it out
_MONTHS = 180 * 86_400  # seconds; the longest that somebody is watched


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ReferralModel(_Model):
    """Points for whoever brings a newcomer by their own link, once that one stays and takes part."""

    points: int = Field(20, ge=0, le=1000)
    per_day: int = Field(40, ge=0, description="For one inviter, of newcomers who came on the same day.")
    per_month: int = Field(10, ge=0, description="Newcomers of one inviter that pay within 30 days.")
    per_hour: int = Field(5, ge=1, description="By one inviter's links; more in an hour pay nothing.")
    stays: Annotated[Duration, Field(ge=_SHORTEST, le=_MONTHS)] = Field(
        14 * 86_400, description="How long a newcomer has been here."
    )
    messages: int = Field(5, ge=0, description="Messages the newcomer has written.")
    days: int = Field(3, ge=0, description="Days on which the newcomer earned something.")
    people: int = Field(
        2,
        ge=1,
        description="Members who were here before the newcomer and answered, liked or thanked them; the "
        "inviter and whom they brought do not count.",
    )
    within: Annotated[Duration, Field(ge=_SHORTEST, le=_MONTHS)] = Field(
        30 * 86_400, description="Until when all of that has to be so; not shorter than `stays`."
    )
    binds: Annotated[Duration, Field(le=_MONTHS)] = Field(
        30 * 86_400,
        description="Whoever leaves or is banned so soon after joining takes the points along.",
    )
    approval: bool = Field(
        False,
        description="Whether whoever comes by such a link asks to join, as is so anyway where screening.yaml "
        "asks newcomers in private, or a plan opens the group.",
    )

    @model_validator(mode="after")
    def _in_this_order(self) -> ReferralModel:
        if self.within < self.stays:
            raise ValueError(say("referral-within"))
        return self


class EssenceModel(_Model):
    """Points for whoever wrote what a moderator picks as the best of a group (/essence)."""

    points: int = Field(20, ge=0, le=1000)
    per_day: int = Field(40, ge=0, description="For one receiver.")
    gives_per_day: int = Field(10, ge=0, description="Picks of one moderator that pay others.")
    per_pair: int = Field(3, ge=0, description="How often one moderator pays the same member in a week.")
    reaction: str = Field("", description="A moderator's reaction that picks too; empty: none does.")

    @field_validator("reaction")
    @classmethod
    def _telegram_knows_it(cls, value: str) -> str:
        return check_reaction(value) if value else value


class ReportModel(_Model):
    """Points for whoever reported what moderators then removed by the buttons of the report."""

    points: int = Field(5, ge=0, le=1000)
    per_day: int = Field(15, ge=0, description="For one receiver.")
    first: int = Field(2, ge=1, le=20, description="So many of those who reported one message, the earliest.")


class CourseModel(_Model):
    """Points for a course that was finished (/done)."""

    points: int = Field(50, ge=0, le=1000)
    per_day: int = Field(50, ge=0, description="For one receiver.")
    after: Annotated[Duration, Field(le=_MONTHS)] = Field(
        7 * 86_400, description="It pays at least so long after the course was taken."
    )
