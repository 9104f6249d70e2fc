"""Ranking, filters and diversity."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.courses.model import Model, Ranked
from bot.courses.profile import Profile
from bot.courses.suggest import PAUSE, diverse, refused, suggest
from tests.courses.worlds import CATALOGUE, DAY, NOW, course, taken

EVENTS = [taken(p, c, 30 - p) for p in range(12) for c in ("python", "pandas")] + [
    taken(20 + p, "writing", 2) for p in range(3)
]
MODEL = Model.fit(EVENTS, CATALOGUE, NOW)
IDS = [c.id for c in CATALOGUE]
profiles = st.builds(
    Profile,
    taken=st.lists(st.sampled_from(IDS), unique=True).map(tuple),
    liked=st.frozensets(st.sampled_from(IDS)),
    dismissed=st.frozensets(st.sampled_from(IDS)),
    shown=st.dictionaries(st.sampled_from(IDS), st.integers(NOW - 2 * PAUSE, NOW)),
    terms=st.dictionaries(st.sampled_from(["python", "写作", "基金", "~数据", "zzz"]), st.floats(0.1, 9)),
    language=st.sampled_from(["", "zh", "en"]),
)


def best(profile: Profile, model: Model = MODEL) -> str:
    """The first course that may be suggested."""
    return suggest(model, profile, NOW)[0].course


@given(profiles)
def test_every_course_is_ranked_once_and_its_terms_add_up_to_its_score(profile: Profile) -> None:
    ranked = MODEL.rank(profile)
    assert sorted(r.course for r in ranked) == sorted(IDS)
    assert [r.score for r in ranked] == sorted((r.score for r in ranked), reverse=True)
    assert all(sum(r.terms.values()) == pytest.approx(r.score, abs=1e-3) for r in ranked)


@settings(max_examples=300)
@given(profiles, st.integers(1, 6), st.integers(0, 40))
def test_no_filtered_course_is_ever_suggested(profile: Profile, count: int, later: int) -> None:
    now = NOW + later * DAY
    by_id = {c.id: c for c in CATALOGUE}
    found = [r.course for r in suggest(MODEL, profile, now, count)]
    assert len(found) == len(set(found)) <= count
    for id_ in found:
        one = by_id[id_]
        assert not one.hidden
        assert id_ not in profile.taken
        assert id_ not in profile.dismissed
        assert set(one.prerequisites) <= set(profile.taken)
        assert id_ not in profile.shown or now - profile.shown[id_] >= PAUSE


@given(profiles, st.integers(1, 6))
def test_what_may_be_suggested_is_as_long_as_there_is_any(profile: Profile, count: int) -> None:
    allowed = [c for c in CATALOGUE if not refused(c, profile, NOW)]
    assert len(suggest(MODEL, profile, NOW, count)) == min(count, len(allowed))


@pytest.mark.parametrize(
    ("more", "profile", "reason"),
    [
        ({}, Profile(), ""),
        ({"hidden": True}, Profile(), "hidden"),
        ({}, Profile(taken=("x",)), "taken"),
        ({}, Profile(dismissed=frozenset("x")), "dismissed"),
        ({}, Profile(shown={"x": NOW - PAUSE + 1}), "shown lately"),
        ({}, Profile(shown={"x": NOW - PAUSE}), ""),
        ({"kind": "live", "starts": "2026-02-01"}, Profile(), "began already"),
        ({"kind": "live", "starts": "2026-02-03"}, Profile(), ""),
        ({"kind": "course", "starts": "2020-01-01"}, Profile(), ""),
        ({"prerequisites": ["y", "z"]}, Profile(taken=("y",)), "prerequisites"),
        ({"prerequisites": ["y", "z"]}, Profile(taken=("z", "y")), ""),
    ],
)
def test_a_course_is_refused_for_a_reason(more: dict[str, object], profile: Profile, reason: str) -> None:
    assert refused(course("x", **more), profile, NOW) == reason  # NOW is 2026-02-02


def test_what_others_took_next_comes_first() -> None:
    assert best(Profile(taken=("python",))) == "pandas"


def test_what_somebody_talks_about_comes_first_when_nobody_took_anything() -> None:
    empty = Model.fit([], CATALOGUE, NOW)
    assert best(Profile(terms=empty.text.known("想了解基金和理财")), empty) == "saving"
    assert best(Profile(terms=empty.text.known("写作练习")), empty) == "writing"


def test_what_somebody_was_interested_in_rises() -> None:
    plain, liked = Profile(), Profile(liked=frozenset(["saving"]))
    scores = [{r.course: r.score for r in MODEL.rank(p)} for p in (plain, liked)]
    assert scores[1]["saving"] > scores[0]["saving"]
    assert scores[1]["python"] == scores[0]["python"]


@pytest.mark.parametrize(("language", "first"), [("zh", "zh-one"), ("en", "en-one")])
def test_courses_in_ones_own_language_come_first_but_others_stay(language: str, first: str) -> None:
    catalogue = (course("en-one", language="en"), course("zh-one", language="zh"))
    model = Model.fit([], catalogue, NOW)
    found = [r.course for r in suggest(model, Profile(language=language), NOW, 2)]
    assert found[0] == first
    assert len(found) == 2


def test_the_same_events_give_the_same_ranking() -> None:
    again = Model.fit(list(EVENTS), CATALOGUE, NOW)
    profile = Profile(taken=("python",), terms={"写作": 1.0})
    assert again.rank(profile) == MODEL.rank(profile)


def test_an_empty_catalogue_suggests_nothing() -> None:
    assert suggest(Model.fit([taken(1, "gone")], (), NOW), Profile(), NOW, 3) == []


@pytest.mark.parametrize(
    ("scores", "alike", "second"),
    [
        ((2.0, 1.5, 0.0), 0.0, "b"),
        ((2.0, 1.5, 1.4), 1.0, "c"),
        ((2.0, 1.9, 0.0), 0.1, "b"),
    ],
)
def test_the_second_choice_is_unlike_the_first(scores: tuple[float, ...], alike: float, second: str) -> None:
    ranked = [Ranked(c, s, {}) for c, s in zip("abc", scores, strict=True)]
    likeness = np.array([[1.0, alike, 0.0], [alike, 1.0, 0.0], [0.0, 0.0, 1.0]])
    assert [r.course for r in diverse(ranked, 2, likeness)] == ["a", second]


def test_equals_keep_their_order() -> None:
    ranked = [Ranked(c, 1.0, {}) for c in "bca"]
    assert [r.course for r in diverse(ranked, 3, np.eye(3))] == ["b", "c", "a"]
