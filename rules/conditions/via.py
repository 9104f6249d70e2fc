"""Messages sent through an inline bot."""

from __future__ import annotations

from typing import ClassVar

from rules.conditions.base import Condition, Look, Options, Strings, listed
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.index import Part


class Via(Options):
    """The message was sent through an inline bot, any or one of `bots`."""

    short = "bots"
    listable: ClassVar[tuple[str, ...]] = ("bots",)
    bots: Strings = ()


def build(options: Via) -> Look:
    """Compare the bot's name."""
    bots = frozenset(b.lower().lstrip("@") for b in options.bots)

    def look(facts: Facts) -> Finding:
        bot = facts.content.via_bot
        hit = bool(bot) and (not bots or bot.lower() in bots)
        return Finding(
            hit, {"bot": bot or "–", "limit": listed(options.bots) or "*"}, matched=f"@{bot}" if hit else ""
        )

    return look


CONDITION = Condition("via", Via, build, "via: [gif]", lambda _: Part.VIA)
