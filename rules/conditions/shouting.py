"""Capitals and exclamation marks."""

from __future__ import annotations

import re

from pydantic import Field

from rules.conditions.base import Condition, Look, Options
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.index import Part

_REST = re.compile("[^A-Za-z]+")


class Shouting(Options):
    """At least `share` of a text with `letters` Latin letters or more is in capitals, or it ends in `marks`
    exclamation marks or more."""

    share: float = Field(0.7, gt=0, le=1)
    letters: int = Field(20, ge=5)
    marks: int = Field(6, ge=3)


def build(options: Shouting) -> Look:
    """Measure the share of capitals among Latin letters."""
    limit = round(100 * options.share)

    def look(facts: Facts) -> Finding:
        text = facts.text
        latin = _REST.sub("", text)
        share = sum(map(str.isupper, latin)) / len(latin) if latin else 0.0
        tail = len(text) - len(text.rstrip("!！?？"))
        loud = len(latin) >= options.letters and share >= options.share
        values = {"percent": round(100 * share), "limit": limit, "marks": tail, "most": options.marks}
        return Finding(loud or tail >= options.marks, values)

    return look


def _needs(options: Shouting) -> Part:
    """So many capitals cannot all stand alone; of an odd number of letters, one more than half can."""
    fewest = options.letters | 1
    return Part.CAPITALS if options.share > (fewest + 1) / (2 * fewest) else Part.NONE


CONDITION = Condition("shouting", Shouting, build, "shouting: {share: 0.8}", _needs)
