"""When a hand-in counts, and what a grade pays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine.homework import Task, is_late, pays, refused, score_in

TASK = Task("essay", {}, {}, 1, opens=100, due=200, points=20, late_for=50, late_share=50)


@pytest.mark.parametrize(
    ("at", "graded", "again", "why"),
    [
        (99, False, False, "soon"),
        (100, False, False, ""),
        (199, False, False, ""),
        (200, False, False, ""),
        (249, False, False, ""),
        (250, False, False, "closed"),
        (150, True, False, "graded"),
        (150, True, True, ""),
        (999, True, True, ""),
    ],
)
def test_a_hand_in_counts_by_the_clock_and_by_what_was_asked_for(
    at: int, graded: bool, again: bool, why: str
) -> None:
    assert refused(TASK, at, graded=graded, asked_again=again) == why


@pytest.mark.parametrize(
    ("at", "again", "late"), [(199, False, False), (200, False, True), (300, True, False)]
)
def test_late_is_what_comes_after_the_time_and_was_not_asked_for(at: int, again: bool, late: bool) -> None:
    assert is_late(TASK, at, asked_again=again) is late


@given(share=st.integers(0, 100), late=st.booleans())
def test_no_grade_pays_more_than_the_best_in_time(share: int, late: bool) -> None:
    assert 0 <= pays(TASK, share, late=late) <= pays(TASK, 100, late=False) == 20
    assert pays(TASK, share, late=True) <= pays(TASK, share, late=False)


@pytest.mark.parametrize(
    ("text", "score", "rest"),
    [
        ("87 clear", 87, "clear"),
        ("87分：清楚", 87, "清楚"),
        ("100", 100, ""),
        ("87/100, good", 87, "good"),
        ("good work", None, "good work"),
        ("870 x", 870, "x"),
        ("123456", None, "123456"),
        ("-5", None, "-5"),
    ],
)
def test_a_score_stands_at_the_beginning(text: str, score: int | None, rest: str) -> None:
    assert score_in(text) == (score, rest)
