"""The figures of a ranking, by hand and by laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.courses.evaluation.metrics import Figures, Held, add, calibration_error, interval, top_k
from bot.features.courses.histories import Histories


def figures(
    scores: list[list[float]], taken: list[list[int]], held: list[list[int]], k: int
) -> dict[str, float]:
    """What comes of scores."""
    found = Figures()
    array = np.array(scores, np.float32)
    add(found, array, Histories.of(taken, array.shape[1]), Held.of(held), k)
    return found.values(k, array.shape[1])


def test_figures_are_those_of_a_calculation_by_hand() -> None:
    found = figures(
        [[9, 8, 7, 6, 5], [1, 2, 3, 4, 5]],
        [[0], [4]],
        [[1, 4], [0]],  # places 0 and 3 of [1, 2, 3, 4]; place 3 of [3, 2, 1, 0]
        2,
    )
    ideal = 1 + 1 / math.log2(3)
    assert found["recall"] == pytest.approx(0.25)
    assert found["precision"] == pytest.approx(0.25)
    assert found["phr"] == pytest.approx(0.5)
    assert found["hr"] == pytest.approx(1 / 3)
    assert found["ndcg"] == pytest.approx(1 / ideal / 2)
    assert found["mrr"] == pytest.approx((1 + 1 / 4) / 2)
    assert found["coverage"] == pytest.approx(3 / 5)


def test_scores_that_are_all_alike_earn_no_better_than_the_middle_place() -> None:
    assert figures([[1.0] * 100], [[]], [[0]], 10)["hr"] == 0


def test_what_was_taken_is_never_among_the_suggested() -> None:
    assert figures([[5, 4, 3]], [[0, 1]], [[2]], 1)["hr"] == 1


@given(st.lists(st.lists(st.floats(-5, 5, width=32), min_size=6, max_size=6), min_size=1, max_size=5))
def test_figures_lie_between_nothing_and_one(scores: list[list[float]]) -> None:
    found = figures(scores, [[0]] * len(scores), [[1, 2]] * len(scores), 3)
    assert all(0 <= value <= 1 + 1e-9 for value in found.values())


def test_the_best_are_in_order() -> None:
    assert top_k(np.array([[1, 5, 3, 4]], np.float32), 3).tolist() == [[1, 3, 2]]


def test_promises_that_are_kept_have_no_calibration_error() -> None:
    chances = np.repeat([0.2, 0.8], 500)
    kept = np.concatenate([np.arange(500) < 100, np.arange(500) < 400])
    draw = np.random.default_rng(1).permutation(1000)
    assert calibration_error(chances[draw], kept[draw]) < 0.08
    assert calibration_error(np.full(100, 0.9), np.zeros(100, bool)) == pytest.approx(0.9)


def test_an_interval_holds_the_mean_and_shrinks_with_more_people() -> None:
    values = np.random.default_rng(1).random(400)
    few, many = interval(values[:40]), interval(values)
    assert few[0] < values[:40].mean() < few[1]
    assert many[1] - many[0] < few[1] - few[0]
