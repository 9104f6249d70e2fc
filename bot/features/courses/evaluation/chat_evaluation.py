"""Evaluate members who only chat: sentences from texts of courses they took stand in for what they write."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.features.courses.blend import Blend, Settings
from bot.features.courses.evaluation.baselines import Same
from bot.features.courses.evaluation.metrics import Figures, Held, Show, add, interval, suggests_all
from bot.features.courses.evaluation.problem import prior_of
from bot.features.courses.evaluation.reading import Data
from bot.features.courses.evaluation.splitting import split
from bot.features.courses.histories import Histories
from bot.features.courses.text_features import TextModel
from rules.sentences import say

_SAMPLE = 8_000  # people
_AT_ONCE = 1_000
_SENTENCE = re.compile(r"[。！？；!?;\n]+|\.\s")
_SHORTEST = 4  # characters


def talking(
    data: Data, texts: list[str], sentences: int, k: int, show: Show = lambda done, total: None
) -> dict[str, Any]:
    """Figures for people of whom nothing is known but `sentences` sentences, and of popularity for the same.

    The sentences come from courses before the held-out one; what those people took is not told to the model,
    and not ranked. The texts' weight is the bot's own and is not chosen here: it is higher than would be best
    for these figures, since members who have taken nothing talk about courses that are still to come.

    Raises:
        ValueError: nobody has both a course to be asked for and a text to speak of.
    """
    train, asked, held = split(data)
    k = min(k, train.courses)
    model = TextModel.of(texts)
    rooms = _Talk(texts, model, sentences)
    blend = Blend.fit(train, prior_of(train), model.rows, Settings(ease=0.0, alike=0.0))
    able = rooms.able(asked)
    if not len(able):
        raise ValueError(say("talk-nobody"))
    if len(able) > _SAMPLE:
        able = np.sort(np.random.default_rng(1).choice(able, _SAMPLE, replace=False))
    lists = [held.items[held.people == p].tolist() for p in able]
    some, theirs = asked.chosen(able), Held.of(lists)
    popular = Same(prior_of(train).astype(np.float32))
    figures = {"popularity": Figures(), "zhiqun": Figures()}
    for start in range(0, len(some), _AT_ONCE):
        stop = min(start + _AT_ONCE, len(some))
        people, wanted = some.part(start, stop), theirs.part(start, stop)
        scores = blend.scores(_nobody(people), rooms.of(people))
        add(figures["zhiqun"], scores, people, wanted, k)
        add(figures["popularity"], popular.scores(people), people, wanted, k)
        show(stop, len(some))
    ahead = figures["zhiqun"].ndcg - figures["popularity"].ndcg
    hits = {name: one.values(k, train.courses)["hr"] for name, one in figures.items()}
    return {
        "k": k,
        "suggests_all": suggests_all(some, k),
        "people": len(some),
        "sentences": sentences,
        "methods": {
            name: {**one.values(k, train.courses), "recall_interval": list(interval(one.recall))}
            for name, one in figures.items()
        },
        "ndcg_ahead_interval": list(interval(ahead)),
        "times_popularity": hits["zhiqun"] / hits["popularity"] if hits["popularity"] else float("inf"),
    }


def _nobody(histories: Histories) -> Histories:
    """As many people, of whom no course is known."""
    return Histories.of([[] for _ in range(len(histories))], histories.courses)


class _Talk:
    """What people say: sentences drawn from their courses' texts, the same ones for the same history."""

    def __init__(self, texts: list[str], model: TextModel, sentences: int) -> None:
        self._model, self._most = model, sentences
        self._said = [_sentences(text) for text in texts]
        self._speaks = np.array([bool(said) for said in self._said])

    def able(self, histories: Histories) -> NDArray[np.int64]:
        """Those who took a course with a text."""
        spoken = np.bincount(histories.people, self._speaks[histories.items], len(histories))
        return np.flatnonzero(spoken > 0)

    def of(self, histories: Histories) -> Any:
        """A sparse unit row for each."""
        return self._model.unit([self._terms(histories, p) for p in range(len(histories))])

    def _terms(self, histories: Histories, person: int) -> dict[str, float]:
        courses = histories.taken(person)
        all_ = [s for course in courses.tolist() for s in self._said[course]]
        draw = np.random.default_rng(int(courses.sum()) * 7919 + len(courses))
        chosen = draw.choice(len(all_), min(self._most, len(all_)), replace=False)
        terms: dict[str, float] = {}
        for place in chosen:
            for term, weight in self._model.known(all_[place]).items():
                terms[term] = terms.get(term, 0.0) + weight
        return terms


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE.split(text) if len(part.strip()) >= _SHORTEST]
