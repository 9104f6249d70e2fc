"""moderation.yaml: rules, warnings and the ladder."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from rules.conditions.base import ONE_OR_SEVERAL, Duration, Strings
from rules.config.texts import Texts
from rules.config.trials import TrialModel
from rules.engine.state import Role

ModeName = Literal["off", "shadow", "enforce"]
KindName = Literal["message", "edit", "join", "join_request", "leave", "reaction"]
Kinds = Annotated[
    tuple[KindName, ...],
    ONE_OR_SEVERAL,
]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ScopeModel(_Model):
    """Where and on whom a rule looks; what is left out limits nothing."""

    chats: Strings = Field((), description="Titles or usernames of groups.")
    topics: tuple[int, ...] = Field((), description="Numbers of topics.")
    roles: Annotated[tuple[Role, ...], ONE_OR_SEVERAL] = Field(
        (), description="Roles of members it looks at."
    )


class ExemptModel(_Model):
    """Whom rules leave alone, beside administrators; what is left out spares nobody."""

    people: Strings = Field((), description="Usernames such as @helper, or numeric ids in quotes.")
    roles: Annotated[tuple[Role, ...], ONE_OR_SEVERAL] = Field((), description="Roles of members.")
    points: int | None = Field(None, ge=1, description="Members with so many points or more.")


class RuleModel(_Model):
    """A condition and what follows when it holds."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,47}$")] = Field(
        description="Short name, shown in alerts and counts."
    )
    title: Texts = Field(default_factory=dict, description="The reason that members read.")
    on: Kinds = Field(("message", "edit"), description="Kinds of events it looks at.")
    when: Any = Field(description="A condition, or all / any / not of conditions.")
    then: Any = Field(description="An action, or a list of them.")
    mode: ModeName = Field("enforce", description="off, shadow (counted, nothing done) or enforce.")
    priority: int = Field(0, ge=-1000, le=1000, description="Higher is asked first.")
    stop: bool = Field(False, description="When it holds and is enforced, no later rule is asked.")
    scope: ScopeModel = Field(default_factory=ScopeModel, description="Where and on whom it looks.")
    exempt: ExemptModel = Field(default_factory=ExemptModel, description="Whom this rule leaves alone.")
    tests: tuple[TrialModel, ...] = Field((), description="Tried at every load, against this rule alone.")


class StepModel(_Model):
    """A rung of the ladder."""

    points: int = Field(ge=1, le=1000, description="Warning points that count at one time.")
    then: Any = Field(description="mute, kick or ban.")


class EscalationModel(_Model):
    """What warnings lead to."""

    expires: Duration = Field(30 * 86_400, description="How long a warning counts.")
    steps: tuple[StepModel, ...] = Field((), description="From the lowest to the highest.")


class ModerationModel(_Model):
    """Everything in moderation.yaml."""

    mode: ModeName = Field("enforce", description="The most that any rule may do: a ceiling for all modes.")
    exempt: ExemptModel = Field(default_factory=ExemptModel, description="Whom every rule leaves alone.")
    escalation: EscalationModel = Field(default_factory=EscalationModel)
    rules: Annotated[tuple[Any, ...], WithJsonSchema({"type": "array"})] = Field(())
    tests: tuple[TrialModel, ...] = Field((), description="Tried at every load, against all rules together.")
