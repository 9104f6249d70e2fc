"""In whose name somebody acts."""

from __future__ import annotations

from typing import Annotated, Literal

from rules.conditions.base import ONE_OR_SEVERAL, Condition, Look, Options, listed
from rules.engine.decision import Finding
from rules.engine.facts import Facts


class Sender(Options):
    """Whoever acts does so as a member, or in the name of a channel. (The linked channel, anonymous
    administrators and bots are never judged.)"""

    short = "any"
    any: Annotated[tuple[Literal["member", "channel"], ...], ONE_OR_SEVERAL]


def build(options: Sender) -> Look:
    """Look whether a channel acts."""
    wanted, limit = frozenset(options.any), listed(options.any)

    def look(facts: Facts) -> Finding:
        person = facts.event.person
        found = "channel" if person is not None and person.channel else "member"
        return Finding(found in wanted, {"sender": found, "limit": limit})

    return look


CONDITION = Condition("sender", Sender, build, "sender: channel")
