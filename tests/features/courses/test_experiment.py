"""The recommender beside popularity, on members held out."""

from __future__ import annotations

from math import erfc, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.courses.advisor import Advisor
from bot.features.courses.experiment import HELD_OUT, MODEL, SHARE, Arm, compare, even, held_out
from rules.engine.events import Person
from storage import learning, recommender_data
from tests.features.courses.worlds import ANN, BEN, CAI, NOW, Town, taken


def test_one_member_in_ten_is_held_out_and_stays_so() -> None:
    drawn = [held_out(p) for p in range(20_000)]
    assert abs(sum(drawn) / len(drawn) - SHARE) < 0.01
    assert drawn == [held_out(p) for p in range(20_000)]


def test_few_impressions_tell_little_and_many_tell_which_is_better() -> None:
    few = compare({"model": Arm(9, 9, 1), HELD_OUT: Arm(1, 1, 0)})
    many = compare({"model": Arm(900, 9000, 900), HELD_OUT: Arm(100, 1000, 50)})
    assert 0.2 < few.better < 0.8
    assert many.better > 0.999
    rate, low, high = many.rates["model"]
    assert low < rate < high
    assert rate == pytest.approx(0.1, abs=0.01)


def test_nothing_shown_is_no_reason_for_either() -> None:
    found = compare({})
    assert found.better == pytest.approx(0.5, abs=0.01)
    assert found.sound


def test_a_split_that_cannot_be_chance_is_told() -> None:
    assert compare({"model": Arm(900, 0, 0), HELD_OUT: Arm(100, 0, 0)}).sound
    assert not compare({"model": Arm(700, 0, 0), HELD_OUT: Arm(300, 0, 0)}).sound


@pytest.mark.parametrize(("held", "others"), [(52, 448), (40, 460), (70, 430), (6, 60), (0, 50)])
def test_the_split_is_checked_as_the_textbook_does(held: int, others: int) -> None:
    people = held + others
    chi = (held - people / 10) ** 2 / (people / 10) + (others - people * 0.9) ** 2 / (people * 0.9)
    assert even(held, others) == pytest.approx(erfc(sqrt(chi / 2)))


def test_of_a_few_people_any_split_may_be_chance() -> None:
    assert even(0, 1) == pytest.approx(1.0)
    assert even(1, 0) == pytest.approx(0.1)
    assert even(2, 0) > 0.001 > even(4, 0)


@pytest.mark.parametrize(
    ("model", "held", "verdict"),
    [
        (Arm(0, 0, 0), Arm(0, 0, 0), "nothing"),
        (Arm(300, 900, 90), Arm(150, 100, 9), "uneven"),
        (Arm(90, 900, 90), Arm(10, 29, 2), "few"),
        (Arm(90, 29, 9), Arm(10, 30, 2), "few"),
        (Arm(90, 900, 180), Arm(10, 100, 5), "better"),
        (Arm(90, 900, 18), Arm(10, 100, 12), "worse"),
        (Arm(90, 900, 90), Arm(10, 100, 9), "open"),
    ],
)
def test_the_figures_lead_to_one_verdict(model: Arm, held: Arm, verdict: str) -> None:
    assert compare({MODEL: model, HELD_OUT: held}).verdict == verdict


def test_how_many_more_are_needed_is_what_a_textbook_says() -> None:
    found = compare({MODEL: Arm(900, 9000, 540), HELD_OUT: Arm(100, 1000, 50)})
    spread = 0.06 * 0.94 / 9 + 0.05 * 0.95
    assert found.needed == pytest.approx(2.8**2 * spread / 0.01**2 - 1000, abs=1)
    assert compare({MODEL: Arm(9, 900, 90), HELD_OUT: Arm(1, 100, 10)}).needed == 0
    assert compare({}).needed == 0


def test_as_long_as_nothing_is_said_the_fewest_are_needed() -> None:
    found = compare({MODEL: Arm(9, 90, 9), HELD_OUT: Arm(1, 10, 1)})
    assert (found.verdict, found.needed) == ("few", 20)


def test_the_same_counts_have_the_same_interval_to_the_last_digit() -> None:
    found = compare({MODEL: Arm(9, 13, 3, 3), HELD_OUT: Arm(1, 13, 3, 3)})
    assert found.rates == found.dismissals
    assert [round(r, 3) for r in found.rates[MODEL]] == [0.267, 0.084, 0.508]


def test_dismissals_and_the_difference_have_intervals_too() -> None:
    found = compare({MODEL: Arm(900, 9000, 900, 450), HELD_OUT: Arm(100, 1000, 50, 200)})
    assert found.dismissals[MODEL][0] == pytest.approx(0.05, abs=0.005)
    low, high = found.dismissals[HELD_OUT][1:]
    assert low < 0.2 < high
    mean, low, high = found.difference
    assert 0 < low < mean < high
    assert mean == pytest.approx(0.05, abs=0.005)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_any_counts_give_figures_between_0_and_1(people: int, shown: int, yes: int, no: int) -> None:
    found = compare({MODEL: Arm(people, shown, yes, no), HELD_OUT: Arm(no, yes, shown, people)})
    for mean, low, high in [*found.rates.values(), *found.dismissals.values()]:
        assert 0 <= low <= mean <= high <= 1
    assert 0 <= found.better <= 1
    assert 0 <= found.split <= 1
    assert found.needed >= 0


def judged(town: Town, person: Person, suggestion: int, *kinds: str) -> None:
    """Let somebody say these things of a suggestion, one after the other."""
    with town.store.write() as connection:
        rows = [
            taken(town.id(person), "python", 1, kind)
            | {"key": f"j:{suggestion}:{n}", "community_id": town.community, "value": 1, "at": NOW + n}
            | {"suggestion_id": suggestion}
            for n, kind in enumerate(kinds)
        ]
        learning.add_course_events(connection, rows)


@pytest.mark.parametrize(
    ("kinds", "accepted", "dismissed"),
    [
        ((), 0, 0),
        (("interested",), 1, 0),
        (("interested", "dismissed"), 0, 1),
        (("dismissed", "interested"), 1, 0),
        (("taken", "dismissed"), 1, 0),
        (("interested", "taken"), 1, 0),
        (("clicked",), 0, 0),
        (("dismissed", "clicked"), 0, 1),
    ],
)
def test_the_last_judgement_of_a_suggestion_counts_and_counts_once(
    town: Town, kinds: tuple[str, ...], accepted: int, dismissed: int
) -> None:
    judged(town, ANN, town.suggested(ANN), *kinds)
    town.suggested(ANN, "writing")
    with town.store.read() as connection:
        counted = recommender_data.outcomes_by_model(connection, town.community, 0, f":{HELD_OUT}")
    assert counted == {False: (1, 2, accepted, dismissed)}


def test_what_was_suggested_before_there_was_a_model_belongs_to_neither(town: Town) -> None:
    town.suggested(ANN)
    with town.store.read() as connection:
        counted = recommender_data.outcomes_by_model(connection, town.community, 0, f":{HELD_OUT}", "m")
    assert counted == {}


def test_who_is_held_out_gets_what_is_popular_and_what_comes_of_it_is_counted_apart(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.features.courses.experiment.held_out", lambda person: person == town.id(ANN))
    town.take(ANN, "python")
    town.take(BEN, "python")
    town.take(CAI, "python", "saving")
    with town.store.read() as connection:
        people = [town.id(ANN), town.id(BEN)]
        found = Advisor(town.community).advise(connection, people, town.book, NOW, 3)
    held, told = found[town.id(ANN)], found[town.id(BEN)]
    assert all("next" not in a.terms and a.model.endswith(f":{HELD_OUT}") for a in held)
    assert all("next" in a.terms and not a.model.endswith(HELD_OUT) for a in told)
    assert "python" not in {a.course for a in held}
    town.suggested(BEN)
    with town.store.read() as connection:
        counted = recommender_data.outcomes_by_model(connection, town.community, 0, f":{HELD_OUT}")
    assert counted == {False: (1, 1, 0, 0)}
