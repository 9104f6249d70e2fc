"""incentives.yaml: what earns points, and how much at most."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, field_validator

from rules.conditions.base import Duration, Strings
from rules.config.gates import GateModel, gate_of
from rules.config.reactions import check_reaction
from rules.engine.normalize import normalize
from rules.engine.policy import CheckinPolicy, IncentivesPolicy, MessagePolicy, ReactionPolicy, ThanksPolicy


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MessageModel(_Model):
    """Points for writing."""

    points: int = Field(2, ge=0, le=1000)
    cooldown: Duration = Field(60, description="No more than one paid message in this time.")
    shortest: int = Field(4, ge=0, description="Letters and digits a paid message has at least.")
    per_day: int = Field(30, ge=0)


class ReactionModel(_Model):
    """Points for whoever wrote what others react to."""

    points: int = Field(2, ge=0, le=1000)
    per_day: int = Field(30, ge=0, description="For one receiver.")
    gives_per_day: int = Field(20, ge=0, description="Reactions of one person that pay others.")
    per_pair: int = Field(5, ge=0, description="How often one person pays the same other in a week.")
    member_for: Duration = Field(86_400, description="How long a giver has to be here.")
    emoji: Strings = Field((), description="Only these count; none: all.")

    @field_validator("emoji")
    @classmethod
    def _telegram_knows_them(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(check_reaction(emoji) for emoji in value)


class ThanksModel(_Model):
    """Points for whoever is thanked in a reply."""

    points: int = Field(5, ge=0, le=1000)
    per_day: int = Field(50, ge=0, description="For one receiver.")
    gives_per_day: int = Field(5, ge=0)
    per_pair: int = Field(3, ge=0, description="How often one person pays the same other in a week.")
    longest: int = Field(40, ge=1, description="Characters; a longer reply is no mere thanks.")
    words: Strings = Field(description="What counts as thanks.")


class CheckinModel(_Model):
    """Points for coming back every day."""

    points: int = Field(5, ge=0, le=1000)
    streak_bonus: int = Field(1, ge=0, description="More for each further day in a row.")
    most_bonus: int = Field(7, ge=0)
    words: Strings = Field((), description="What checks in, beside /checkin.")
    reaction: str = Field("👍", description="Put on the message; empty: nothing.")

    @field_validator("reaction")
    @classmethod
    def _telegram_knows_it(cls, value: str) -> str:
        return check_reaction(value) if value else value


class IncentivesModel(_Model):
    """Everything in incentives.yaml. A part that is left out pays nothing."""

    per_day: int = Field(100, ge=0, description="All sources together, but for check-ins.")
    message: MessageModel | None = None
    reaction: ReactionModel | None = None
    thanks: ThanksModel | None = None
    checkin: CheckinModel | None = None
    givers: GateModel = Field(default_factory=GateModel, description="Whose thanks and reactions pay.")


def policy_of(model: IncentivesModel) -> IncentivesPolicy:
    """The engine's value."""
    thanks, checkin = model.thanks, model.checkin
    return IncentivesPolicy(
        message=MessagePolicy(**model.message.model_dump()) if model.message else None,
        reaction=ReactionPolicy(**model.reaction.model_dump()) if model.reaction else None,
        thanks=ThanksPolicy(**thanks.model_dump() | {"words": _normal(thanks.words)}) if thanks else None,
        checkin=CheckinPolicy(**checkin.model_dump() | {"words": _normal(checkin.words)})
        if checkin
        else None,
        givers=gate_of(model.givers),
        per_day=model.per_day,
    )


def _normal(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(normalize(w) for w in words)
