"""Warnings that count."""

from __future__ import annotations

from rules.conditions.base import Condition, Look, Range, some
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.index import Part


class Warnings(Range):
    """The member has so many warning points that have not expired."""

    short = "least"


def build(options: Warnings) -> Look:
    """Sum the points of active warnings."""

    def look(facts: Facts) -> Finding:
        found = facts.state.warning_points(facts.now)
        return Finding(options.holds(found), {"count": found, "limit": options.spelled})

    return look


CONDITION = Condition("warnings", Warnings, build, "warnings: {least: 2}", some(Part.WARNED))
