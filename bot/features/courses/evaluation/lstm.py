"""A sequence network (LSTM) in numpy, to be measured beside the default on the same split.

Hochreiter and Schmidhuber, "Long Short-Term Memory", Neural Computation 1997; trained by truncated
back-propagation with Adam (Kingma and Ba, ICLR 2015), stopped early on the validation's courses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.features.courses.evaluation.problem import Problem
from bot.features.courses.histories import Histories

Array = NDArray[np.float32]
Parameters = dict[str, Array]
_WIDTH = 64  # of the embedding and of the state
_LONGEST = 20  # newest courses of a history that are read
_BATCH = 256  # people
_EPOCHS, _PATIENCE = 60, 4
_RATE, _DECAYS = 3e-3, (0.9, 0.999)
_DROPPED = 0.2  # share of the state left out while learning


@dataclass(frozen=True)
class Network:
    """Trained parameters."""

    parameters: Parameters
    epochs: int

    def scores(self, histories: Histories, /) -> Array:
        """The logits of the next course."""
        courses, mask = padded(histories)
        states, _ = _forward(self.parameters, courses, mask)
        found: Array = states[:, -1] @ self.parameters["out"] + self.parameters["bias"]
        return found


def lstm(problem: Problem, step: Callable[[], None]) -> Network:
    """Train until the validation's courses are found no better, then as long on everything."""
    _, epochs = _train(problem.fitting, _EPOCHS, problem, step)
    parameters, _ = _train(problem.train, epochs, None, step)
    return Network(parameters, epochs)


def padded(histories: Histories) -> tuple[NDArray[np.int64], Array]:
    """The newest courses of each, at the right end, shape (people, length), and 1 where there is one."""
    length = max(1, min(_LONGEST, int(histories.sizes.max(initial=1))))
    places = np.arange(length) - length + histories.offsets[1:, None]
    there = places >= histories.offsets[:-1, None]
    if not len(histories.items):
        return np.zeros(there.shape, np.int64), there.astype(np.float32)
    courses = np.where(there, histories.items[np.maximum(places, 0)], 0)
    return courses.astype(np.int64), there.astype(np.float32)


def _train(
    histories: Histories, epochs: int, problem: Problem | None, step: Callable[[], None]
) -> tuple[Parameters, int]:
    draw = np.random.default_rng(7)
    parameters = _fresh(histories.courses, draw)
    moments = {n: (np.zeros_like(p), np.zeros_like(p)) for n, p in parameters.items()}
    able = np.flatnonzero(histories.sizes > 1)
    best, best_epoch, turn = -1.0, 0, 0
    kept = parameters
    for epoch in range(1, epochs + 1):
        order = draw.permutation(able)
        for start in range(0, len(order), _BATCH):
            turn += 1
            gradients = _gradients(parameters, histories.chosen(order[start : start + _BATCH]), draw)
            _adam(parameters, moments, gradients, turn)
        if problem is not None:
            worth = problem.validate(Network(parameters, epoch).scores(problem.asked[0]))
            step()
            if worth > best:
                best, best_epoch, kept = worth, epoch, {n: p.copy() for n, p in parameters.items()}
            elif epoch - best_epoch >= _PATIENCE:
                break
    return (kept, max(1, best_epoch)) if problem is not None else (parameters, epochs)


def _fresh(courses: int, draw: np.random.Generator) -> Parameters:
    def small(*shape: int) -> Array:
        found: Array = (draw.standard_normal(shape) * shape[0] ** -0.5).astype(np.float32)
        return found

    gates = np.zeros(4 * _WIDTH, np.float32)
    gates[_WIDTH : 2 * _WIDTH] = 1.0  # remember at first
    return {
        "embed": (draw.standard_normal((courses, _WIDTH)) * 0.1).astype(np.float32),
        "in": small(_WIDTH, 4 * _WIDTH),
        "state": small(_WIDTH, 4 * _WIDTH),
        "gates": gates,
        "out": small(_WIDTH, courses),
        "bias": np.zeros(courses, np.float32),
    }


def _sigmoid(x: Array) -> Array:
    found: Array = np.asarray(0.5 * (np.tanh(0.5 * x) + 1), np.float32)
    return found


def _forward(
    parameters: Parameters, courses: NDArray[np.int64], mask: Array
) -> tuple[Array, list[tuple[Array, ...]]]:
    """States, shape (people, length, width), and what the way back needs."""
    people, length = courses.shape
    state = memory = np.zeros((people, _WIDTH), np.float32)
    states: Array = np.zeros((people, length, _WIDTH), np.float32)
    trail: list[tuple[Array, ...]] = []
    for t in range(length):
        given = parameters["embed"][courses[:, t]]
        raw = given @ parameters["in"] + state @ parameters["state"] + parameters["gates"]
        enter, keep, leave = (_sigmoid(raw[:, i * _WIDTH : (i + 1) * _WIDTH]) for i in range(3))
        new = np.tanh(raw[:, 3 * _WIDTH :])
        there = mask[:, t : t + 1]
        before, old = state, memory
        memory = there * (keep * old + enter * new) + (1 - there) * old
        bent = np.tanh(memory)
        state = there * (leave * bent) + (1 - there) * before
        states[:, t] = state
        trail.append((given, before, old, enter, keep, leave, new, bent, there))
    return states, trail


def _gradients(parameters: Parameters, histories: Histories, draw: np.random.Generator) -> Parameters:
    """Of the mean cross entropy of every next course."""
    courses, mask = padded(histories)
    states, trail = _forward(parameters, courses[:, :-1], mask[:, :-1])
    kept = ((draw.random(states.shape) >= _DROPPED) / (1 - _DROPPED)).astype(np.float32)
    dropped = states * kept
    told = mask[:, 1:] * mask[:, :-1]
    rows, times = np.nonzero(told)
    logits = dropped[rows, times] @ parameters["out"] + parameters["bias"]
    logits -= logits.max(axis=1, keepdims=True)
    wrong: Array = np.exp(logits)
    wrong /= wrong.sum(axis=1, keepdims=True)
    wrong[np.arange(len(rows)), courses[rows, times + 1]] -= 1
    wrong /= max(1, len(rows))
    found = {n: np.zeros_like(p) for n, p in parameters.items()}
    found["out"] = np.asarray(dropped[rows, times].T @ wrong, np.float32)
    found["bias"] = np.asarray(wrong.sum(axis=0), np.float32)
    above: Array = np.zeros_like(states)
    above[rows, times] = wrong @ parameters["out"].T
    _backward(parameters, found, courses, trail, above * kept)
    return found


def _backward(
    parameters: Parameters,
    found: Parameters,
    courses: NDArray[np.int64],
    trail: list[tuple[Array, ...]],
    above: Array,
) -> None:
    """Add the gradients of everything below the states to `found`."""
    to_state = to_memory = np.zeros_like(above[:, 0])
    for t in range(len(trail) - 1, -1, -1):
        given, before, old, enter, keep, leave, new, bent, there = trail[t]
        whole = to_state + above[:, t]
        in_state = whole * there
        inner = to_memory * there + in_state * leave * (1 - bent**2)
        raw = np.concatenate(
            [
                inner * new * enter * (1 - enter),
                inner * old * keep * (1 - keep),
                in_state * bent * leave * (1 - leave),
                inner * enter * (1 - new**2),
            ],
            axis=1,
        )
        found["in"] += given.T @ raw
        found["state"] += before.T @ raw
        found["gates"] += raw.sum(axis=0)
        np.add.at(found["embed"], courses[:, t], raw @ parameters["in"].T)
        to_state = raw @ parameters["state"].T + whole * (1 - there)
        to_memory = inner * keep + to_memory * (1 - there)


def _adam(
    parameters: Parameters,
    moments: dict[str, tuple[Array, Array]],
    gradients: Parameters,
    turn: int,
) -> None:
    first, second = _DECAYS
    for name, gradient in gradients.items():
        mean, square = moments[name]
        mean += (1 - first) * (gradient - mean)
        square += (1 - second) * (gradient**2 - square)
        rate = _RATE * (1 - second**turn) ** 0.5 / (1 - first**turn)
        parameters[name] -= (rate * mean / (np.sqrt(square) + 1e-8)).astype(np.float32)
