"""A sequence network (LSTM) in Keras on TensorFlow, to be measured beside the default on the same split.

Hochreiter and Schmidhuber, "Long Short-Term Memory", Neural Computation 1997; trained with Adam (Kingma and
Ba, ICLR 2015), stopped early on the validation's courses. Keras is no requirement of the bot's: whoever wants
to measure this installs the extra `sequence`.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.features.courses.evaluation.problem import Problem
from bot.features.courses.histories import Histories
from rules.sentences import say

_WIDTH = 64  # of the embedding and of the state
_LONGEST = 20  # newest courses of a history that are read
_BATCH = 256  # people
_EPOCHS, _PATIENCE = 60, 4
_RATE = 3e-3
_DROPPED = 0.2  # share of the state left out while learning
_SEED = 7
INSTALL = "make sequence"


@dataclass(frozen=True)
class Network:
    """A trained network, and in how many epochs."""

    states: Any  # from courses, shape (people, length), to states, shape (people, length, width)
    logits: Any  # from a state to what speaks for each course
    epochs: int

    def scores(self, histories: Histories, /) -> NDArray[np.float32]:
        """The logits of the next course."""
        found = np.zeros((len(histories), histories.courses), np.float32)
        for start in range(0, len(histories), _BATCH):
            some = histories.part(start, min(start + _BATCH, len(histories)))
            found[start : start + _BATCH] = self.logits(self.states(padded(some))[:, -1])
        return found


def check_installed() -> None:
    """Say how Keras and TensorFlow are installed if they are not here.

    Raises:
        ValueError: with that sentence.
    """
    if find_spec("keras") is None or find_spec("tensorflow") is None:
        raise ValueError(say("sequence-absent", command=INSTALL))


def learn_sequences(problem: Problem, step: Callable[[], None]) -> Network:
    """Train until the validation's courses are found no better, then as long on everything.

    Raises:
        ValueError: Keras or TensorFlow is not installed.
    """
    check_installed()
    keras = _keras()
    epochs = _train(keras, problem.fitting, _EPOCHS, problem, step).epochs
    return _train(keras, problem.train, epochs, None, step)


def padded(histories: Histories) -> NDArray[np.int32]:
    """The newest courses of each at the right end, counted from 1, and 0 where there is none.

    The shape is (people, length).
    """
    places = np.arange(_LONGEST) - _LONGEST + histories.offsets[1:, None]
    there = places >= histories.offsets[:-1, None]
    found = np.zeros(there.shape, np.int32)
    found[there] = histories.items[places[there]] + 1
    return found


def _keras() -> Any:
    """Import Keras, on TensorFlow, without what either of them tells of itself."""
    os.environ["KERAS_BACKEND"] = "tensorflow"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")  # the same figures on other processors
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import keras
        import tensorflow
    tensorflow.config.experimental.enable_op_determinism()
    return keras


def _train(
    keras: Any, histories: Histories, epochs: int, problem: Problem | None, step: Callable[[], None]
) -> Network:
    keras.utils.set_random_seed(_SEED)
    draw = np.random.default_rng(_SEED)
    model, network = _fresh(keras, histories.courses)
    given = padded(histories.chosen(np.flatnonzero(histories.sizes > 1)))
    before, after = given[:, :-1], given[:, 1:]
    told = ((before > 0) & (after > 0)).astype(np.float32)
    best, best_epoch = -1.0, 0
    for epoch in range(1, epochs + 1):
        order = draw.permutation(len(given))
        model.fit(
            before[order],
            np.maximum(after[order] - 1, 0),
            sample_weight=told[order],
            batch_size=_BATCH,
            shuffle=False,
            verbose=0,
        )
        if problem is None:
            continue
        worth = problem.validate(network.scores(problem.asked[0]))
        step()
        if worth > best:
            best, best_epoch = worth, epoch
        elif epoch - best_epoch >= _PATIENCE:
            break
    return replace(network, epochs=max(1, best_epoch) if problem is not None else epochs)


def _fresh(keras: Any, courses: int) -> tuple[Any, Network]:
    """A model to train, and the network made of its layers."""
    layers = keras.layers
    before = layers.Input((None,), dtype="int32")
    states = layers.LSTM(_WIDTH, return_sequences=True)(
        layers.Embedding(courses + 1, _WIDTH, mask_zero=True)(before)
    )
    logits = layers.Dense(courses)
    model = keras.Model(before, logits(layers.Dropout(_DROPPED)(states)))
    model.compile(
        optimizer=keras.optimizers.Adam(_RATE),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        jit_compile=False,
    )
    return model, Network(keras.Model(before, states), logits, 0)
