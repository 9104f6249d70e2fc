"""Why somebody is likely to go quiet, in facts that hold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from bot.features.churn.history import DAY, Act, History
from bot.features.churn.models import Design, Model
from bot.features.churn.reasons import facts, reasons, weights
from bot.text.messages import LANGUAGES, plain

NOW = 100 * DAY


def told(acts: list[Act], person: str = "a") -> dict[str, tuple[str, Any]]:
    """The facts about somebody, by what they are about."""
    past = History.of(acts)
    (found,) = facts(past, np.array([past.names.index(person)]), NOW)
    return {about: (reason.key, dict(reason.values)) for about, reason in found.items()}


def test_silence_is_told_beside_the_usual_rhythm() -> None:
    every_other_day = [Act(d * DAY, "a") for d in range(60, 89, 2)]
    assert told(every_other_day)["away"] == ("away-usual", {"days": 12, "usual": 2})
    assert told([Act(88 * DAY, "a")])["away"] == ("away", {"days": 12})


def test_a_rhythm_that_is_kept_is_no_silence() -> None:
    assert told([Act(d * DAY, "a") for d in range(20, 100, 10)])["away"] == ("away", {"days": 10})


def test_writing_less_is_told_by_the_week() -> None:
    busy = [Act(d * DAY + n, "a") for d in range(44, 86) for n in range(1)]
    assert told([*busy, Act(95 * DAY, "a"), Act(96 * DAY, "a")])["slower"] == (
        "slower",
        {"before": 7, "now": 1},
    )
    assert "slower" not in told([Act(d * DAY, "a") for d in range(40, 100)])


def test_who_is_new_is_not_said_to_write_seldom() -> None:
    found = told([Act(95 * DAY, "a"), Act(97 * DAY, "a")])
    assert found["new"] == ("new", {"days": 5, "acts": 2})
    assert "slower" not in found
    assert told([Act(10 * DAY, "a"), Act(98 * DAY, "a")])["slower"] == ("seldom", {"days": 2, "weeks": 12})


def test_answers_are_told_as_they_were() -> None:
    question = [Act(90 * DAY, "a", asks=True), Act(91 * DAY, "b")]
    assert told(question)["alone"] == ("unanswered", {"days": 10})
    assert told([*question, Act(92 * DAY, "b", ("a",))]).get("alone") is None
    assert told([Act(90 * DAY, "a")])["alone"] == ("never-answered", {})
    early = [Act(50 * DAY, "a"), Act(50 * DAY, "b", ("a",)), Act(99 * DAY, "a")]
    assert told(early)["alone"] == ("not-answered", {"days": 50})


class Sum:
    """A model that believes in one column alone."""

    def __init__(self, column: int) -> None:
        self.column = column

    def predict_proba(self, matrix: np.ndarray) -> np.ndarray:
        chance = 1 / (1 + np.exp(-matrix[:, self.column]))
        return np.stack([1 - chance, chance], axis=1)


@pytest.mark.parametrize(("column", "about"), [(0, "away"), (1, "slower"), (2, "alone")])
def test_what_weighs_is_told_first(column: int, about: str) -> None:
    acts = [Act(d * DAY, "a", asks=True) for d in range(44, 86)]
    past, people = History.of(acts), np.array([0])
    design = Design((0, 1, 2), None, None, ("since", "acts_28", "unanswered"))
    model = Model("sum", design, Sum(column), np.zeros(3))
    matrix = np.full((1, 3), 2.0)
    weighed = weights(model, matrix)
    assert max(weighed, key=lambda group: float(weighed[group][0])) == about
    ((first, *others),) = reasons(model, matrix, past, people, NOW)
    assert first == facts(past, people, NOW)[0][about]
    assert others == []  # the other groups weigh nothing


def test_somebody_for_whom_nothing_speaks_still_has_a_reason() -> None:
    past = History.of([Act(90 * DAY, "a")])
    model = Model("sum", Design((0,), None, None, ("since",)), Sum(0), np.zeros(1))
    ((reason,),) = reasons(model, np.full((1, 1), -3.0), past, np.array([0]), NOW)
    assert reason.key == "away"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("away", {"days": 0}),
        ("away", {"days": 1}),
        ("away-usual", {"days": 12, "usual": 1}),
        ("slower", {"before": 5, "now": 0}),
        ("seldom", {"days": 3, "weeks": 8}),
        ("new", {"days": 1, "acts": 1}),
        ("unanswered", {"days": 0}),
        ("never-answered", {}),
        ("not-answered", {"days": 20}),
        ("talk", {}),
    ],
)
def test_every_reason_has_its_words(key: str, values: dict[str, int], language: str) -> None:
    sentence = plain(language, f"atrisk-why-{key}", **values)
    assert sentence
    assert "\n" not in sentence
