"""badges.yaml: what members are honoured for, and what each badge takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rules.conditions.base import Duration
from rules.config.document import PathTo
from rules.config.problems import ID, nearest, shown
from rules.config.texts import Texts
from rules.engine.badges import BadgePolicy, earned
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


class BadgeTest(_Part):
    """What somebody did, and which badges that gets."""

    has: Takes = Takes()
    gets: tuple[str, ...] = Field((), description="Exactly these; left out: none.")


class Badges(_Part):
    """Everything in badges.yaml. Nobody has any until there are some."""

    badges: tuple[Badge, ...] = Field((), max_length=100)
    tests: tuple[BadgeTest, ...] = Field(
        (), max_length=200, description="What somebody did, and what it gets."
    )

    def trials(self) -> Iterator[tuple[PathTo, str]]:
        """Each test's place, and how it turned out otherwise; nothing when it holds."""
        names = [badge.id for badge in self.badges]
        for number, test in enumerate(self.tests):
            unknown = next((name for name in test.gets if name not in names), None)
            if unknown is not None:
                told: str = say("badge-test-name", name=shown(unknown), hint=nearest(unknown, names))
            else:
                counts = {name: least for name, least in test.has if least is not None}
                got = [b.id for b in self.badges if earned(b.policy, counts)]
                told = "" if set(got) == set(test.gets) else say("badge-test", found=", ".join(got) or "–")
            yield ("tests", number), told

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
