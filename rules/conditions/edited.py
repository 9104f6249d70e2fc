"""Edits."""

from __future__ import annotations

from rules.conditions.base import Condition, Duration, Look, Options
from rules.engine.decision import Finding
from rules.engine.durations import spelled
from rules.engine.events import Kind
from rules.engine.facts import Facts


class Edited(Options):
    """The message was edited, `after` that long or more; `edited: false`: it is new."""

    short = "given"
    given: bool = True
    after: Duration = 0


def build(options: Edited) -> Look:
    """Look at the kind of event, and compare both times."""

    def look(facts: Facts) -> Finding:
        event = facts.event
        edited = event.kind is Kind.EDIT
        age = max(0, event.at - event.written_at) if edited and event.written_at else 0
        hit = (edited and age >= options.after) is options.given
        values = {"given": str(edited).lower(), "age": spelled(age), "limit": spelled(options.after)}
        return Finding(hit, values)

    return look


CONDITION = Condition("edited", Edited, build, "edited: {after: 10m}")
