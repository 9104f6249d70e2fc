"""What is known of members at a moment."""

from __future__ import annotations

import numpy as np
import pytest

from bot.features.churn.history import DAY, Act, History
from bot.features.churn.member_features import describe
from bot.features.churn.training_rows import Describer, members
from tests.features.churn.worlds import BEGIN, community


@pytest.mark.parametrize("day", [30, 77, 150])
def test_what_comes_later_changes_nothing(day: int) -> None:
    acts = community()
    moment = BEGIN + day * DAY
    whole, known = History.of(acts), History.of([a for a in acts if a.at < moment])
    people = members(whole, moment)
    assert people.tolist() == members(known, moment).tolist()
    now, then = Describer(whole).rows(people, moment), Describer(known).rows(people, moment)
    np.testing.assert_array_equal(now.numbers, then.numbers)
    assert (now.words != then.words).nnz == 0


def of(acts: list[Act], person: str, moment: float) -> dict[str, float]:
    """What is known of somebody."""
    past = History.of(acts)
    place = np.array([past.names.index(person)])
    return {name: float(values[0]) for name, values in describe(past, place, moment).items()}


def test_recency_and_rhythm_are_told_in_days() -> None:
    found = of([Act(d * DAY + 60.0, "a") for d in (0, 2, 4, 10)], "a", 15 * DAY)
    assert np.expm1(found["since"]) == pytest.approx(5, abs=0.01)
    assert np.expm1(found["tenure"]) == pytest.approx(15, abs=0.01)
    assert np.expm1(found["usual"]) == pytest.approx(10 / 3)
    assert np.expm1(found["latest"]) == pytest.approx(6)
    assert np.expm1(found["acts_14"]) == pytest.approx(3)
    assert (found["days_7"], found["days_28"]) == (1, 4)
    assert found["overdue"] > 0


def test_days_on_which_nobody_acted_are_nobodys_silence() -> None:
    acts = [Act(0.0, "a"), Act(40 * DAY, "b"), Act(40 * DAY, "a"), Act(80 * DAY, "b")]
    found = of(acts, "a", 81 * DAY)
    assert np.expm1(found["missed"]) == pytest.approx(1)
    assert found["seen_5"] == pytest.approx(2 / 3)


def test_an_unanswered_question_is_noticed_until_somebody_turns_to_them() -> None:
    acts = [Act(0.0, "a", asks=True), Act(DAY, "b")]
    assert of(acts, "a", 2 * DAY)["unanswered"] == 1
    assert of([*acts, Act(DAY + 5, "b", ("a",))], "a", 2 * DAY)["unanswered"] == 0
    assert of([*acts, Act(3 * DAY, "b", ("a",))], "a", 2 * DAY)["unanswered"] == 1


def test_a_welcome_comes_within_a_day() -> None:
    hello = [Act(0.0, "a"), Act(0.0, "b")]
    assert of([*hello, Act(3_600.0, "b", ("a",))], "a", 3 * DAY)["welcomed"] == 1
    assert of([*hello, Act(2 * DAY, "b", ("a",))], "a", 3 * DAY)["welcomed"] == 0


def test_partners_who_went_quiet_are_told_from_those_who_are_here() -> None:
    acts = [Act(0.0, "b"), Act(0.0, "c"), Act(1.0, "a", ("b", "c")), Act(30 * DAY, "c"), Act(30 * DAY, "a")]
    found = of(acts, "a", 31 * DAY)
    assert np.expm1(found["partners"]) == pytest.approx(2)
    assert found["partners_here"] == pytest.approx((1 + 1) / (2 + 2))


def test_replies_thanks_and_questions_are_counted_by_window() -> None:
    acts = [Act(0.0, "b"), *(Act(d * DAY, "a", ("b",), asks=True, thanks=True) for d in (1, 2, 40))]
    found = of([*acts, Act(41 * DAY, "b", ("a",))], "a", 42 * DAY)
    for name in ("given", "asked", "thanked"):
        assert np.expm1(found[name]) == pytest.approx(3)
        assert np.expm1(found[f"{name}_14"]) == pytest.approx(1)
    assert np.expm1(found["received_since"]) == pytest.approx(1)
