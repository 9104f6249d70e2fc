"""shop.yaml: what members get for their coins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rules.config.document import PathTo
from rules.config.problems import ID, nearest, shown
from rules.config.texts import Texts
from rules.engine.coins import Offer, order_refused
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
    delivery: Literal["hand", "codes", "plan", "coupon"] = Field(
        "hand",
        description="hand: moderators, by a button. codes: one of those that `zhiqun shop codes` read. plan: "
        "a code for /redeem that gives `plan`. coupon: one of membership.yaml, at once.",
    )
    plan: str = Field("", description="The id of a plan of membership.yaml.")
    coupon: str = Field("", description="The id of a coupon of membership.yaml.")
    days: int = Field(0, ge=0, le=3660, description="So long the plan is given; 0: the plan's own time.")
    sold: bool = Field(True, description="false: nobody can order it any more.")

    @model_validator(mode="after")
    def _fits_together(self) -> Good:
        if (self.delivery == "plan") != bool(self.plan):
            raise ValueError(say("good-plan", name=self.id))
        if (self.delivery == "coupon") != bool(self.coupon):
            raise ValueError(say("good-coupon", name=self.id))
        return self


class ShopTest(_Part):
    """Somebody with so many coins, and what they can order."""

    coins: int = Field(ge=0)
    had: dict[str, int] = Field(default_factory=dict, description="So many of a good they ordered before.")
    ordered: dict[str, int] = Field(default_factory=dict, description="So many all members ordered.")
    can: tuple[str, ...] = Field((), description="Exactly these; left out: nothing.")


class Shop(_Part):
    """Everything in shop.yaml. Nothing is sold until there are goods, and `coins` in incentives.yaml."""

    goods: tuple[Good, ...] = Field((), max_length=50)
    tests: tuple[ShopTest, ...] = Field((), max_length=200, description="Who can order what.")

    def trials(self) -> Iterator[tuple[PathTo, str]]:
        """Each test's place, and how it turned out otherwise; nothing when it holds."""
        names = [good.id for good in self.goods]
        for number, test in enumerate(self.tests):
            named = (*test.had, *test.ordered, *test.can)
            unknown = next((name for name in named if name not in names), None)
            if unknown is not None:
                told: str = say("shop-test-name", name=shown(unknown), hint=nearest(unknown, names))
            else:
                can = [g.id for g in self.goods if g.sold and not self._refused(g, test)]
                told = "" if set(can) == set(test.can) else say("shop-test", found=", ".join(can) or "–")
            yield ("tests", number), told

    def _refused(self, good: Good, test: ShopTest) -> str:
        had = test.had.get(good.id, 0)
        left = good.stock - max(had, test.ordered.get(good.id, 0)) if good.stock is not None else None
        return order_refused(Offer(good.price, good.per_member), coins=test.coins, had=had, left=left)

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
