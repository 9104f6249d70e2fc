"""moderation.yaml: rules, warnings and the ladder."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, field_validator, model_validator

from rules.conditions.base import ONE_OR_SEVERAL, Duration, Strings
from rules.config.problems import ID
from rules.config.rule_test_model import TrialModel
from rules.config.texts import Texts
from rules.engine.state import Role
from rules.sentences import say

ModeName = Literal["off", "shadow", "review", "enforce"]
KindName = Literal[
    "message", "edit", "join", "join_request", "leave", "reaction", "rename", "action", "report", "picture"
]  # fmt: skip
Kinds = Annotated[
    tuple[KindName, ...],
    ONE_OR_SEVERAL,
]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ScopeModel(_Model):
    """Where and on whom a rule looks; what is left out limits nothing."""

    chats: Strings = Field((), description="Titles, usernames or ids of groups.")
    topics: tuple[int, ...] = Field((), description="Numbers of topics.")
    roles: Annotated[tuple[Role, ...], ONE_OR_SEVERAL] = Field(
        (), description="Roles of members it looks at."
    )


class ExemptModel(_Model):
    """Whom rules leave alone, beside administrators; what is left out spares nobody."""

    people: Strings = Field((), description="Usernames such as @helper, or numeric ids in quotes.")
    roles: Annotated[tuple[Role, ...], ONE_OR_SEVERAL] = Field((), description="Roles of members.")
    points: int | None = Field(None, ge=1, description="Members with so many points or more.")
    trust: int | None = Field(None, ge=1, le=3, description="Members of this level of trust or more.")


class SignModel(_Model):
    """Something that speaks for what a rule looks for, or against it."""

    points: int = Field(ge=-20, le=20, description="What it counts; below zero when it speaks against it.")
    when: Any = Field(description="A condition, or all / any / not / weigh of conditions.")


class WeighModel(_Model):
    """Holds when the points of the signs that stand there come to `least`."""

    least: int = Field(ge=1, le=100, description="So many points, or more.")
    signs: tuple[SignModel, ...] = Field(
        description="Each with its points.", json_schema_extra={"minItems": 1}
    )

    @field_validator("signs")
    @classmethod
    def _some_sign(cls, signs: tuple[SignModel, ...]) -> tuple[SignModel, ...]:
        if not signs:
            raise ValueError(say("takes-conditions", name="signs"))
        return signs


class RuleModel(_Model):
    """A condition and what follows when it holds."""

    id: Annotated[str, Field(pattern=ID)] = Field(description="Short name, shown in alerts and counts.")
    extends: str = Field("", description="Another rule's id: what is not said here is taken over from it.")
    title: Texts = Field(default_factory=dict, description="The reason that members read.")
    on: Kinds = Field(("message", "edit"), description="Kinds of events it looks at.")
    when: Any = Field(description="A condition, or all / any / not / weigh of conditions.")
    then: Any = Field(description="An action, or a list of them.")
    mode: ModeName = Field(
        "enforce",
        description="off, shadow (counted, nothing done), review (held for a moderator, nobody sanctioned) "
        "or enforce.",
    )
    priority: int = Field(0, ge=-1000, le=1000, description="Higher is asked first.")
    stop: bool = Field(False, description="When it holds and is enforced, no later rule is asked.")
    scope: ScopeModel = Field(default_factory=ScopeModel, description="Where and on whom it looks.")
    exempt: ExemptModel = Field(default_factory=ExemptModel, description="Whom this rule leaves alone.")
    borrowed: Literal["ignore", "soft", "full"] | None = Field(
        None,
        description="What forwarded words, and those quoted from another chat, count for: ignore, soft (the "
        "message may go, nobody is sanctioned) or full. Soft, unless the rule asks for forwards.",
    )
    tests: tuple[TrialModel, ...] = Field((), description="Tried at every load, against this rule alone.")


class GroupModel(_Model):
    """What is other in some groups."""

    chats: Strings = Field(description="Titles, usernames or ids of groups.")
    rules: dict[str, Any] = Field(
        default_factory=dict, description="By a rule's id, what is other there, such as mode or then."
    )

    @model_validator(mode="after")
    def _some_chat(self) -> GroupModel:
        if not self.chats:
            raise ValueError(say("name-groups"))
        return self


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
    groups: tuple[GroupModel, ...] = Field((), description="Groups in which some rules are other.")
    rules: Annotated[tuple[Any, ...], WithJsonSchema({"type": "array"})] = Field(())
    tests: tuple[TrialModel, ...] = Field((), description="Tried at every load, against all rules together.")
