"""The model against popularity, on people with habits."""

from __future__ import annotations

import random
from typing import Any

from bot.courses.evaluate import leave_last_out
from bot.courses.model import Model, sequences_of
from bot.playground.demo.make_enrolments import FILE, LEARNERS, PATHS, draw
from rules.config.courses import Course, load_courses
from tests.courses.test_files import ROOT
from tests.courses.worlds import DAY, NOW, course, taken

SHIPPED = load_courses(ROOT / "rules", [])


def habits(people: int, seed: int) -> tuple[list[dict[str, Any]], list[Course]]:
    """People who walk along one of six paths of five courses each, and stray now and then."""
    draw_ = random.Random(seed)
    courses = [course(f"p{path}-{step}") for path in range(6) for step in range(5)]
    events = []
    for person in range(people):
        path, start = draw_.randrange(6), draw_.randrange(3)
        for n, step in enumerate(range(start, draw_.randrange(start + 2, 6))):
            id_ = courses[draw_.randrange(30)].id if draw_.random() < 0.15 else f"p{path}-{step}"
            events.append(taken(person, id_, 100 - n * 10))
    return sorted(events, key=lambda e: e["at"]), courses


def test_the_model_beats_popularity_where_people_have_habits() -> None:
    events, courses = habits(200, 1)
    scores = leave_last_out(events, courses, NOW, k=5)
    assert scores["model"].people > 190
    assert scores["model"].hit_rate > scores["popularity"].hit_rate + 0.3
    assert scores["model"].ndcg > scores["popularity"].ndcg * 2


def test_where_there_is_no_habit_the_model_does_not_pretend() -> None:
    draw_ = random.Random(3)
    courses = [course(f"c{n}") for n in range(10)]
    events = [taken(p, draw_.choice(courses).id, 50 - n) for p in range(150) for n in range(4)]
    scores = leave_last_out(sorted(events, key=lambda e: e["at"]), courses, NOW, k=3)
    assert abs(scores["model"].hit_rate - scores["popularity"].hit_rate) < 0.15


def test_nobody_with_two_courses_means_nothing_to_measure() -> None:
    assert leave_last_out([taken(1, "a")], [course("a")], NOW)["model"].people == 0


def test_the_enrolments_of_the_demonstration_are_what_the_script_draws() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "person,course,kind,at"
    assert lines[1:] == [",".join(map(str, row)) for row in draw()]


def test_the_enrolments_name_courses_of_the_catalogue_and_have_structure() -> None:
    rows = draw()
    known = {c.id for c in SHIPPED}
    assert {c for _, c, _, _ in rows} <= known
    assert {c for path in PATHS.values() for c in path} <= known
    assert LEARNERS * 0.9 < len({p for p, _, _, _ in rows}) <= LEARNERS
    events = [taken(hash(p), c, -ago) for p, c, _, ago in rows]
    scores = leave_last_out(events, SHIPPED, NOW, k=5)
    assert scores["model"].hit_rate > scores["popularity"].hit_rate + 0.2


def test_sequences_are_in_order_and_hold_each_course_once() -> None:
    events = [taken(1, "b", 3), taken(1, "a", 2), taken(1, "b", 1), taken(1, "c", 1, "interested")]
    assert sequences_of(events) == {1: ["b", "a"]}


def test_a_model_says_from_how_much_it_learned() -> None:
    model = Model.fit([taken(1, "a", 5), taken(2, "a", 31)], [course("a")], NOW)
    assert model.version == f"v1:2:{NOW}"
    assert model.recent == {"a": 1}
    assert DAY == 86_400
