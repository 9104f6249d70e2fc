"""How much a member has written before."""

from __future__ import annotations

from rules.conditions.base import Condition, Look, Range
from rules.engine.decision import Finding
from rules.engine.facts import Facts


class Messages(Range):
    """So many messages of the member in this chat, this one included."""

    short = "most"


def build(options: Messages) -> Look:
    """Compare the member's count."""

    def look(facts: Facts) -> Finding:
        found = facts.state.messages
        return Finding(options.holds(found), {"count": found, "limit": options.spelled})

    return look


CONDITION = Condition("messages", Messages, build, "messages: {most: 3}")
