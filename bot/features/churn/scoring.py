"""Score a community's members at a moment, by a model that learned from their past."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bot.features.churn.evaluation.metrics import Told, figures
from bot.features.churn.history import DAY, Flags, Floats, History
from bot.features.churn.models import LOGISTIC, LastAct, Model
from bot.features.churn.reasons import Reason, reasons
from bot.features.churn.training import Examples, choose, examples
from bot.features.churn.training_rows import Describer, Rows, members, split

_FEWEST = 50  # rows of which it came true, and of which it did not, to learn from


@dataclass(frozen=True)
class Score:
    """How likely a member is quiet in the next 14 days, and acts in the next 7.

    Attributes:
        person: as in the acts.
        quiet, engages: chances.
        weekly: acts a week in the last eight weeks.
        days: on how many days the member acted, as far as is known.
        reasons: why, the most important first.
    """

    person: Hashable
    quiet: float
    engages: float
    weekly: float
    days: int
    reasons: list[Reason]


@dataclass(frozen=True)
class Scores:
    """All scores, the method that made them, and how well it did on the last fifth of the past.

    `figures` is empty when the past is too short to tell. Without a method there are no scores: too little
    is known to learn from.
    """

    method: str = ""
    scores: list[Score] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)


def score(past: History, now: float) -> Scores:
    """Learn from a past that ends now, and score those who are members now."""
    if not past.count:
        return Scores()
    describer = Describer(past)
    try:
        given = examples(past, describer, phase=now % DAY)
    except ValueError:
        return Scores()
    if min(given.quiet.sum(), (~given.quiet).sum(), given.engaged.sum()) < _FEWEST:
        return Scores()
    method, told = _chosen(given)
    people = members(past, now)
    rows = describer.rows(people, now)
    quiet, engages = (Model.fit(method, given.rows, came) for came in (given.quiet, given.engaged))
    matrix = quiet.design.matrix(rows)
    chances, acting = quiet.of(matrix), engages.chances(rows)
    why = reasons(quiet, matrix, past, people, now)
    weekly = past.acts.count(people, now - 56 * DAY, now) / 8
    days = past.days.total(people, now)
    scores = [
        Score(
            past.names[person],
            round(float(chances[n]), 4),
            round(float(acting[n]), 4),
            round(float(weekly[n]), 2),
            int(days[n]),
            why[n],
        )
        for n, person in enumerate(people)
    ]
    return Scores(method, scores, told)


def _chosen(given: Examples) -> tuple[str, dict[str, Any]]:
    """The method that does best on later rows, and how well it does after those; the plainest one without."""
    parts = split(given.rows.at)
    if parts is None:
        return LOGISTIC, {}
    quiet = given.quiet
    if any(len(np.unique(quiet[part])) < 2 for part in (parts.train, parts.validation, parts.test)):
        return LOGISTIC, {}
    choice = choose(
        given.rows.where(parts.train),
        quiet[parts.train],
        given.rows.where(parts.validation),
        quiet[parts.validation],
    )
    learn, test = given.rows.where(parts.learn), given.rows.where(parts.test)
    return choice.best, _figures(choice.best, learn, quiet[parts.learn], test, quiet[parts.test])


def _figures(name: str, learn: Rows, learned: Flags, test: Rows, came: Flags) -> dict[str, Any]:
    told = Told(came, test.people, test.at)

    def some(chances: Floats) -> dict[str, float]:
        found = figures(chances, told)
        return {key: round(found[key], 4) for key in ("auc", "brier", "accuracy", "precision_at_20")}

    model = some(Model.fit(name, learn, learned).chances(test))
    return {**model, "last_act": some(LastAct.fit(learn, learned).chances(test)), "rows": len(test)}
