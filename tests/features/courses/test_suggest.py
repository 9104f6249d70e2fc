"""Ranking, filters and diversity."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.courses.exploration import CAP, EVERY, Outcomes
from bot.features.courses.model import Model
from bot.features.courses.profile import Profile
from bot.features.courses.suggest import PAUSE, Live, diverse, refused, suggest, suggest_all
from tests.features.courses.worlds import CATALOGUE, DAY, NOW, course, taken

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
    person=st.integers(0, 40),
    names=st.frozensets(st.sampled_from(["@ann", "12", "@cai"])),
)


def best(profile: Profile, model: Model = MODEL) -> str:
    """The first course that may be suggested."""
    return suggest(model, profile, Live.of(model.courses, NOW))[0].course


@given(profiles)
def test_every_course_is_ranked_once_and_its_terms_add_up_to_its_score(profile: Profile) -> None:
    ranked = MODEL.rank(profile)
    assert sorted(r.course for r in ranked) == sorted(IDS)
    assert [r.score for r in ranked] == sorted((r.score for r in ranked), reverse=True)
    assert all(sum(r.terms.values()) == pytest.approx(r.score, abs=1e-3) for r in ranked)


changes = st.fixed_dictionaries(
    {},
    optional={
        "hidden": st.booleans(),
        "kind": st.sampled_from(["course", "live"]),
        "starts": st.sampled_from(["2026-01-01", "2026-02-20", "2026-04-01"]),
        "ends": st.sampled_from(["2026-01-31", "2026-02-20", "2026-04-01"]),
        "authors": st.lists(st.sampled_from(["@ann", "12", "@cai"]), max_size=2),
        "prerequisites": st.lists(st.sampled_from(IDS), max_size=2),
    },
)
tries = st.builds(
    Outcomes,
    st.dictionaries(st.sampled_from(IDS), st.integers(0, 2 * CAP)),
    st.dictionaries(st.sampled_from(IDS), st.integers(0, 2 * CAP)),
)


@st.composite
def lives(draw: st.DrawFn) -> Live:
    """The catalogue as it changed since the model learned: some courses gone, hidden, full, over."""
    left = draw(st.lists(st.sampled_from(CATALOGUE), unique=True))
    now = NOW + draw(st.integers(0, 40)) * DAY
    changed = {c.id: c.model_copy(update=draw(changes)) for c in left}
    return Live(now, changed, draw(st.frozensets(st.sampled_from(IDS))), draw(st.none() | tries))


@settings(max_examples=150)
@given(profiles, st.integers(1, 6), lives())
def test_no_filtered_course_is_ever_suggested(profile: Profile, count: int, live: Live) -> None:
    found = [r.course for r in suggest(MODEL, profile, live, count)]
    assert len(found) == len(set(found)) <= count
    for id_ in found:
        one = live.courses[id_]
        today = datetime.fromtimestamp(live.now, UTC).date().isoformat()
        assert not one.hidden
        assert id_ not in profile.taken
        assert id_ not in profile.dismissed
        assert id_ not in live.full
        assert not profile.names & set(one.authors)
        assert set(one.prerequisites) <= set(profile.taken)
        assert id_ not in profile.shown or live.now - profile.shown[id_] >= PAUSE
        assert one.kind != "live" or not one.starts or one.starts > today
        assert not one.ends or one.ends >= today


@given(profiles, st.integers(1, 6))
def test_what_may_be_suggested_is_as_long_as_there_is_any(profile: Profile, count: int) -> None:
    live = Live.of(CATALOGUE, NOW)
    allowed = [c for c in CATALOGUE if not refused(c, profile, live)]
    assert len(suggest(MODEL, profile, live, count)) == min(count, len(allowed))


def test_many_are_advised_as_each_alone() -> None:
    live = Live.of(CATALOGUE, NOW)
    some = [Profile(), Profile(taken=("python",)), Profile(terms={"写作": 1.0}), Profile(language="en")]
    alone = [[r.course for r in suggest(MODEL, p, live, 3)] for p in some]
    assert [[r.course for r in found] for found in suggest_all(MODEL, some, live, 3)] == alone


def test_one_suggestion_in_eight_tries_out_what_few_have_seen() -> None:
    live = Live(NOW, {c.id: c for c in CATALOGUE}, outcomes=Outcomes({"python": 500}, {"python": 90}))
    found = [suggest(MODEL, Profile(person=p), live)[0] for p in range(1, 401)]
    tried = [r.course for r in found if "explore" in r.terms]
    assert abs(len(tried) - 400 / EVERY) < 25
    assert set(tried) == {"writing", "saving"}
    assert all(r.course == best(Profile()) for r in found if "explore" not in r.terms)


def test_whoever_asks_again_is_not_shown_trials_all_day() -> None:
    live = Live(NOW, {c.id: c for c in CATALOGUE}, outcomes=Outcomes({}, {}))
    long_ago = int(NOW - 2 * PAUSE)
    again = [
        Profile(person=p, shown={f"c{n}": long_ago for n in range(k)}) for p in (1, 2, 3) for k in range(200)
    ]
    tried = ["explore" in suggest(MODEL, one, live)[0].terms for one in again]
    assert 200 * 3 / EVERY / 2 < sum(tried) < 200 * 3 / EVERY * 2


@pytest.mark.parametrize(
    ("profile", "tries"),
    [
        ({"named": {"写作": 1.0}}, False),  # "I want to learn to write", just now
        ({"asked": {"clay": 1.0}}, False),
        ({"named": {"写作": 0.2}}, True),  # only mentioned
    ],
)
def test_nothing_is_tried_out_with_somebody_who_just_asked_for_something(
    profile: dict[str, Any], tries: bool
) -> None:
    live = Live(NOW, {c.id: c for c in CATALOGUE}, outcomes=Outcomes({}, {}))
    found = [suggest(MODEL, Profile(person=p, **profile), live)[0] for p in range(1, 200)]
    assert any("explore" in r.terms for r in found) is tries


def test_what_was_shown_often_is_tried_no_more() -> None:
    enough = Outcomes({c.id: CAP for c in CATALOGUE}, {})
    live = Live(NOW, {c.id: c for c in CATALOGUE}, outcomes=enough)
    assert not any("explore" in suggest(MODEL, Profile(person=p), live)[0].terms for p in range(1, 200))


def test_trials_lead_to_what_is_accepted() -> None:
    outcomes = Outcomes({"writing": 45, "saving": 45}, {"writing": 0, "saving": 30})
    live = Live(NOW, {c.id: c for c in CATALOGUE}, outcomes=outcomes)
    found = [suggest(MODEL, Profile(person=p), live)[0] for p in range(1, 400)]
    assert {r.course for r in found if "explore" in r.terms} == {"saving"}


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
        ({"ends": "2026-02-01"}, Profile(), "ended"),
        ({"ends": "2026-02-02"}, Profile(), ""),
        ({"seats": 3}, Profile(), ""),
        ({"authors": ["@Ann"]}, Profile(names=frozenset(["@ann"])), "own"),
        ({"authors": ["12"]}, Profile(names=frozenset(["@ann", "11"])), ""),
        ({"prerequisites": ["y", "z"]}, Profile(taken=("y",)), "prerequisites"),
        ({"prerequisites": ["y", "z"]}, Profile(taken=("z", "y")), ""),
    ],
)
def test_a_course_is_refused_for_a_reason(more: dict[str, object], profile: Profile, reason: str) -> None:
    live = Live.of((), NOW)  # NOW is 2026-02-02
    assert refused(course("x", **more), profile, live) == reason


def test_a_full_course_is_refused() -> None:
    assert refused(course("x"), Profile(), Live(NOW, {}, {"x"})) == "full"


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
    found = [r.course for r in suggest(model, Profile(language=language), Live.of(catalogue, NOW), 2)]
    assert found[0] == first
    assert len(found) == 2


def test_the_same_events_give_the_same_ranking() -> None:
    again = Model.fit(list(EVENTS), CATALOGUE, NOW)
    profile = Profile(taken=("python",), terms={"写作": 1.0})
    assert again.rank(profile) == MODEL.rank(profile)


def test_an_empty_catalogue_suggests_nothing() -> None:
    assert suggest(Model.fit([taken(1, "gone")], (), NOW), Profile(), Live.of((), NOW), 3) == []


@pytest.mark.parametrize(
    ("scores", "alike", "second"),
    [
        ((2.0, 1.5, 0.0), 0.0, "b"),
        ((2.0, 1.5, 1.4), 1.0, "c"),
        ((2.0, 1.9, 0.0), 0.1, "b"),
    ],
)
def test_the_second_choice_is_unlike_the_first(scores: tuple[float, ...], alike: float, second: str) -> None:
    likeness = np.array([[1.0, alike, 0.0], [alike, 1.0, 0.0], [0.0, 0.0, 1.0]])
    assert ["abc"[i] for i in diverse(np.array(scores), 2, likeness)] == ["a", second]


def test_equals_keep_their_order() -> None:
    assert diverse(np.ones(3), 3, np.eye(3)) == [0, 1, 2]
