"""What members reported."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rules.conditions.base import Condition, Duration, Look, Options
from rules.engine.decision import Finding
from rules.engine.durations import spelled
from rules.engine.events import Kind
from rules.engine.facts import Facts


class Reports(Options):
    """The message was reported `times` times or more `within` a while; with `of: member`, anything they
    wrote."""

    short = "times"
    times: int = Field(1, ge=1, le=100)
    within: Duration = 86_400
    of: Literal["message", "member"] = "message"


def build(options: Reports) -> Look:
    """Count the reports in the member's past, and the one that is being made."""
    window = spelled(options.within)

    def look(facts: Facts) -> Finding:
        event, found = facts.event, facts.event.kind is Kind.REPORT
        since, count = event.at - options.within, int(found)
        for seen in reversed(facts.activity.member):
            if seen.at < since:
                break
            if seen.kind == "report" and (options.of == "member" or seen.message_id == event.message_id):
                count += 1
        return Finding(count >= options.times, {"count": count, "limit": options.times, "within": window})

    return look


CONDITION = Condition("reports", Reports, build, "reports: {times: 3, within: 1h}")
