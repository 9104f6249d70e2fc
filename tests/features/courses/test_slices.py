"""What is held out, and the figures by parts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.courses.evaluation.evaluate import measured
from bot.features.courses.evaluation.metrics import Figures, Held, add
from bot.features.courses.evaluation.reading import Data
from bot.features.courses.evaluation.slices import slices
from bot.features.courses.evaluation.splitting import split, split_by_time
from bot.features.courses.histories import Histories
from tests.features.courses.habits import habits


def timed(lists: list[list[tuple[int, float]]], courses: int = 6) -> Data:
    """Histories of (course, day) pairs."""
    days = [day for one in lists for _, day in sorted(one, key=lambda p: p[1])]
    sequences = [[course for course, _ in sorted(one, key=lambda p: p[1])] for one in lists]
    plain = Histories.of(sequences, courses)
    age = np.array([max(days, default=0.0) - d for d in days], dtype=np.float32)
    people = [str(n) for n in range(len(lists))]
    names = [str(n) for n in range(courses)]
    return Data(Histories(plain.items, plain.offsets, courses, age), people, names, None, 86_400.0 * 100)


worlds = st.lists(
    st.dictionaries(st.integers(0, 5), st.integers(0, 40).map(float), max_size=5).map(
        lambda found: list(found.items())
    ),
    min_size=1,
    max_size=12,
)


@given(worlds)
def test_nothing_that_is_learned_came_after_what_is_held_out(lists: list[list[tuple[int, float]]]) -> None:
    data = timed(lists)
    try:
        later, moment = split_by_time(data)
    except ValueError:
        assert len({day for one in lists for _, day in one}) < 2
        return
    day = 100 - moment / 86_400
    newest = max(d for one in lists for _, d in one)
    train, held = later.histories, later.test
    assert held is not None
    for person, one in enumerate(lists):
        kept = train.items[train.offsets[person] : train.offsets[person + 1]].tolist()
        assert sorted(kept) == sorted(c for c, d in one if newest - d > day)
        assert sorted(held[person]) == sorted(c for c, d in one if newest - d <= day)
    assert train.age is not None
    assert train.age.min(initial=0.0) == 0
    assert any(held)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (Data(Histories.of([[0, 1]], 2), ["a"], ["x", "y"]), "every row of the interactions"),
        (timed([[(0, 3.0)], [(1, 3.0)]]), "different times"),
        (timed([]), "different times"),
        (Data(Histories.of([[0, 1]], 2), ["a"], ["x", "y"], [[1]]), "leave --test out"),
    ],
)
def test_what_cannot_be_split_by_time_is_refused_with_the_reason(data: Data, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        split_by_time(data)


def test_who_came_later_is_asked_for_without_a_history() -> None:
    later, _ = split_by_time(timed([[(0, 1.0), (1, 2.0)], [(0, 1.0), (2, 3.0)], [(1, 30.0)]]))
    train, asked, held = split(later)
    assert asked.sizes.tolist() == [0]
    assert held.items.tolist() == [1]
    assert train.items.tolist() == [0, 1, 0, 2]


def ranked(scores: list[list[int]], asked: Histories, held: Held, k: int) -> Figures:
    """What comes of these scores."""
    figures = Figures()
    add(figures, np.array(scores, np.float32), asked, held, k)
    return figures


def test_each_part_tells_of_its_own_people_and_courses() -> None:
    train = Histories.of([[0], [0, 1], [0, 1, 2], []], 6)
    asked, held = train, Held.of([[1], [2], [5], [0]])
    scores = [[0, 9, 1, 1, 1, 1], [0, 0, 9, 1, 1, 1], [0, 0, 0, 9, 1, 0], [9, 1, 1, 1, 1, 1]]
    found = slices({"it": ranked(scores, asked, held, 1)}, asked, held, train)
    assert {n: (p.get("people"), p["held_out"], p["methods"]["it"]["hr"]) for n, p in found.items()} == {
        "history 1": (1, 1, 1.0),
        "history 2-3": (2, 2, 0.5),
        "cold": (1, 1, 1.0),
        "warm": (3, 3, pytest.approx(2 / 3)),
        "popular courses": (None, 2, 1.0),
        "middling courses": (None, 1, 1.0),
        "rare courses": (None, 1, 0.0),
    }
    assert found["history 1"]["methods"]["it"]["ndcg"] == 1.0
    assert "ndcg" not in found["rare courses"]["methods"]["it"]


def test_the_parts_add_up_to_the_whole() -> None:
    found = measured(habits(120, 5), None, 5)
    parts = found["slices"]
    lengths = [p for n, p in parts.items() if n.startswith("history")]
    courses = [p for n, p in parts.items() if n.endswith("courses")]
    assert sum(p["people"] for p in lengths) == found["people"] == parts["warm"]["people"]
    for some in (lengths, courses, [parts["warm"]]):
        assert sum(p["held_out"] for p in some) == found["held_out"]
        for method, whole in found["methods"].items():
            hits = sum(p["methods"][method]["hr"] * p["held_out"] for p in some)
            assert hits / found["held_out"] == pytest.approx(whole["hr"])
