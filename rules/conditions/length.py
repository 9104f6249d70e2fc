"""How long a text is."""

from __future__ import annotations

from typing import Literal

from rules.conditions.base import Condition, Look, Range
from rules.engine.decision import Finding
from rules.engine.facts import Facts


class Length(Range):
    """The text has so many characters, or `of: lines`."""

    short = "least"
    of: Literal["characters", "lines"] = "characters"


def build(options: Length) -> Look:
    """Count what people see: characters, or lines."""

    def look(facts: Facts) -> Finding:
        found = len(facts.text) if options.of == "characters" else len(facts.text.splitlines())
        return Finding(options.holds(found), {"count": found, "limit": options.spelled, "of": options.of})

    return look


CONDITION = Condition("length", Length, build, "length: {least: 1500}")
