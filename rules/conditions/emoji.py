"""How many emoji a message has."""

from __future__ import annotations

from rules.conditions.base import Condition, Look, Range, some
from rules.engine.carrying import emoji_of
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.index import Part


class Emoji(Range):
    """The message has so many emoji, custom ones included."""

    short = "least"


def build(options: Emoji) -> Look:
    """Count signs, not code points."""

    def look(facts: Facts) -> Finding:
        found = emoji_of(facts.content)
        return Finding(options.holds(found), {"count": found, "limit": options.spelled})

    return look


CONDITION = Condition("emoji", Emoji, build, "emoji: {least: 15}", some(Part.EMOJI))
