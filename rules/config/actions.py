"""How actions are spelled in rule files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator

from rules.conditions.base import Duration, Options, seconds_of
from rules.config.reactions import check_reaction
from rules.config.texts import Texts, check_placeholders
from rules.engine import actions as acts
from rules.engine.actions import Action
from rules.engine.state import FOREVER

PLACEHOLDERS = ("member", "rule", "reason", "warnings", "limit")
_SHORTEST, _LONGEST = 30, 366 * 86_400  # Bot API restrictChatMember: outside of these means forever


def _lasting(value: object) -> int:
    if value == "forever":
        return FOREVER
    seconds = seconds_of(value)
    if not _SHORTEST <= seconds <= _LONGEST:
        raise ValueError(f"'{value}': write forever, or between 30s and 366d, which is what Telegram keeps")
    return seconds


Lasting = Annotated[
    int,
    BeforeValidator(_lasting),
    WithJsonSchema(
        {"type": "string", "pattern": r"^(forever|(\d+[smhdw])+)$", "examples": ["1h", "forever"]}
    ),
]


class Nothing(Options):
    """No options."""


class Delete(Options):
    """Remove the message; with `matched`, also the earlier ones that rate or duplicates counted."""

    short = "matched"
    matched: bool = False


class Warn(Options):
    """Give warning points that count for `expires` (the escalation's time unless told otherwise)."""

    short = "points"
    points: int = Field(1, ge=1, le=100)
    expires: Duration | None = None


class Mute(Options):
    """Take the right to write, for a while or forever."""

    short = "lasts"
    lasts: Lasting


class Kick(Options):
    """Remove from the group; they may come back."""


class Ban(Options):
    """Remove from the group and keep out, for a while or forever."""

    short = "lasts"
    lasts: Lasting = FOREVER


class Reply(Options):
    """Say a text, gone again after `lasts`."""

    short = "text"
    text: Texts
    lasts: Duration = 60

    @field_validator("text")
    @classmethod
    def _known_placeholders(cls, value: dict[str, str]) -> dict[str, str]:
        return check_placeholders(value, PLACEHOLDERS)


class React(Options):
    """Put an emoji on the message."""

    short = "emoji"
    emoji: str

    @field_validator("emoji")
    @classmethod
    def _telegram_knows_it(cls, value: str) -> str:
        return check_reaction(value)


class Alert(Options):
    """Tell the moderators' room, with an optional note."""

    short = "note"
    note: str = ""


@dataclass(frozen=True)
class Spelling:
    """An action's name, its options, and how both become an action (given a language and warnings' time)."""

    name: str
    options: type[Options]
    build: Callable[[Any, str, int], Action]
    example: str

    @property
    def summary(self) -> str:
        """What it does, from the options' docstring."""
        return " ".join((self.options.__doc__ or "").split())


ACTIONS: dict[str, Spelling] = {
    s.name: s
    for s in (
        Spelling("alert", Alert, lambda o, _l, _e: acts.Alert(o.note), "alert"),
        Spelling("ban", Ban, lambda o, _l, _e: acts.Ban(o.lasts), "ban: forever"),
        Spelling("delete", Delete, lambda o, _l, _e: acts.Delete(), "delete"),
        Spelling("kick", Kick, lambda o, _l, _e: acts.Kick(), "kick"),
        Spelling("mute", Mute, lambda o, _l, _e: acts.Mute(o.lasts), "mute: 1h"),
        Spelling("react", React, lambda o, _l, _e: acts.React(o.emoji), "react: 👀"),
        Spelling(
            "reply", Reply, lambda o, lang, _e: acts.Say(o.text[lang], o.lasts), "reply: '{member}，请看群规'"
        ),
        Spelling(
            "warn",
            Warn,
            lambda o, _l, e: acts.Warn(o.points, e if o.expires is None else o.expires),
            "warn: 1",
        ),
    )
}
