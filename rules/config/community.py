"""community.yaml: the community's name, language, words of welcome and rules in prose."""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator

from rules.conditions.base import Duration
from rules.config.texts import Language, Texts, check_placeholders
from rules.engine.gate import Gate
from rules.engine.trust import HIGHEST
from rules.sentences import say


class GateModel(BaseModel):
    """What is asked of whoever thanks, reacts, reports or rates; not of moderators and trusted members."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    member_for: Duration = Field(86_400, description="How long they have been here.")
    messages: int = Field(3, ge=0, description="How many messages they have written.")
    trust: int = Field(0, ge=0, le=HIGHEST, description="The level of trust they have reached, 0 to 3.")


def gate_of(model: GateModel) -> Gate:
    """The engine's value."""
    return Gate(model.member_for, model.messages, model.trust)


def check_timezone(name: str) -> str:
    """The name itself.

    Raises:
        ValueError: there is no such time zone.
    """
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(say("no-timezone", name=name)) from None
    return name


class CommandLimit(BaseModel):
    """How many commands and pressed buttons of one member are answered; moderators get five times as many."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    times: int = Field(6, ge=1, le=1000, description="So many are answered …")
    within: Annotated[Duration, Field(ge=1, le=3600)] = Field(30, description="… within this time.")


class QuestionsModel(BaseModel):
    """Questions that members put up by /ask."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    close_after: Duration = Field(14 * 86_400, description="Open ones close when idle for so long.")
    repeats: bool = Field(
        True, description="Whether who asks what was solved before is shown that answer, quietly."
    )


_USUAL = 300  # seconds that answers stay, unless told otherwise

Part = Literal["courses", "notes", "rules", "top"]
Share = Literal["bans", "membership", "notes", "spam", "trust", "warnings"]


class Community(BaseModel):
    """Who the community is, and how the bot speaks in its groups."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(description="Shown in greetings.")
    language: Language = Field("zh", description="What the bot speaks in groups.")
    both_languages: bool = Field(
        False, description="Whether what is said to everybody in a group comes in both languages."
    )
    timezone: str = Field("Asia/Shanghai", description="Whose days and hours count.")
    welcome: Texts = Field(
        default_factory=dict, description="Said to whoever joins; {member} and {chat} are filled in."
    )
    rules: Texts = Field(default_factory=dict, description="What /rules answers.")
    notice_seconds: int = Field(60, ge=5, description="How long notices of removals and mutes stay.")
    answer_seconds: int = Field(_USUAL, ge=0, description="How long answers to commands stay; 0: for good.")
    welcome_seconds: int = Field(180, ge=0, description="How long a welcome stays; 0: for good.")
    welcomes_per_minute: int = Field(
        3, ge=0, description="More newcomers in a minute are not welcomed one by one."
    )
    open_to_strangers: tuple[Part, ...] = Field(
        (), description="What those who are in no group of the community may read in private."
    )
    invitation: str = Field(
        "", description="Said to strangers in private, such as the link by which they can join."
    )
    groups_share: tuple[Share, ...] = Field(
        (),
        description="What moderators of every group may change for the whole community. Those of the group "
        "that was claimed first may change trust, membership, warnings, notes and what counts as spam "
        "anyway; others' warnings count in their own group. With `bans`, /ban and /unban hold in all groups.",
    )
    case_cards: Literal["all", "sanctions", "alerts"] = Field(
        "sanctions",
        description="Which cases the moderators' group is shown: all, those that are more than a removal, or "
        "those by rules with `alert`.",
    )
    commands: CommandLimit = Field(
        default_factory=CommandLimit,
        description="How many commands and presses of one member are answered; the rest is met with silence.",
    )

    questions: QuestionsModel = Field(
        default_factory=QuestionsModel, description="Questions that members put up by /ask."
    )
    reporters: GateModel = Field(
        default_factory=GateModel,
        description="Whose reports count in rules with `on: report`; moderators hear of the others' too.",
    )
    raters: GateModel = Field(
        default_factory=GateModel, description="Whose stars count in what a course's page shows."
    )

    def for_a_while(self, seconds: int) -> int:
        """How long an answer stays that is meant for so many seconds: longer where all stay longer."""
        return max(seconds, seconds * self.answer_seconds // _USUAL)

    @field_validator("timezone")
    @classmethod
    def _is_one(cls, value: str) -> str:
        return check_timezone(value)

    @field_validator("welcome")
    @classmethod
    def _known_placeholders(cls, value: dict[str, str]) -> dict[str, str]:
        return check_placeholders(value, ("member", "chat"))
