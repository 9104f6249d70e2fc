"""A member's points."""

from __future__ import annotations

from rules.conditions.base import Condition, Look, Range
from rules.engine.decision import Finding
from rules.engine.facts import Facts


class Points(Range):
    """The member has so many points."""

    short = "most"


def build(options: Points) -> Look:
    """Compare the balance."""

    def look(facts: Facts) -> Finding:
        return Finding(options.holds(facts.state.xp), {"count": facts.state.xp, "limit": options.spelled})

    return look


CONDITION = Condition("points", Points, build, "points: {most: 10}")
