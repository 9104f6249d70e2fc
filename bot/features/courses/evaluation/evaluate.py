"""`zhiqun recommend evaluate`: the default beside simple methods, on courses nobody of them saw."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from bot.features.courses.blend import Blend, Settings
from bot.features.courses.evaluation import baselines
from bot.features.courses.evaluation.chat_evaluation import talking
from bot.features.courses.evaluation.metrics import Figures, Held, Show, add, interval, suggests_all
from bot.features.courses.evaluation.problem import Problem, Scorer, prior_of
from bot.features.courses.evaluation.reading import Data, read_data, read_texts
from bot.features.courses.evaluation.sequence import check_installed, learn_sequences
from bot.features.courses.evaluation.slices import slices
from bot.features.courses.evaluation.splitting import LAST, TIME, split, split_by_time
from bot.features.courses.evaluation.tuning import STEPS, choose
from bot.features.courses.histories import Histories
from rules.sentences import say

Learn = Callable[[Problem, Callable[[], None]], Scorer]
_AT_ONCE = 1_000  # people
_DEFAULT = "zhiqun"
_BASELINES: Mapping[str, Learn] = {
    "popularity": baselines.popularity,
    "item-kNN": baselines.item_knn,
    "EASE": baselines.ease,
    "Markov-1": baselines.markov_1,
}


def evaluate(
    interactions: Path,
    test: Path | None = None,
    catalogue: Path | None = None,
    k: int = 10,
    sequence: bool = False,
    talk: int = 0,
    show: Show = lambda done, total: None,
    how: str = LAST,
) -> dict[str, Any]:
    """Every method's figures, and how they were measured.

    Without `test`, everybody's last course is held out, or with `how` "time" all that came after a moment.
    Methods learn and are tuned on the rest alone. With `talk`, people are asked for of whom nothing is known
    but so many sentences (see chat_evaluation.py).

    Raises:
        ValueError: a file cannot be used, with the line; nothing is left to ask for; Keras is not installed.
        OSError: a file cannot be read.
    """
    if sequence:
        check_installed()
    data, moment = read_data(interactions, test), 0.0
    if how == TIME:
        data, moment = split_by_time(data)
    texts = read_texts(catalogue, data.items) if catalogue else None
    if talk:
        if texts is None:
            raise ValueError(say("talk-texts"))
        return talking(data, texts, talk, k, show)
    found = measured(data, texts, k, sequence, show)
    return {**found, "split_at": moment} if how == TIME else found


def measured(
    data: Data, texts: list[str] | None, k: int, sequence: bool = False, show: Show = lambda done, total: None
) -> dict[str, Any]:
    """The same for data at hand."""
    train, asked, held = split(data)
    k = min(k, train.courses)
    problem = Problem(train, rows_of(texts), k)
    learners: dict[str, Learn] = {**_BASELINES, _DEFAULT: learn}
    if sequence:
        learners["LSTM"] = learn_sequences
    steps = _Steps(show, len(learners) * (STEPS + -(-len(asked) // _AT_ONCE)))
    found: dict[str, Any] = {}
    figures: dict[str, Figures] = {}
    settings: Settings | None = None
    for name, learner in learners.items():
        began = time.perf_counter()
        fitted = learner(problem, steps.step)
        tuned = time.perf_counter() - began
        settings = fitted.settings if isinstance(fitted, Blend) else settings
        figures[name] = _ask(fitted, asked, held, k, steps.step)
        low, high = interval(figures[name].ndcg)
        found[name] = {
            **figures[name].values(k, train.courses),
            "ndcg_interval": [low, high],
            "recall_interval": list(interval(figures[name].recall)),
            "seconds_to_learn": tuned,
        }
    steps.done()
    others = {n: f for n, f in found.items() if n != _DEFAULT}
    rival = max(others, key=lambda n: float(others[n]["ndcg"]))
    ahead = figures[_DEFAULT].ndcg - figures[rival].ndcg
    return {
        "k": k,
        "suggests_all": suggests_all(asked, k),
        "people": held.count,
        "courses": train.courses,
        "training_events": len(train.items),
        "held_out": len(held.items),
        "texts": sum(map(bool, texts or ())),
        "methods": found,
        "best_other": rival,
        "ndcg_ahead": float(ahead.mean()),
        "ndcg_ahead_interval": list(interval(ahead)),
        "slices": slices(figures, asked, held, train),
        "settings": _told(settings),
    }


def rows_of(texts: list[str] | None) -> Any:
    """TF-IDF rows of texts; None without any."""
    if not texts or not any(texts):
        return None
    from bot.features.courses.text_features import TextModel

    return TextModel.of(texts).rows


def learn(problem: Problem, step: Callable[[], None]) -> Blend:
    """The default: settings chosen on the validation part, then everything learned anew."""
    settings = choose(problem, step)
    return Blend.fit(problem.train, prior_of(problem.train), problem.text, settings)


def _ask(fitted: Scorer, asked: Histories, held: Held, k: int, step: Callable[[], None]) -> Figures:
    figures = Figures()
    for start in range(0, len(asked), _AT_ONCE):
        stop = min(start + _AT_ONCE, len(asked))
        some, their = asked.part(start, stop), held.part(start, stop)
        scores = np.asarray(fitted.scores(some), dtype=np.float32)
        chances = None
        if isinstance(fitted, Blend):
            left = scores.copy()
            left[some.people, some.items] = -np.inf
            chances = fitted.probabilities(left)
        add(figures, scores, some, their, k, chances)
        step()
    return figures


def _told(settings: Settings | None) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(settings) if settings else {}


class _Steps:
    def __init__(self, show: Show, total: int) -> None:
        self._show, self._total, self._at = show, total, 0

    def step(self) -> None:
        self._at = min(self._at + 1, self._total - 1)
        self._show(self._at, self._total)

    def done(self) -> None:
        self._show(self._total, self._total)
