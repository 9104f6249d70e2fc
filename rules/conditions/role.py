"""A member's role."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from rules.conditions.base import Condition, Look, Options, as_list
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.state import Role as Roles


class Role(Options):
    """The member's role is one of these: member, restricted … (Administrators are never judged.)"""

    short = "any"
    any: Annotated[tuple[Roles, ...], BeforeValidator(as_list)]


def build(options: Role) -> Look:
    """Compare the role."""
    wanted = frozenset(options.any)

    def look(facts: Facts) -> Finding:
        return Finding(facts.state.role in wanted, {"role": str(facts.state.role)})

    return look


CONDITION = Condition("role", Role, build, "role: restricted")
