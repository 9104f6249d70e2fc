"""badges.yaml: what members are honoured for, and what each badge takes."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rules.conditions.base import Duration
from rules.config.problems import ID
from rules.config.texts import Texts
from rules.engine.badges import BadgePolicy
from rules.sentences import say

Least = Annotated[int | None, Field(ge=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Takes(_Part):
    """All of these together, of what still stands."""

    points: Least = Field(None, description="Points in all.")
    accepted: Least = Field(None, description="Answers that were accepted.")
    thanks: Least = Field(None, description="Thanks received.")
    thankers: Least = Field(None, description="Different people who thanked.")
    checkins: Least = Field(None, description="Days checked in.")
    streak: Least = Field(None, description="Most days in a row with a check-in, ever.")
    courses: Least = Field(None, description="Courses taken.")
    referrals: Least = Field(None, description="People brought who stayed.")
    member_for: Annotated[Duration, Field(ge=86_400)] | None = Field(
        None, description="How long they are here."
    )


class Badge(_Part):
    """One badge."""

    id: Annotated[str, Field(pattern=ID, max_length=24, description="Told apart by this; never change it.")]
    name: Texts
    emoji: str = Field("🏅", min_length=1, max_length=8, description="Stands before the name.")
    takes: Takes = Field(Takes(), description="Left out: moderators give it by /badge.")

    @property
    def policy(self) -> BadgePolicy:
        """The engine's value."""
        return BadgePolicy(self.id, tuple((name, least) for name, least in self.takes if least is not None))


class Badges(_Part):
    """Everything in badges.yaml. Nobody has any until there are some."""

    badges: tuple[Badge, ...] = Field((), max_length=100)

    def badge(self, name: str) -> Badge | None:
        """A badge by its id."""
        return next((b for b in self.badges if b.id == name), None)

    @model_validator(mode="after")
    def _told_apart(self) -> Badges:
        names = [b.id for b in self.badges]
        for number, name in enumerate(names):
            if name in names[:number]:
                raise ValueError(say("badge-twice", name=name))
        return self
