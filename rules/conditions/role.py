"""A member's role."""

from __future__ import annotations

from typing import Annotated

from rules.conditions.base import ONE_OR_SEVERAL, Condition, Look, Options, listed
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.state import Role as Roles


class Role(Options):
    """The member's role is one of these: member, restricted … (Administrators are never judged.)"""

    short = "any"
    any: Annotated[tuple[Roles, ...], ONE_OR_SEVERAL]


def build(options: Role) -> Look:
    """Compare the role."""
    wanted, limit = frozenset(options.any), listed(options.any)

    def look(facts: Facts) -> Finding:
        return Finding(facts.state.role in wanted, {"role": str(facts.state.role), "limit": limit})

    return look


CONDITION = Condition("role", Role, build, "role: restricted")
