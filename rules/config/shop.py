"""shop.yaml: what members get for their coins."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rules.config.problems import ID
from rules.config.texts import Texts
from rules.sentences import say


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Good(_Part):
    """One thing to have for coins."""

    id: Annotated[str, Field(pattern=ID, max_length=20, description="Told apart by this; never change it.")]
    name: Texts
    text: Texts = Field(default_factory=dict, description="What it is, in a few lines.")
    price: int = Field(ge=1, le=10_000_000, description="In coins.")
    stock: int | None = Field(None, ge=0, description="So many there are in all; left out: any number.")
    per_member: int = Field(0, ge=0, description="So many each member may have; 0: any number.")
    delivery: Literal["hand", "codes", "plan"] = Field(
        "hand",
        description="hand: moderators, by a button. codes: one of those that `zhiqun shop codes` read. plan: "
        "a code for /redeem that gives `plan`.",
    )
    plan: str = Field("", description="The id of a plan of membership.yaml.")
    days: int = Field(0, ge=0, le=3660, description="So long the plan is given; 0: the plan's own time.")
    sold: bool = Field(True, description="false: nobody can order it any more.")

    @model_validator(mode="after")
    def _fits_together(self) -> Good:
        if (self.delivery == "plan") != bool(self.plan):
            raise ValueError(say("good-plan", name=self.id))
        return self


class Shop(_Part):
    """Everything in shop.yaml. Nothing is sold until there are goods, and `coins` in incentives.yaml."""

    goods: tuple[Good, ...] = Field((), max_length=50)

    def good(self, name: str) -> Good | None:
        """A good by its id."""
        return next((g for g in self.goods if g.id == name), None)

    @model_validator(mode="after")
    def _told_apart(self) -> Shop:
        names = [g.id for g in self.goods]
        for number, name in enumerate(names):
            if name in names[:number]:
                raise ValueError(say("good-twice", name=name))
        return self
