"""How fast somebody writes."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rules.conditions.base import Condition, Duration, Look, Options, spelled
from rules.engine.decision import Finding
from rules.engine.facts import Facts


class Rate(Options):
    """`times` events or more `within` a while, this one included: of the member, or `by: chat` of all."""

    times: int = Field(ge=2, le=500)
    within: Duration
    by: Literal["member", "chat"] = "member"
    of: Literal["message", "join", "reaction"] = "message"


def build(options: Rate) -> Look:
    """Count events of the kind in the window."""
    window = spelled(options.within)

    def look(facts: Facts) -> Finding:
        past = facts.activity.member if options.by == "member" else facts.activity.chat
        since = facts.event.at - options.within
        counted = []
        for seen in reversed(past):
            if seen.at < since:
                break
            if seen.kind == options.of:
                counted.append(seen)
        found = len(counted) + (facts.event.kind == options.of)
        messages = tuple(sorted(s.message_id for s in counted)) if options.by == "member" else ()
        values = {"count": found, "limit": options.times, "within": window}
        return Finding(found >= options.times, values, messages=messages)

    return look


CONDITION = Condition("rate", Rate, build, "rate: {times: 6, within: 10s}")
