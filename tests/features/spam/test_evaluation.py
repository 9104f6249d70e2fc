"""Measuring: copies never straddle, thresholds come from elsewhere, and figures are what they say."""

from __future__ import annotations

import numpy as np
import pytest

from bot.features.spam.evaluation import evaluate, transfer
from bot.features.spam.minhash import groups
from bot.features.spam.seed_corpus import seed
from bot.features.spam.text_features import features
from bot.features.spam.training import Examples, TooFew, unseen

WAVE = "兼职日结一天{}起，不押金不面试，想做的朋友私聊我领取任务资料"


def examples(texts: list[str], spam: list[bool]) -> Examples:
    """Texts with labels, all counting alike."""
    return Examples(features(texts), np.array(spam), np.ones(len(texts)))


def shipped(every: int = 1) -> Examples:
    """The texts that come with the project, or one in `every`."""
    found = seed()[::every]
    return examples([one.text for one in found], [one.spam for one in found])


def test_near_copies_are_judged_by_a_model_that_saw_none_of_them() -> None:
    found = seed()
    texts = [*(one.text for one in found), *(WAVE.format(n) for n in range(30))]
    some = examples(texts, [*(one.spam for one in found), *(True for _ in range(30))])
    tried = unseen(some)
    alike = groups(some.features.sketches, some.features.keys)
    assert all(len(set(tried.folds[alike == group])) == 1 for group in np.unique(alike))
    assert len(set(tried.folds[-30:])) == 1


def test_figures_are_told_for_both_ways_to_operate_and_with_intervals() -> None:
    steps: list[tuple[int, int]] = []
    told = evaluate(shipped(), 0.05, lambda done, total: steps.append((done, total)), times=1).as_json()
    assert told["rows"] == told["spam"] + told["ham"] == len(seed())
    assert told["fpr"] <= 0.06
    assert told["recall"] > 0.5
    assert told["at_even"]["f1"] > 0.8
    assert told["pr_auc"] > 0.9
    for point in (told["at_target"], told["at_even"]):
        low, high = point["recall_interval"]
        assert 0 <= low <= point["recall"] <= high <= 1
    assert steps[-1][0] == steps[-1][1]


def test_labels_that_mean_nothing_are_not_found() -> None:
    random = np.random.default_rng(1)
    found = seed()
    noise = examples([one.text for one in found], random.permutation([one.spam for one in found]).tolist())
    told = evaluate(noise, 0.05, lambda _done, _total: None, times=1)
    assert told.at_target.recall < 0.25
    assert told.pr_auc < 0.6


def test_what_was_learned_is_not_judged_again() -> None:
    with pytest.raises(TooFew):
        transfer(shipped(), shipped(2), 0.05, lambda _done, _total: None)


@pytest.mark.parametrize(
    ("texts", "spam", "why"),
    [
        (["hello"], [False], "0 spam and 1 ordinary texts"),
        (
            [WAVE.format(n) for n in range(30)] + [f"ham {n} {n * 2}" for n in "abcdefghijklmnopqrstuvwxyz"],
            [True] * 30 + [False] * 26,
            "copies of each other",
        ),
    ],
)
def test_too_little_to_measure_is_refused_with_a_reason(texts: list[str], spam: list[bool], why: str) -> None:
    with pytest.raises(TooFew, match=why):
        unseen(examples(texts, spam))
