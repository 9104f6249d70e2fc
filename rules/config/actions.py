"""Define how rule files spell actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator

from rules.conditions.base import ONE_OR_SEVERAL, Duration, Options
from rules.config.reactions import check_reaction
from rules.config.texts import Texts, check_placeholders
from rules.engine import actions as acts
from rules.engine.actions import Action
from rules.engine.durations import LONGEST, SHORTEST, seconds_of
from rules.engine.events import Kind as EventKind
from rules.engine.state import FOREVER
from rules.sentences import say

PLACEHOLDERS = ("member", "chat", "rule", "reason", "match", "points", "warnings", "limit")


def _lasting(value: object) -> int:
    if value == "forever":
        return FOREVER
    seconds = seconds_of(value)
    if not SHORTEST <= seconds <= LONGEST:
        raise ValueError(say("no-lasting", value=str(value)))
    return seconds


Lasting = Annotated[
    int,
    BeforeValidator(_lasting),
    WithJsonSchema(
        {"type": "string", "pattern": r"^(forever|(\d+[smhdw])+)$", "examples": ["1h", "forever"]}
    ),
]


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


Kind = Literal["files", "links", "media", "music", "photos", "polls", "stickers", "videos", "voice"]


class Restrict(Options):
    """Take the right to send these kinds: files, links (their previews), media, music, photos, polls,
    stickers, videos, voice; for a while or forever."""

    kinds: Annotated[tuple[Kind, ...], ONE_OR_SEVERAL]
    lasts: Lasting = FOREVER


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


class Private(Options):
    """Write a text to the member in private; whoever never wrote to the bot does not get it."""

    short = "text"
    text: Texts

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
    """Tell the moderators' group, with an optional note."""

    short = "note"
    note: str = ""


class Review(Options):
    """Remove the message and hold it for the moderators: what it carries goes to their group first."""


class Pin(Options):
    """Pin the message, without a sound."""


class Tag(Options):
    """Show a tag beside the member's name in the group, of 16 characters at most; an empty one goes away."""

    short = "text"
    text: str = Field(max_length=16)


class Award(Options):
    """Give the member points, once for each message."""

    short = "points"
    points: int = Field(ge=1, le=1000)


_While = Annotated[Duration, Field(ge=60, le=7 * 86_400)]


class Slow(Options):
    """Slow the group down for a while: one message of each member `every` so long. Moderators end it with
    /slow off, and it leaves what they had set as it was."""

    short = "every"
    every: Annotated[Duration, Field(ge=1, le=3600)]
    lasts: _While = 600


class Raid(Options):
    """Close the door for a while: what screening.yaml says of raids becomes of those who come."""

    short = "lasts"
    lasts: _While = 1800


class Approve(Options):
    """Let in whoever asks to join, without a question; names, shared bans and raids still count."""


class Ask(Options):
    """Put the request to join to the moderators: buttons in their group decide."""


class Decline(Options):
    """Decline the request to join; they may ask again."""


class Void(Options):
    """The message earns no points, and loses those it had earned."""


class Allow(Options):
    """Nothing is wrong: no later rule is asked."""


@dataclass(frozen=True)
class Spelling:
    """An action's name, its options, and how both become an action (given a language and warnings' time)."""

    name: str
    options: type[Options]
    build: Callable[[Any, str, int], Action]
    example: str
    on: frozenset[EventKind] = frozenset()  # the only kinds of events on which it means something; empty: all

    @property
    def summary(self) -> str:
        """What it does, from the options' docstring."""
        return " ".join((self.options.__doc__ or "").split())


_REQUESTS = frozenset((EventKind.JOIN_REQUEST,))
ACTIONS: dict[str, Spelling] = {
    s.name: s
    for s in (
        Spelling("alert", Alert, lambda o, _l, _e: acts.Alert(o.note), "alert"),
        Spelling("allow", Allow, lambda _o, _l, _e: acts.Allow(), "allow"),
        Spelling("approve", Approve, lambda _o, _l, _e: acts.Approve(), "approve", _REQUESTS),
        Spelling("ask", Ask, lambda _o, _l, _e: acts.Ask(), "ask", _REQUESTS),
        Spelling("award", Award, lambda o, _l, _e: acts.Grant(o.points), "award: 5"),
        Spelling("ban", Ban, lambda o, _l, _e: acts.Ban(o.lasts), "ban: forever"),
        Spelling("decline", Decline, lambda _o, _l, _e: acts.Decline(), "decline", _REQUESTS),
        Spelling("delete", Delete, lambda o, _l, _e: acts.Delete(), "delete"),
        Spelling("kick", Kick, lambda o, _l, _e: acts.Kick(), "kick"),
        Spelling("mute", Mute, lambda o, _l, _e: acts.Mute(o.lasts), "mute: 1h"),
        Spelling("pin", Pin, lambda _o, _l, _e: acts.Pin(), "pin"),
        Spelling(
            "private", Private, lambda o, lang, _e: acts.Tell(o.text[lang]), "private: '{chat}：{reason}'"
        ),
        Spelling("raid", Raid, lambda o, _l, _e: acts.Raid(o.lasts), "raid: 30m"),
        Spelling("react", React, lambda o, _l, _e: acts.React(o.emoji), "react: 👀"),
        Spelling(
            "reply", Reply, lambda o, lang, _e: acts.Say(o.text[lang], o.lasts), "reply: '{member}，请看群规'"
        ),
        Spelling(
            "restrict",
            Restrict,
            lambda o, _l, _e: acts.Restrict(tuple(sorted({*o.kinds})), o.lasts),
            "restrict: {kinds: [media, links], lasts: 1d}",
        ),
        Spelling("review", Review, lambda _o, _l, _e: acts.Review(), "review"),
        Spelling(
            "slow", Slow, lambda o, _l, _e: acts.Slow(o.every, o.lasts), "slow: {every: 30s, lasts: 10m}"
        ),
        Spelling("tag", Tag, lambda o, _l, _e: acts.Tag(o.text), "tag: 助教"),
        Spelling("void", Void, lambda _o, _l, _e: acts.Void(), "void"),
        Spelling(
            "warn",
            Warn,
            lambda o, _l, e: acts.Warn(o.points, e if o.expires is None else o.expires),
            "warn: 1",
        ),
    )
}
