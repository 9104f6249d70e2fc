"""The day of the week."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator

from rules.conditions.base import Condition, Look, Options, as_list
from rules.engine.decision import Finding
from rules.engine.facts import Facts

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Weekday(Options):
    """The event happens on one of these days, local time: mon tue wed thu fri sat sun."""

    short = "any"
    any: Annotated[tuple[Day, ...], BeforeValidator(as_list)]


def build(options: Weekday) -> Look:
    """Compare the local day."""

    def look(facts: Facts) -> Finding:
        day = _DAYS[facts.local.weekday()]
        return Finding(day in options.any, {"day": day})

    return look


CONDITION = Condition("weekday", Weekday, build, "weekday: [sat, sun]")
