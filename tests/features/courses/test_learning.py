"""Prior, Markov chain and profile: the parts of the score."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.courses.blend import Blend, fits_ease
from bot.features.courses.ease import Ease
from bot.features.courses.histories import Histories
from bot.features.courses.markov import Chain, Markov
from bot.features.courses.model import HALF_LIFE, prior
from bot.features.courses.profile import HALF_LIFE as FADING
from bot.features.courses.profile import Words, blended, profile_of
from tests.features.courses.worlds import DAY, NOW, taken

IDS = ["a", "b", "c", "d"]
UNIFORM = np.full(4, 0.25)
WINDOW = 8
sequences = st.lists(st.lists(st.integers(0, 3), unique=True, max_size=4), max_size=20)


def test_without_events_every_course_is_as_likely_as_any_other() -> None:
    assert prior([], IDS, NOW) == pytest.approx(UNIFORM)


def test_an_enrolment_counts_half_after_a_half_life() -> None:
    fresh, old = prior([taken(1, "a", 0)], IDS, NOW), prior([taken(1, "a", HALF_LIFE / DAY)], IDS, NOW)
    assert fresh[0] / fresh[1] == pytest.approx(2.0)
    assert old[0] / old[1] == pytest.approx(1.5)


def test_pressing_again_and_again_makes_no_course_popular() -> None:
    once = prior([taken(1, "a", 3, "interested")], IDS, NOW)
    often = prior([taken(1, "a", 3, "interested")] * 50, IDS, NOW)
    assert often == pytest.approx(once)


def test_what_was_dismissed_or_left_the_catalogue_makes_nothing_popular() -> None:
    assert prior([taken(1, "a", 1, "dismissed"), taken(1, "gone", 1)], IDS, NOW) == pytest.approx(UNIFORM)


def chain(found: list[list[int]], courses: int = 4, **more: float) -> Markov:
    """A chain of course numbers, without the discounts of popularity and of distance."""
    plain = Chain(window=WINDOW, fading=1.0, back=0.0, strength=4.0, mixture=1.0, bayes=0.0)
    settings = replace(plain, **more)  # type: ignore[arg-type]  # numbers all
    return Markov.fit(Histories.of(found, courses), np.full(courses, 1 / courses), settings)


@given(sequences, st.floats(0, 1), st.floats(0.1, 1))
def test_the_rows_of_the_chain_are_probabilities(found: list[list[int]], back: float, fading: float) -> None:
    rows = chain(found, back=back, fading=fading).rows
    assert rows.min() > 0
    assert rows.sum(axis=1) == pytest.approx(np.ones(4), abs=1e-5)


@given(sequences)
def test_transitions_are_those_of_a_plain_count(found: list[list[int]]) -> None:
    went = np.zeros((4, 4), int)
    for one in found:
        for i, a in enumerate(one):
            for b in one[i + 1 : i + 1 + WINDOW]:
                went[a, b] += 1
    assert chain(found).went.tolist() == went.tolist()


def test_a_row_is_the_posterior_predictive_of_its_counts() -> None:
    rows = chain([[0, 1]] * 6 + [[0, 2]] * 2).rows
    assert rows[0, 1] == pytest.approx((6 + 8 / 4) / (8 + 8))  # 4.0 for each root of 4 courses: 8
    assert rows[3] == pytest.approx(UNIFORM)


def test_a_course_beyond_the_window_does_not_count() -> None:
    size = WINDOW + 2
    one = chain([list(range(size))], size)
    assert one.rows[0, 1] == one.rows[0, WINDOW] > one.rows[0, WINDOW + 1]
    assert one.went[0].tolist() == [0] + [1] * WINDOW + [0]


def test_the_newest_course_of_a_history_speaks_loudest() -> None:
    one = chain([[0, 2]] * 20 + [[1, 3]] * 20)
    after = one.after(Histories.of([[0, 1]], 4))[0]
    assert after[3] > after[2] > after[0]
    assert one.source(np.array([0, 1]), 3) == 1


def test_evidence_is_added_as_bayes_theorem_says() -> None:
    one = chain([[0, 2]] * 20 + [[1, 3]] * 20, mixture=0.0, bayes=1.0, half_life=float("inf"))
    said = one.following(Histories.of([[0, 1]], 4), UNIFORM)[0]
    posterior = UNIFORM * np.exp(said)
    expected = UNIFORM * (one.rows[0] / UNIFORM) * (one.rows[1] / UNIFORM)
    assert posterior / posterior.sum() == pytest.approx(expected / expected.sum(), rel=1e-4)


def test_histories_without_a_course_say_nothing() -> None:
    assert chain([]).after(Histories.of([[]], 4)).tolist() == [[0.0] * 4]


def test_ease_is_the_closed_form_of_its_paper() -> None:
    found = Histories.of([[0, 1], [0, 1, 2], [2, 3], [1, 3]], 4)
    taken_ = found.weights(np.inf).toarray()
    inverse = np.linalg.inv(taken_.T @ taken_ + 2.0 * np.eye(4))
    expected = inverse / -np.diag(inverse)
    np.fill_diagonal(expected, 0.0)
    ease = Ease.fit(found, 2.0)
    assert ease.weights == pytest.approx(expected, abs=1e-5)
    assert ease.both.tolist() == (taken_.T @ taken_).astype(int).tolist()


def test_a_new_course_borrows_from_its_nearest_texts() -> None:
    found = Histories.of([[0, 1]] * 20, 3)
    from scipy.sparse import csr_matrix

    text = csr_matrix(np.array([[1.0, 0], [0, 1], [0, 1]]))
    blend = Blend.fit(found, np.full(3, 1 / 3), text)
    terms = blend.terms(Histories.of([[0]], 3))
    assert terms["next"][0, 1] > terms["next"][0, 2] > terms["next"][0, 0]


def test_a_few_people_are_not_enough_for_ease() -> None:
    crowd = Histories.of([[p % 120, (p + 1) % 120] for p in range(1200)], 120)
    assert fits_ease(crowd)
    assert not fits_ease(crowd.part(0, 900))
    assert Blend.fit(crowd, np.full(120, 1 / 120)).ease is not None
    assert Blend.fit(crowd.part(0, 900), np.full(120, 1 / 120)).ease is None


@given(sequences)
def test_parts_and_choices_of_histories_hold_what_they_should(found: list[list[int]]) -> None:
    whole = Histories.of(found, 4)
    lists = [whole.items[whole.offsets[p] : whole.offsets[p + 1]].tolist() for p in range(len(whole))]
    assert lists == found
    chosen = whole.chosen(np.arange(len(found))[::-1])
    again = [chosen.items[chosen.offsets[p] : chosen.offsets[p + 1]].tolist() for p in range(len(chosen))]
    assert again == found[::-1]
    rest, last = whole.without_last()
    assert rest.sizes.tolist() == [len(f) - (len(f) > 1) for f in found]
    assert last.tolist() == [f[-1] if len(f) > 1 else -1 for f in found]


@pytest.mark.parametrize(
    ("kinds", "liked", "dismissed", "known"),
    [
        (["interested"], True, False, False),
        (["interested", "dismissed"], False, True, False),
        (["dismissed", "interested"], True, False, False),
        (["dismissed", "clicked"], False, True, False),
        (["taken", "dismissed"], False, True, True),
        (["rated"], False, False, False),
    ],
)
def test_the_last_judgement_counts_and_taken_stays_taken(
    kinds: list[str], liked: bool, dismissed: bool, known: bool
) -> None:
    profile = profile_of([taken(1, "a", 9 - n, kind) for n, kind in enumerate(kinds)], {}, Words())
    assert ("a" in profile.liked, "a" in profile.dismissed, "a" in profile.taken) == (liked, dismissed, known)


def test_courses_are_taken_in_order_and_once() -> None:
    events = [taken(1, "b", 9), taken(1, "a", 8), taken(1, "b", 7)]
    assert profile_of(events, {}, Words()).taken == ("b", "a")


def test_interests_fade_by_half_in_a_half_life() -> None:
    assert blended({"x": 2.0}, FADING, {"x": 1.0, "y": 3.0}) == {"y": 3.0, "x": 2.0}
    assert blended({"x": 0.011}, FADING, {}) == {}


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 100), max_size=500), st.floats(0, 1e9))
def test_interests_stay_few_and_never_grow_by_waiting(terms: dict[str, float], age: float) -> None:
    after = blended(terms, age, {})
    assert len(after) <= 300
    assert all(after[t] <= terms[t] + 1e-4 for t in after)
