"""`coins` of incentives.yaml: what points bring for the shop."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from rules.conditions.base import Duration
from rules.engine.policy import CoinsPolicy, GiftsPolicy

_DAY = 86_400
Share = Annotated[float, Field(ge=0, le=100)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourcesModel(_Model):
    """Coins for each point of these sources, instead of `share`."""

    message: Share | None = None
    reaction: Share | None = None
    reply: Share | None = None
    thanks: Share | None = None
    accepted: Share | None = None
    asked: Share | None = None
    checkin: Share | None = None
    referral: Share | None = None
    essence: Share | None = None
    report: Share | None = None
    course: Share | None = None
    membership: Share | None = None
    camp: Share | None = None
    camp_comment: Share | None = None
    camp_finish: Share | None = None
    quiz: Share | None = None
    homework: Share | None = None


class GiftsModel(_Model):
    """Coins that members give each other. Small limits keep rings from gathering them in one hand."""

    per_day: int = Field(20, ge=0, description="So many coins one member gives in a day.")
    received_per_day: int = Field(40, ge=0, description="So many coins one member is given in a day.")
    per_pair: int = Field(30, ge=0, description="Between two members in a week, both directions together.")
    people: int = Field(3, ge=1, le=100, description="So many different members one gives to in a week.")
    member_for: Duration = Field(14 * _DAY, description="So long both have to be here.")


class CoinsModel(_Model):
    """Coins beside points: they are spent, and go after a while; points never are."""

    share: Share = Field(1, description="Coins for each point.")
    sources: SourcesModel = SourcesModel()
    lasts: Duration = Field(
        365 * _DAY, description="So long coins last, the oldest are spent first; 0s: for ever."
    )
    gifts: GiftsModel | None = Field(
        None, description="Members may give each other coins; left out: not at all."
    )


def coins_of(model: CoinsModel | None) -> CoinsPolicy | None:
    """The engine's value."""
    if model is None:
        return None
    special = [(name, round(value * 100)) for name, value in model.sources if value is not None]
    gifts = GiftsPolicy(**model.gifts.model_dump()) if model.gifts is not None else None
    return CoinsPolicy(round(model.share * 100), tuple(special), model.lasts, gifts)
