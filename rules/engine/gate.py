"""Decide whose word counts when members say something of others: thanks, reactions, reports, ratings.

Without it fresh accounts would pay each other, remove messages and set what others read.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from rules.engine.state import MemberState, Role
from rules.engine.tenure import OUTSIDE
from rules.engine.trust import level


class Refused(StrEnum):
    """Why somebody's word does not count yet; empty when it does."""

    NOT = ""
    OUTSIDE = "outside"
    TOO_NEW = "too new"
    TOO_FEW = "too few messages"
    TRUST = "not trusted yet"


class Gate(Struct, frozen=True):
    """What is asked of whoever says it: seconds here, messages written, and a level of trust."""

    member_for: int = 86_400
    messages: int = 3
    trust: int = 0


def standing_gate(state: MemberState, at: int, gate: Gate) -> Refused:
    """Whether somebody's word counts at a moment, and if not, why.

    Moderators' and trusted members' always does.
    """
    if state.role.moderates or state.role is Role.TRUSTED:
        return Refused.NOT
    if state.role in OUTSIDE:
        return Refused.OUTSIDE
    if state.age(at) < gate.member_for:
        return Refused.TOO_NEW
    if state.messages < gate.messages:
        return Refused.TOO_FEW
    if gate.trust and level(state, at) < gate.trust:
        return Refused.TRUST
    return Refused.NOT
