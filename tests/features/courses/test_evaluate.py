"""The default beside simple methods, on people with habits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from bot.features.courses.evaluation.evaluate import measured
from bot.features.courses.evaluation.reading import Data
from bot.features.courses.evaluation.splitting import split
from bot.features.courses.histories import Histories
from bot.features.courses.model import Model, histories_of, sequences_of
from bot.features.courses.profile import Profile
from bot.playground.demo.make_enrolments import FILE, LEARNERS, PATHS, draw
from rules.config.courses import load_courses
from tests.features.courses.habits import habits
from tests.features.courses.test_files import ROOT
from tests.features.courses.worlds import DAY, NOW, course, taken

SHIPPED = load_courses(ROOT / "rules", [])


def hits(found: dict[str, Any], method: str) -> float:
    """The share of held-out courses among the suggested."""
    return float(found["methods"][method]["hr"])


def test_the_default_beats_popularity_where_people_have_habits() -> None:
    found = measured(habits(300, 1), None, 5)
    assert found["people"] > 280
    assert hits(found, "zhiqun") > hits(found, "popularity") + 0.3
    assert found["methods"]["zhiqun"]["ndcg"] > found["methods"]["popularity"]["ndcg"] * 2
    assert found["methods"]["zhiqun"]["calibration_error"] < 0.15


def test_where_there_is_no_habit_the_default_does_not_pretend() -> None:
    found = measured(habits(200, 3, straying=1.0), None, 5)
    assert abs(hits(found, "zhiqun") - hits(found, "popularity")) < 0.12


def test_nobody_with_two_courses_means_nothing_to_measure() -> None:
    with pytest.raises(ValueError, match="two courses"):
        split(Data(Histories.of([[0], []], 1), ["a", "b"], ["x"]))


def test_what_is_held_out_is_never_learned_from() -> None:
    train, asked, held = split(Data(Histories.of([[0, 1, 2], [3]], 4), ["a", "b"], list("wxyz")))
    assert train.items.tolist() == [0, 1, 3]
    assert asked.items.tolist() == [0, 1]
    assert held.items.tolist() == [2]


def test_the_same_data_gives_the_same_figures() -> None:
    first, second = (measured(habits(120, 5), None, 5) for _ in range(2))
    for found in (first, second):
        for one in found["methods"].values():
            one.pop("seconds_to_learn")
    assert first == second


def test_the_enrolments_of_the_demonstration_are_what_the_script_draws() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "person,course,kind,at"
    assert lines[1:] == [",".join(map(str, row)) for row in draw()]


def test_the_enrolments_name_courses_of_the_catalogue_and_have_structure() -> None:
    rows = draw()
    known = [c.id for c in SHIPPED]
    assert {c for _, c, _, _ in rows} <= set(known)
    assert {c for path in PATHS.values() for c in path} <= set(known)
    assert LEARNERS * 0.9 < len({p for p, _, _, _ in rows}) <= LEARNERS
    sequences = sequences_of(taken(hash(p), c, -ago) for p, c, _, ago in rows)
    data = Data(histories_of(sequences.values(), known), list(map(str, sequences)), known)
    found = measured(data, None, 5)
    assert hits(found, "zhiqun") > hits(found, "popularity") + 0.2


def test_sequences_are_in_order_and_hold_each_course_once() -> None:
    events = [taken(1, "b", 3), taken(1, "a", 2), taken(1, "b", 1), taken(1, "c", 1, "interested")]
    assert sequences_of(events) == {1: ["b", "a"]}


def test_a_model_says_from_how_much_it_learned() -> None:
    model = Model.fit([taken(1, "a", 5), taken(2, "a", 31)], [course("a")], NOW)
    assert model.version == f"v2:2:{NOW}"
    assert model.recent == {"a": 1}
    assert DAY == 86_400


def test_the_chances_of_what_is_not_taken_add_up_to_one() -> None:
    model = Model.fit([taken(p, c, 9) for p in range(9) for c in "ab"], [course(c) for c in "abc"], NOW)
    chances = model.chances(Profile(taken=("a",)))
    assert chances["a"] == 0
    assert sum(chances.values()) == pytest.approx(1, abs=1e-3)
    assert chances["b"] > chances["c"]
    assert np.isfinite(list(chances.values())).all()


def test_what_was_taken_already_is_nothing_to_ask_for() -> None:
    histories = Histories.of([[0, 1], [1]], 3)
    data = Data(histories, ["a", "b"], list("xyz"), [[1], [1]])
    with pytest.raises(ValueError, match="nothing is left to ask for"):
        split(data)
    split(Data(histories, ["a", "b"], list("xyz"), [[1], [2]]))


def test_lists_are_no_longer_than_the_catalogue() -> None:
    data = habits(60, 1)
    found = measured(data, None, 10**12)
    assert found["k"] == len(data.items)
    assert found == {**measured(data, None, len(data.items)), "methods": found["methods"]}
