"""Figures by hand, and as scikit-learn has them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.churn.evaluation.metrics import Told, auc, calibration, figures, precision_at

PAIRS = st.lists(st.tuples(st.integers(1, 9), st.booleans(), st.integers(1, 3)), min_size=4, max_size=60)


@given(PAIRS)
def test_the_auc_is_that_of_scikit_learn_with_ties_and_weights(pairs: list[tuple[int, bool, int]]) -> None:
    from sklearn.metrics import roc_auc_score

    chances = np.array([c / 10 for c, _, _ in pairs])
    came, weights = np.array([b for _, b, _ in pairs]), np.array([float(w) for _, _, w in pairs])
    if came.all() or not came.any():
        return
    expected = roc_auc_score(came, chances, sample_weight=weights)
    assert auc(chances, came, weights[None, :])[0] == pytest.approx(expected)


def test_brier_log_loss_and_accuracies_are_the_known_ones() -> None:
    from sklearn.metrics import brier_score_loss, log_loss

    chances = np.array([0.9, 0.8, 0.3, 0.6, 0.2])
    came = np.array([True, True, True, False, False])
    found = figures(chances, Told(came, np.arange(5), np.zeros(5)))
    assert found["brier"] == pytest.approx(brier_score_loss(came, chances))
    assert found["log_loss"] == pytest.approx(log_loss(came, chances))
    assert found["accuracy"] == pytest.approx(3 / 5)
    assert found["balanced_accuracy"] == pytest.approx((2 / 3 + 1 / 2) / 2)


def told(came: list[bool], at: list[float]) -> Told:
    """What came of rows at moments."""
    return Told(np.array(came), np.arange(len(came)), np.array(at))


def test_lists_are_those_of_each_moment() -> None:
    chances = np.array([0.9, 0.8, 0.1, 0.7, 0.2, 0.1])
    found = precision_at(
        chances, told([True, False, True, True, True, False], [0, 0, 0, 1, 1, 1]), np.ones((1, 6)), 2
    )
    assert found[0] == pytest.approx((1 / 2 + 1) / 2)


def test_equal_chances_get_no_credit_for_their_order() -> None:
    came = [True] * 10 + [False] * 30
    found = precision_at(np.full(40, 0.5), told(came, [0.0] * 40), np.ones((1, 40)), 20)
    assert found[0] == pytest.approx(10 / 40)


def test_whoever_promises_what_comes_has_no_error() -> None:
    chances = np.repeat([0.2, 0.8], 50)
    came = np.concatenate([np.arange(50) < 10, np.arange(50) < 40])
    draw = np.random.default_rng(1).permutation(100)
    bins = calibration(chances[draw], came[draw])
    assert sum(b.rows for b in bins) == 100
    assert all(b.low <= b.came <= b.high for b in bins)
    wrong = figures(np.full(100, 0.9), Told(came, np.arange(100), np.zeros(100)))
    assert wrong["calibration_error"] == pytest.approx(0.4, abs=0.2)


def test_the_bootstrap_draws_members_not_rows() -> None:
    draws = Told(np.zeros(6, dtype=bool), np.array([0, 0, 1, 1, 2, 2]), np.zeros(6)).draws()
    np.testing.assert_array_equal(draws[:, ::2], draws[:, 1::2])
    assert 0.8 < draws.mean() < 1.2
