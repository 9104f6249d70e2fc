"""Whose word counts, as rule files say it: the same keys wherever members say something of others."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from rules.conditions.base import Duration
from rules.engine.gate import Gate
from rules.engine.trust import HIGHEST


class GateModel(BaseModel):
    """What is asked of whoever thanks, reacts, reports or rates; not of moderators and trusted members."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    member_for: Duration = Field(86_400, description="How long they have been here.")
    messages: int = Field(3, ge=0, description="How many messages they have written.")
    trust: int = Field(0, ge=0, le=HIGHEST, description="The level of trust they have reached, 0 to 3.")


def gate_of(model: GateModel) -> Gate:
    """The engine's value."""
    return Gate(model.member_for, model.messages, model.trust)
