"""The sequence network learns what it should, by its gradients and on people with habits."""

from __future__ import annotations

import numpy as np
import pytest

from bot.features.courses.evaluation import lstm
from bot.features.courses.evaluation.problem import Problem
from bot.features.courses.histories import Histories
from tests.features.courses.habits import habits


def test_gradients_are_those_of_the_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lstm, "_DROPPED", 0.0)
    histories = Histories.of([[0, 1, 2], [3, 1], [2, 0, 4, 1]], 5)
    draw = np.random.default_rng(0)
    parameters = lstm._fresh(5, draw)

    def loss() -> float:
        courses, mask = lstm.padded(histories)
        states, _ = lstm._forward(parameters, courses[:, :-1], mask[:, :-1])
        rows, times = np.nonzero(mask[:, 1:] * mask[:, :-1])
        logits = states[rows, times].astype(np.float64) @ parameters["out"] + parameters["bias"]
        logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
        return float(-logits[np.arange(len(rows)), courses[rows, times + 1]].mean())

    found = lstm._gradients(parameters, histories, draw)
    for name in parameters:
        place = np.unravel_index(int(np.abs(found[name]).argmax()), found[name].shape)
        kept = parameters[name][place]
        ends = []
        for step in (0.01, -0.01):
            parameters[name][place] = kept + step
            ends.append(loss())
        parameters[name][place] = kept
        assert found[name][place] == pytest.approx((ends[0] - ends[1]) / 0.02, rel=0.02), name


def test_it_finds_habits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lstm, "_EPOCHS", 8)
    monkeypatch.setattr(lstm, "_RATE", 0.03)
    problem = Problem(habits(300, 1, straying=0.0).histories, k=5)
    network = lstm.lstm(problem, lambda: None)
    assert problem.validate(network.scores(problem.asked[0])) > 0.5
