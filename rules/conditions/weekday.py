"""The day of the week."""

from __future__ import annotations

from typing import Annotated, Literal

from rules.conditions.base import ONE_OR_SEVERAL, Condition, Look, Options, listed
from rules.engine.decision import Finding
from rules.engine.facts import Facts

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Weekday(Options):
    """The event happens on one of these days, local time: mon tue wed thu fri sat sun."""

    short = "any"
    any: Annotated[tuple[Day, ...], ONE_OR_SEVERAL]


def build(options: Weekday) -> Look:
    """Compare the local day."""
    limit = listed(options.any, 7)

    def look(facts: Facts) -> Finding:
        day = _DAYS[facts.local.weekday()]
        return Finding(day in options.any, {"day": day, "limit": limit})

    return look


CONDITION = Condition("weekday", Weekday, build, "weekday: [sat, sun]")
