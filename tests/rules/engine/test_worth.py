"""What one member's word is worth to another, and how rings try to get round it."""

from __future__ import annotations

from typing import Any

import pytest

from rules.engine.policy import WorthPolicy
from rules.engine.state import Role, Standing
from rules.engine.streaks import local_day
from rules.engine.worth import day_start, variety, worth
from tests.rules.make import NOW, member

DAY = 86_400
TODAY = local_day(NOW, "UTC")
BEGIN = day_start(TODAY, "UTC")
GIVER, RECEIVER = 7, 8
POLICY = WorthPolicy(
    pair=(100, 50, 25, 0),
    mutual=25,
    friendly=50,
    people=4,
    newcomer=25,
    newcomer_for=7 * DAY,
    newcomer_until=20,
)


def of(
    mine: dict[str, Any] | None = None, theirs: dict[str, Any] | None = None, points: int = 16, **state: Any
) -> int:
    """What a thank-you of somebody well known is worth."""
    gave = Standing(person=GIVER, **{"xp": 100, **(mine or {})})
    receives = Standing(person=RECEIVER, **(theirs or {}))
    return worth(points, "thanks", POLICY, member(**state), gave, receives, NOW, BEGIN)


@pytest.mark.parametrize(("before", "points"), [(0, 16), (1, 8), (2, 4), (3, 0), (9, 0)])
def test_the_same_person_is_worth_less_each_time(before: int, points: int) -> None:
    assert of(theirs={"recent_givers": {(GIVER, "thanks"): (NOW,) * before}}) == points


def test_another_kind_of_gift_does_not_count_against_this_one() -> None:
    assert of(theirs={"recent_givers": {(GIVER, "reaction"): (NOW, NOW)}}) == 16


@pytest.mark.parametrize(("when", "points"), [(BEGIN - 1, 4), (BEGIN, 16), (NOW, 16)])
def test_a_gift_that_answers_one_of_the_days_before_is_worth_less(when: int, points: int) -> None:
    assert of(mine={"recent_givers": {(RECEIVER, "thanks"): (when,)}}) == points
    assert of(mine={"recent_givers": {(RECEIVER, "accepted"): (when,)}}) == points


@pytest.mark.parametrize(("when", "points"), [(BEGIN - 1, 8), (BEGIN, 16)])
def test_a_like_answered_is_half_a_trade(when: int, points: int) -> None:
    assert of(mine={"recent_givers": {(RECEIVER, "reaction"): (when,)}}) == points
    assert of(mine={"recent_givers": {(RECEIVER, "reply"): (when,)}}) == points


def test_what_comes_from_few_people_is_worth_less() -> None:
    yesterday = (BEGIN - 60, BEGIN - 30)
    assert variety(Standing(person=1), 4, BEGIN) == 100
    assert variety(Standing(person=1, recent_givers={(2, "thanks"): yesterday[:1]}), 4, BEGIN) == 100
    two = {(2, "thanks"): yesterday, (3, "thanks"): yesterday}
    assert variety(Standing(person=1, recent_givers=two), 4, BEGIN) == 50
    many = {(n, "thanks"): yesterday for n in range(2, 6)}
    assert variety(Standing(person=1, recent_givers=many), 4, BEGIN) == 100
    assert variety(Standing(person=1, recent_givers={(2, "thanks"): (NOW, NOW)}), 4, BEGIN) == 100


@pytest.mark.parametrize(
    ("mine", "state", "points"),
    [
        ({}, {}, 16),
        ({}, {"joined_at": NOW - 6 * DAY}, 4),
        ({"xp": 19}, {}, 4),
        ({"xp": 30, "today": {"message": 15}}, {}, 4),
        ({"xp": 0}, {"role": Role.ADMINISTRATOR}, 16),
    ],
)
def test_a_newcomers_word_is_worth_less(mine: dict[str, Any], state: dict[str, Any], points: int) -> None:
    assert of(mine, None, **state) == points


def test_shares_are_multiplied_and_rounded_down() -> None:
    theirs = {"recent_givers": {(GIVER, "thanks"): (NOW,)}}
    mine = {"recent_givers": {(RECEIVER, "thanks"): (BEGIN - 1,)}}
    assert of(mine, theirs, points=5) == 0
    assert of(mine, theirs, points=16) == 2


def test_without_shares_everything_is_whole() -> None:
    gave = Standing(person=GIVER, recent_givers={(RECEIVER, "thanks"): (BEGIN - 1,)})
    got = Standing(person=RECEIVER, recent_givers={(GIVER, "thanks"): (NOW,) * 9})
    state = member(joined_at=NOW)
    assert worth(5, "thanks", WorthPolicy(), state, gave, got, NOW, BEGIN) == 5
