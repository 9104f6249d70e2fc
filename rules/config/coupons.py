"""Coupons of membership.yaml: what they take off the price of plans that are paid once."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rules.conditions.base import ONE_OR_SEVERAL, Duration
from rules.config.problems import ID
from rules.config.texts import Texts
from rules.engine.coupons import reduced
from rules.sentences import say

_DAY = 86_400


class Coupon(BaseModel):
    """Something off a price, once."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: Annotated[str, Field(pattern=ID, max_length=24, description="Told apart by this; never change it.")]
    name: Texts
    percent: int = Field(0, ge=0, le=99, description="So much of the price is taken off, in per cent.")
    stars: int = Field(0, ge=0, description="So many Stars are taken off; one Star is left at least.")
    plans: Annotated[tuple[str, ...], ONE_OR_SEVERAL] = Field(
        (),
        description="Ids of plans it is for; without this all that are paid once; not what renews itself: "
        "Telegram would charge the lower price for ever.",
    )
    lasts: Annotated[Duration, Field(ge=3600, le=3660 * _DAY)] = Field(
        30 * _DAY, description="How long a member may use it after getting it."
    )
    per_member: int = Field(1, ge=0, description="So many each member may get in all; 0: any number.")
    refund: Literal["back", "gone"] = Field(
        "back", description="What becomes of it when what it was used for is paid back."
    )

    @model_validator(mode="after")
    def _takes_something_off(self) -> Coupon:
        if bool(self.percent) == bool(self.stars):
            raise ValueError(say("coupon-off", name=self.id))
        return self

    def price(self, price: int) -> int:
        """What is left of a price in Stars."""
        return reduced(price, self.percent, self.stars)
