"""How well a member is known."""

from __future__ import annotations

from rules.conditions.base import Condition, Look, Range
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.trust import HIGHEST, level


class Trust(Range):
    """The member's level of trust, from 0 (new) to 3. Level 1: a day and 5 messages; 2: a week, 30 messages
    and no warning; 3: a month, 150 messages, 100 points and no warning."""

    short = "least"


def build(options: Trust) -> Look:
    """Compare the level."""

    def look(facts: Facts) -> Finding:
        found = level(facts.state, facts.event.at)
        return Finding(options.holds(found), {"level": found, "of": HIGHEST, "limit": options.spelled})

    return look


CONDITION = Condition("trust", Trust, build, "trust: {most: 0}")
