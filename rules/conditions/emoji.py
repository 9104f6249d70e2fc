"""How many emoji a message has."""

from __future__ import annotations

import re

from rules.conditions.base import Condition, Look, Range, some
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.index import Part

# Pictographs, dingbats, symbols and flags: one match for one drawn sign, skin tone and joiners included.
_ONE = (
    "(?:[\U0001f1e6-\U0001f1ff]{2}|[\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001f9ff"
    "\U0001fa70-\U0001faff\u2600-\u27bf\u2b50\u2b55][\U0001f3fb-\U0001f3ff]?\ufe0f?)"
)
_EMOJI = re.compile(f"{_ONE}(?:\u200d{_ONE})*")


class Emoji(Range):
    """The message has so many emoji, custom ones included."""

    short = "least"


def count(text: str) -> int:
    """How many emoji a text shows."""
    return 0 if text.isascii() else sum(1 for _ in _EMOJI.finditer(text))


def build(options: Emoji) -> Look:
    """Count signs, not code points."""

    def look(facts: Facts) -> Finding:
        # A custom emoji stands on an ordinary one in the text, which is counted there.
        found = max(count(facts.text), facts.content.custom_emoji)
        return Finding(options.holds(found), {"count": found, "limit": options.spelled})

    return look


CONDITION = Condition("emoji", Emoji, build, "emoji: {least: 15}", some(Part.EMOJI))
