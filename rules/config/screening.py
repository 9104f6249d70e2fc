"""screening.yaml: who comes in, how the group is locked at night, and which bans are shared."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rules.conditions.base import ONE_OR_SEVERAL, Duration, Strings, TimeOfDay
from rules.config.texts import Texts
from rules.engine.durations import LONGEST
from rules.engine.locks import KINDS, LockKind
from rules.sentences import say

Puzzle = Literal["off", "button", "arithmetic", "word"]
Harsh = Literal["kick", "ban"]

Locks = Annotated[tuple[LockKind, ...], ONE_OR_SEVERAL]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Captcha(_Part):
    """What newcomers of an open group solve before they may write."""

    kind: Puzzle = Field("off", description="off, button, arithmetic (7 + 5 = ?) or word (which is 🍎?).")
    within: Annotated[Duration, Field(ge=30, le=86_400)] = Field(120, description="Time to solve it.")
    tries: int = Field(2, ge=1, le=10, description="After so many wrong answers it has failed.")
    fail: Literal["kick", "ban", "stay"] = Field(
        "kick", description="What becomes of those who fail: out, banned, or in but silent until approved."
    )
    ban_for: Annotated[Duration, Field(ge=60, le=LONGEST)] = Field(
        86_400, description="How long a ban lasts."
    )


class Quiz(_Part):
    """A question with one right answer."""

    ask: Texts
    choices: tuple[Texts, ...] = Field(min_length=2, max_length=8)
    answer: int = Field(ge=1, description="Which choice is right, counted from 1; they are shown shuffled.")

    @model_validator(mode="after")
    def _among_choices(self) -> Quiz:
        if self.answer > len(self.choices):
            raise ValueError(say("quiz-answer", answer=self.answer, count=len(self.choices)))
        return self


class Requests(_Part):
    """What people who ask to join are asked in private, for groups whose links need approval."""

    mode: Literal["off", "screen"] = Field("off", description="off leaves requests to the moderators.")
    within: Annotated[Duration, Field(ge=60, le=7 * 86_400)] = Field(600, description="Time for all of it.")
    rules: bool = Field(True, description="Show the rules and ask to accept them.")
    questions: tuple[Texts, ...] = Field((), max_length=5, description="Answered in words.")
    quiz: tuple[Quiz, ...] = Field((), max_length=10)
    mistakes: int = Field(0, ge=0, le=10, description="So many wrong answers of the quiz are forgiven.")
    decide: Literal["bot", "moderators"] = Field(
        "bot", description="Who lets in those who answered: the bot at once, or moderators by a button."
    )
    again: Annotated[Duration, Field(ge=0, le=30 * 86_400)] = Field(
        3600, description="After a refusal, how long until one may try again."
    )


class Raid(_Part):
    """Many joins at once: the door closes for a while, and opens by itself."""

    joins: int = Field(0, ge=0, le=1000, description="More joins and requests than this …; 0: never.")
    within: Annotated[Duration, Field(ge=10, le=3600)] = Field(60, description="… in this time are a raid.")
    lasts: Annotated[Duration, Field(ge=60, le=7 * 86_400)] = Field(1800, description="How long.")
    then: Literal["kick", "ban", "silence"] = Field(
        "kick", description="What becomes of those who join meanwhile; silence: in, but may not write."
    )
    requests: Literal["decline", "wait"] = Field("decline", description="What becomes of requests meanwhile.")


class Night(_Part):
    """Hours in which some or all messages are locked."""

    start: TimeOfDay | None = Field(None, description="Local time, such as 23:30; none: by /night alone.")
    end: TimeOfDay | None = Field(None, description="Local time, such as 07:00.")
    lock: Locks = Field(("all",), description=f"What is locked: {', '.join(KINDS)}.")

    @model_validator(mode="after")
    def _both_or_none(self) -> Night:
        if (self.start is None) != (self.end is None):
            raise ValueError(say("night-both"))
        if self.start is not None and self.start == self.end:
            raise ValueError(say("night-same"))
        return self


class Door(_Part):
    """Words that nobody may bring in a name or, when asking to join, in the bio."""

    names: Strings = Field((), description="Words and phrases, found in disguise too.")
    bios: Strings = Field((), description="The same for the bio, which Telegram shows with a request alone.")
    then: Harsh = Field("kick", description="kick: out, or the request declined; ban: for good.")


class SharedBans(_Part):
    """A list of numeric ids kept by somebody else; `zhiqun bans preview` shows what it would do."""

    source: str = Field("", description="https://… or a file, which the job `bans` reads; empty: none.")
    then: Harsh = Field("ban", description="What becomes of listed people who come.")


class Screening(_Part):
    """Everything in screening.yaml. Each part is off until it is filled in."""

    captcha: Captcha = Field(default_factory=Captcha)
    requests: Requests = Field(default_factory=Requests)
    raid: Raid = Field(default_factory=Raid)
    night: Night = Field(default_factory=Night)
    door: Door = Field(default_factory=Door)
    bans: SharedBans = Field(default_factory=SharedBans)

    @property
    def on(self) -> bool:
        """Whether anything of it looks at those who come."""
        listed = bool(self.door.names or self.door.bios or self.bans.source)
        return self.captcha.kind != "off" or self.requests.mode != "off" or self.raid.joins > 0 or listed
