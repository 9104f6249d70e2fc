"""People named in a message."""

from __future__ import annotations

from typing import ClassVar

from rules.conditions.base import Condition, Look, Range, Strings, some
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.index import Part


class Mentions(Range):
    """The message names so many people (one, unless told otherwise), or one of `names`. Of an
    edit, only those count whom it adds."""

    short = "least"
    listable: ClassVar[tuple[str, ...]] = ("names",)
    least: int | None = 1
    names: Strings = ()


def build(options: Mentions) -> Look:
    """Count different people, or look for the names."""
    names = frozenset(n.lower().lstrip("@") for n in options.names)

    def look(facts: Facts) -> Finding:
        found = {m.username.lower() or str(m.person) for m in facts.mentions}
        if names:
            found &= names
        return options.finding(len(found), f"@{min(found)}" if found else "")

    return look


CONDITION = Condition("mentions", Mentions, build, "mentions: {least: 6}", some(Part.MENTIONS))
