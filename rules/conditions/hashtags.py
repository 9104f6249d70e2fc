"""Hashtags in a message."""

from __future__ import annotations

from typing import ClassVar

from rules.conditions.base import Condition, Look, Range, Strings, some
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.index import Part


class Hashtags(Range):
    """The message has so many hashtags (one, unless told otherwise), of all or of `any`."""

    short = "any"
    listable: ClassVar[tuple[str, ...]] = ("any",)
    least: int | None = 1
    any: Strings = ()


def build(options: Hashtags) -> Look:
    """Count different hashtags."""
    wanted = frozenset(tag.casefold().lstrip("#") for tag in options.any)

    def look(facts: Facts) -> Finding:
        found = {tag.casefold() for tag in facts.content.hashtags}
        if wanted:
            found &= wanted
        return options.finding(len(found), f"#{min(found)}" if found else "")

    return look


CONDITION = Condition("hashtags", Hashtags, build, "hashtags: {least: 6}", some(Part.HASHTAGS))
