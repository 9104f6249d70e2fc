"""Stars: by how much they move a course, and when they are told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.courses.explain import reason_of
from bot.features.courses.model import Model
from bot.features.courses.profile import Profile
from bot.features.courses.ratings import FEWEST, LEAST, MOST, WEIGHT, Stars, lifts, overall, tally
from storage import learning, ratings
from tests.features.courses.worlds import ANN, CATALOGUE, NOW, Town, taken

COURSES = ("python", "writing", "saving")
GIVEN = st.lists(
    st.tuples(st.integers(1, 12), st.sampled_from(COURSES), st.integers(LEAST, MOST)), max_size=40
)


def rated(person: int, course: str, stars: int, days_ago: float = 1) -> dict[str, Any]:
    """A rating as the model sees it."""
    return taken(person, course, days_ago, "rated") | {"value": stars}


def events(given: list[tuple[int, str, int]]) -> list[dict[str, Any]]:
    """Ratings, one after the other."""
    return [rated(*one) for one in given]


@given(GIVEN, st.integers(0, 39))
def test_more_stars_never_move_a_course_down(given: list[tuple[int, str, int]], place: int) -> None:
    if not given:
        return
    person, course, stars = given[place % len(given)]
    better = [*given]
    better[place % len(given)] = (person, course, min(MOST, stars + 1))
    assert lifts(tally(events(better)))[course] >= lifts(tally(events(given)))[course] - 1e-9


@given(GIVEN, st.sampled_from(COURSES))
def test_a_further_rating_above_the_mean_moves_up_and_one_below_moves_down(
    given: list[tuple[int, str, int]], course: str
) -> None:
    before = lifts(tally(events(given))).get(course, 0.0)
    top = lifts(tally([*events(given), rated(99, course, MOST)]))[course]
    bottom = lifts(tally([*events(given), rated(99, course, LEAST)]))[course]
    assert bottom - 1e-9 <= before <= top + 1e-9
    assert bottom < top


@given(GIVEN)
def test_a_course_moves_by_no_more_than_its_stars_and_without_any_not_at_all(
    given: list[tuple[int, str, int]],
) -> None:
    stars = tally(events(given))
    moved = lifts(stars)
    assert moved.keys() == {course for _, course, _ in given}
    assert LEAST <= overall(stars) <= MOST
    for course, lift in moved.items():
        assert abs(lift) <= WEIGHT * abs(stars[course].mean - overall(stars)) + 1e-9
        assert abs(lift) < WEIGHT * (MOST - LEAST)


def test_few_stars_move_less_than_many() -> None:
    few, many = (lifts({"a": Stars(5.0, n), "b": Stars(3.0, 60)})["a"] for n in (1, 40))
    assert 0 < few < many / 3


def test_the_newest_rating_of_a_person_counts_and_strange_ones_do_not() -> None:
    given = events([(1, "python", 1), (1, "python", 5), (2, "python", 4), (3, "python", 0), (4, "python", 9)])
    assert tally(given) == {"python": Stars(4.5, 2)}


@pytest.mark.parametrize(("count", "told"), [(0, ""), (4, ""), (5, "★ 4.6 (5)"), (12, "★ 4.6 (12)")])
def test_stars_of_fewer_than_five_people_are_not_told(count: int, told: str) -> None:
    assert Stars(4.6, count).told == told


@given(GIVEN)
def test_in_the_model_rated_courses_move_by_just_that_and_others_stay(
    given: list[tuple[int, str, int]],
) -> None:
    before = {r.course: r for r in Model.fit([], CATALOGUE, NOW).rank(Profile())}
    moved = lifts(tally(events(given)))
    for ranked in Model.fit(events(given), CATALOGUE, NOW).rank(Profile()):
        lift = moved.get(ranked.course, 0.0)
        assert ranked.score == pytest.approx(before[ranked.course].score + lift, abs=1e-4)
        assert ranked.terms.get("rated", 0.0) == pytest.approx(lift, abs=1e-4)


def test_stars_are_told_as_the_reason_where_they_are_the_largest() -> None:
    given = [rated(p, "saving", 5) for p in range(FEWEST)] + [rated(p, "writing", 2) for p in range(9)]
    model = Model.fit(given, CATALOGUE, NOW)
    best = model.rank(Profile())[0]
    assert best.course == "saving"
    assert reason_of(model, Profile(), best) == {"kind": "rated", "stars": 5.0, "count": FEWEST}
    worst = model.rank(Profile())[-1]
    assert worst.course == "writing"
    assert reason_of(model, Profile(), worst) == {"kind": "new"}


def test_the_database_counts_the_same(town: Town) -> None:
    given = [(1, "python", 2), (2, "python", 4), (1, "python", 5), (3, "saving", 3), (2, "saving", 0)]
    rows = [
        {"key": f"r{n}", "community_id": town.community, "person_id": person, "course": course}
        | {"kind": "rated", "value": stars, "at": NOW + n // 2, "suggestion_id": None}
        for n, (person, course, stars) in enumerate(given)
    ]
    with town.store.write() as connection:
        learning.add_course_events(connection, rows)
        found = ratings.means(connection, town.community)
    assert {c: Stars(*v) for c, v in found.items()} == {"python": Stars(4.5, 2), "saving": Stars(3.0, 1)}
    assert town.id(ANN) in (1, 2, 3)
