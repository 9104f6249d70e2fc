"""The time of day."""

from __future__ import annotations

from rules.conditions.base import Condition, Look, Options, TimeOfDay
from rules.engine.decision import Finding
from rules.engine.facts import Facts


class Clock(Options):
    """The event happens between `start` and `end`, local time, also over midnight."""

    start: TimeOfDay
    end: TimeOfDay


def build(options: Clock) -> Look:
    """Compare minutes since midnight."""

    def look(facts: Facts) -> Finding:
        minute = facts.local.hour * 60 + facts.local.minute
        if options.start <= options.end:
            hit = options.start <= minute < options.end
        else:
            hit = minute >= options.start or minute < options.end
        return Finding(hit, {"time": facts.local.strftime("%H:%M"), "limit": _spelled(options)})

    return look


def _spelled(options: Clock) -> str:
    return "–".join(f"{m // 60:02d}:{m % 60:02d}" for m in (options.start, options.end))


CONDITION = Condition("clock", Clock, build, "clock: {start: '23:30', end: '07:00'}")
