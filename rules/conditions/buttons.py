"""Buttons below somebody's message."""

from __future__ import annotations

from rules.conditions.base import Condition, Look, Range, some
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.index import Part


class Buttons(Range):
    """The message has so many buttons below it (one, unless told otherwise), as inline bots put there. What
    they say and where they lead is looked at by `text: {of: buttons}`."""

    short = "least"
    least: int | None = 1


def build(options: Buttons) -> Look:
    """Count them."""

    def look(facts: Facts) -> Finding:
        extras = facts.content.extras
        found = extras.buttons if extras is not None else ()
        return options.finding(len(found), found[0].text[:100] if found else "")

    return look


CONDITION = Condition("buttons", Buttons, build, "buttons: {least: 1}", some(Part.EXTRAS))
