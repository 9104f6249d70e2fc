"""Prior, Markov chain and profile: the parts of the score."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.courses.markov import STRENGTH, WINDOW, Markov
from bot.courses.prior import HALF_LIFE, prior
from bot.courses.profile import HALF_LIFE as FADING
from bot.courses.profile import blended, profile_of
from tests.courses.worlds import DAY, NOW, taken

IDS = ["a", "b", "c", "d"]
UNIFORM = np.full(4, 0.25)
sequences = st.lists(st.lists(st.sampled_from(IDS), unique=True, max_size=4), max_size=20)


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


@given(sequences)
def test_the_rows_of_the_chain_are_probabilities(found: list[list[str]]) -> None:
    chain = Markov.fit(found, IDS, UNIFORM)
    assert chain.rows.min() > 0
    assert chain.rows.sum(axis=1) == pytest.approx(np.ones(4))


def test_a_row_is_the_posterior_predictive_of_its_counts() -> None:
    chain = Markov.fit([["a", "b"]] * 6 + [["a", "c"]] * 2, IDS, UNIFORM)
    assert chain.rows[0, 1] == pytest.approx((6 + STRENGTH / 4) / (8 + STRENGTH))
    assert chain.rows[3] == pytest.approx(UNIFORM)


def test_a_course_beyond_the_window_does_not_count() -> None:
    names = [f"c{n}" for n in range(WINDOW + 2)]
    chain = Markov.fit([names], names, np.full(len(names), 1 / len(names)))
    assert chain.rows[0, 1] == chain.rows[0, WINDOW] > chain.rows[0, WINDOW + 1]
    assert chain.went[0].tolist() == [0] + [1] * WINDOW + [0]


def test_the_newest_course_of_a_history_speaks_loudest() -> None:
    chain = Markov.fit([["a", "c"]] * 20 + [["b", "d"]] * 20, IDS, UNIFORM)
    after = chain.after(["a", "b"])
    assert after is not None
    assert after[3] > after[2] > after[0]
    assert chain.source(["a", "b"], "d") == ("b", 20)


def test_a_history_outside_the_catalogue_says_nothing() -> None:
    assert Markov.fit([], IDS, UNIFORM).after(["gone"]) is None


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
    profile = profile_of([taken(1, "a", 9 - n, kind) for n, kind in enumerate(kinds)], {}, {})
    assert ("a" in profile.liked, "a" in profile.dismissed, "a" in profile.taken) == (liked, dismissed, known)


def test_courses_are_taken_in_order_and_once() -> None:
    events = [taken(1, "b", 9), taken(1, "a", 8), taken(1, "b", 7)]
    assert profile_of(events, {}, {}).taken == ("b", "a")


def test_interests_fade_by_half_in_a_half_life() -> None:
    assert blended({"x": 2.0}, FADING, {"x": 1.0, "y": 3.0}) == {"y": 3.0, "x": 2.0}
    assert blended({"x": 0.011}, FADING, {}) == {}


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 100), max_size=500), st.floats(0, 1e9))
def test_interests_stay_few_and_never_grow_by_waiting(terms: dict[str, float], age: float) -> None:
    after = blended(terms, age, {})
    assert len(after) <= 300
    assert all(after[t] <= terms[t] + 1e-4 for t in after)
