"""Compute a member's level of trust, as one number that rules compare."""

from __future__ import annotations

from typing import NamedTuple

from rules.engine.state import MemberState, Role

_DAY = 86_400


class Level(NamedTuple):
    """What a level takes. `joined_for` in seconds."""

    joined_for: int
    messages: int
    points: int
    clean: bool  # no warning counts


LEVELS = (Level(_DAY, 5, 0, False), Level(7 * _DAY, 30, 0, True), Level(30 * _DAY, 150, 100, True))
HIGHEST = len(LEVELS)


def level(state: MemberState, at: int) -> int:
    """The highest level that a member has reached at a moment, 0 to HIGHEST.

    Moderators and those whom they trust have the highest.
    Who was there before the bot has been there long enough for any; who was never seen, not for one. What a
    plan gives is the least, as long as it lasts.
    """
    if state.role.moderates or state.role is Role.TRUSTED:
        return HIGHEST
    return max(_reached(state, at), state.lent if at < state.lent_until else 0)


def _reached(state: MemberState, at: int) -> int:
    age = state.age(at)
    reached = 0
    for wanted in LEVELS:
        if age < wanted.joined_for or state.messages < wanted.messages or state.xp < wanted.points:
            break
        if wanted.clean and state.warning_points(at):
            break
        reached += 1
    return reached
