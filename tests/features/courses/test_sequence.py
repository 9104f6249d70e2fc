"""The sequence network finds habits, the same way every time, and says how it is installed when it is not."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from bot.features.courses.evaluation import sequence
from bot.features.courses.evaluation.evaluate import evaluate
from bot.features.courses.evaluation.problem import Problem
from bot.features.courses.histories import Histories
from rules.sentences import said, tell
from tests.features.courses.habits import habits

installed = pytest.mark.skipif(
    find_spec("keras") is None or find_spec("tensorflow") is None,
    reason="Keras and TensorFlow are not installed: make sequence",
)


def test_courses_stand_at_the_right_end_and_none_is_0() -> None:
    long = list(range(30))
    found = sequence.padded(Histories.of([[0, 4], [], long], 30))
    assert found.shape == (3, 20)
    assert found[0].tolist() == [0] * 18 + [1, 5]
    assert not found[1].any()
    assert found[2].tolist() == list(range(11, 31))


@installed
def test_it_finds_habits_and_the_same_ones_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequence, "_EPOCHS", 8)
    monkeypatch.setattr(sequence, "_RATE", 0.03)
    problem = Problem(habits(300, 1, straying=0.0).histories, k=5)
    steps: list[int] = []
    scores = [
        sequence.learn_sequences(problem, lambda: steps.append(1)).scores(problem.asked[0]) for _ in range(2)
    ]
    assert problem.validate(scores[0]) > 0.5
    assert np.array_equal(scores[0], scores[1])
    assert 2 <= len(steps) <= 16


@installed
def test_it_is_quiet(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequence, "_EPOCHS", 1)
    sequence.learn_sequences(Problem(habits(30, 1, straying=0.0).histories, k=5), lambda: None)
    assert capfd.readouterr() == ("", "")


def test_where_it_is_not_installed_a_sentence_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequence, "find_spec", lambda name: None)
    with pytest.raises(ValueError, match="not installed") as caught:
        evaluate(Path("nowhere.csv"), sequence=True)
    for language in ("en", "zh"):
        assert "make sequence" in tell(said(caught.value), language)
    assert "安装" in tell(said(caught.value), "zh")
