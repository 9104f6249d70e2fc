"""Trust that a plan gives: the least as long as it lasts, and nothing beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from rules.engine.state import MemberState, Role
from rules.engine.trust import HIGHEST, level

_DAY = 86_400
NOW = 100 * _DAY
NEW = MemberState(person=1, chat=1, joined_at=NOW - 60)
OLD = MemberState(person=1, chat=1, joined_at=NOW - 8 * _DAY, messages=40)


@pytest.mark.parametrize(
    ("state", "lent", "until", "reached"),
    [
        (NEW, 0, 0, 0),
        (NEW, 1, NOW + 1, 1),
        (NEW, 3, NOW + 1, 3),
        (NEW, 3, NOW, 0),
        (OLD, 1, NOW + 1, 2),
        (OLD, 3, NOW + 1, 3),
        (OLD, 3, NOW - 1, 2),
        (structs.replace(NEW, role=Role.TRUSTED), 1, NOW + 1, HIGHEST),
    ],
)
def test_a_plan_gives_the_least_until_it_ends(
    state: MemberState, lent: int, until: int, reached: int
) -> None:
    assert level(structs.replace(state, lent=lent, lent_until=until), NOW) == reached


@given(
    st.integers(0, 400),
    st.integers(0, 200),
    st.integers(0, 300),
    st.integers(0, HIGHEST),
    st.integers(0, 200),
)
def test_trust_is_the_higher_of_what_was_earned_and_what_was_given(
    days: int, messages: int, points: int, lent: int, until: int
) -> None:
    earned = MemberState(person=1, chat=1, joined_at=NOW - days * _DAY, messages=messages, xp=points)
    both = structs.replace(earned, lent=lent, lent_until=until * _DAY)
    least = lent if both.lent_until > NOW else 0
    assert level(both, NOW) == max(level(earned, NOW), least)
