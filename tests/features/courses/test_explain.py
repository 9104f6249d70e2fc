"""Every suggestion says why, truly."""

from __future__ import annotations

import pytest

from bot.features.courses.explain import reason_of, sentence
from bot.features.courses.model import Model
from bot.features.courses.profile import Profile
from bot.features.courses.ratings import FEWEST
from bot.features.courses.suggest import Live, suggest
from bot.text.messages import say
from tests.features.courses.worlds import CATALOGUE, NOW, taken

TITLES = {c.id: c.title["en"] for c in CATALOGUE}


def explained(model: Model, profile: Profile) -> tuple[str, dict[str, object]]:
    """The first suggestion and its reason."""
    (ranked,) = suggest(model, profile, Live.of(CATALOGUE, NOW))
    return ranked.course, reason_of(model, profile, ranked)


def test_the_number_of_people_who_went_on_is_the_real_one() -> None:
    events = [taken(p, c, 60) for p in range(7) for c in ("python", "pandas")]
    found = explained(Model.fit(events, CATALOGUE, NOW), Profile(taken=("python",)))
    assert found == ("pandas", {"kind": "next", "course": "python", "count": 7, "of": 7})


def test_the_words_somebody_used_are_named() -> None:
    model = Model.fit([], CATALOGUE, NOW)
    course, reason = explained(model, Profile(terms=model.text.known("最近在看基金")))
    assert (course, reason) == ("saving", {"kind": "talk", "words": ["基金"]})


def test_where_the_courses_spoken_of_lead_is_told() -> None:
    events = [taken(p, c, 900) for p in range(30) for c in ("saving", "writing")]
    model = Model.fit(events, CATALOGUE, NOW)
    profile = Profile(terms=model.text.known("最近在看基金"))
    ranked = next(r for r in model.rank(profile) if r.course == "writing")
    assert ranked.terms["beyond"] > ranked.terms["talk"]
    found = reason_of(model, profile, ranked)
    assert found == {"kind": "beyond", "course": "saving", "words": ["基金"]}


def test_without_knowledge_nothing_is_claimed() -> None:
    assert explained(Model.fit([], CATALOGUE, NOW), Profile())[1] == {"kind": "new"}


def test_what_other_courses_come_before_is_no_place_to_begin() -> None:
    model = Model.fit([], CATALOGUE, NOW)
    reasons = {r.course: reason_of(model, Profile(), r)["kind"] for r in model.rank(Profile())}
    assert reasons["pandas"] == "later"
    assert {kind for course, kind in reasons.items() if course != "pandas"} == {"new"}


def test_popularity_counts_the_people_of_the_last_thirty_days() -> None:
    events = [taken(p, "writing", 10) for p in range(6)] + [taken(9, "writing", 31)]
    found = explained(Model.fit(events, CATALOGUE, NOW), Profile())
    assert found == ("writing", {"kind": "popular", "count": 6})


def test_a_course_that_nobody_took_lately_is_not_called_popular() -> None:
    events = [taken(p, "writing", 31) for p in range(6)]
    found = explained(Model.fit(events, CATALOGUE, NOW), Profile())
    assert found == ("writing", {"kind": "new"})


def test_an_interest_that_was_told_is_the_reason() -> None:
    found = explained(Model.fit([], CATALOGUE, NOW), Profile(liked=frozenset(["saving"])))
    assert found == ("saving", {"kind": "liked"})


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["next", "popular"])
def test_counts_under_five_people_are_not_told(language: str, kind: str) -> None:
    few, many = ({"kind": kind, "course": "python", "count": n} for n in (FEWEST - 1, FEWEST))
    values = {"course": "P"} if kind == "next" else {}
    assert sentence(language, few, {"python": "P"}) == say(language, f"reason-{kind}-few", **values)
    told = say(language, f"reason-{kind}", count=FEWEST, **values)
    assert sentence(language, many, {"python": "P"}) == told
    assert str(FEWEST) in told


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "reason",
    [
        {"kind": "next", "course": "gone", "count": 9},
        {"kind": "next", "course": "python", "count": 1},
        {"kind": "talk", "words": ["<b>", "基金"]},
        {"kind": "next", "course": "python", "count": 7, "of": 9},
        {"kind": "together", "course": "python", "count": 7},
        {"kind": "together", "course": "gone", "count": 2},
        {"kind": "alike", "course": "python"},
        {"kind": "beyond", "course": "gone", "words": ["<b>", "基金"]},
        {"kind": "explore"},
        {"kind": "liked"},
        {"kind": "popular", "count": 0},
        {"kind": "new"},
        {"kind": "later"},
    ],
)
def test_every_reason_has_a_sentence_in_both_languages(language: str, reason: dict[str, object]) -> None:
    said = sentence(language, reason, TITLES)
    assert said
    assert "<b>" not in said
