"""What a moderator did."""

from __future__ import annotations

from rules.conditions.base import Condition, Look, Options, Strings, listed
from rules.engine.decision import Finding
from rules.engine.facts import Facts


class Action(Options):
    """A moderator did one of these to a member: warn, mute, kick, ban, restrict … For rules on: action."""

    short = "any"
    any: Strings


def build(options: Action) -> Look:
    """Compare the name."""
    wanted, limit = frozenset(name.lower() for name in options.any), listed(options.any)

    def look(facts: Facts) -> Finding:
        done = facts.event.action
        return Finding(done in wanted, {"action": done or "–", "limit": limit}, matched=done)

    return look


CONDITION = Condition("action", Action, build, "action: [ban, kick]")
