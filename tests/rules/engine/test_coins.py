"""Coins: they follow points, the oldest go first, and gifts keep to their limits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine.coins import (
    EARNED,
    EXPIRED,
    GIFT,
    SHOP,
    Earned,
    Giving,
    Movement,
    due,
    ends,
    oldest,
    purse,
    refused,
)
from rules.engine.policy import CoinsPolicy, GiftsPolicy

DAY = 86_400
LASTS = 10 * DAY
POLICY = CoinsPolicy(50, (("message", 0), ("accepted", 200)))


def on(number: int) -> str:
    """A local day."""
    return (date(2026, 1, 1) + timedelta(days=number)).isoformat()


def at(number: int) -> int:
    """Noon of that day."""
    return ends(on(number), 0) - 2 * DAY + DAY // 2


points = st.lists(
    st.tuples(
        st.integers(0, 3), st.sampled_from(["message", "thanks", "accepted", "checkin"]), st.integers(0, 30)
    )
)


@given(points, st.randoms())
def test_coins_of_a_day_follow_its_points_whichever_order_they_came_in(
    acts: list[tuple[int, str, int]], chance: object
) -> None:
    earned = [Earned(on(day), source, amount, POLICY) for day, source, amount in acts]
    taken_back = [Earned(e.day, e.source, -e.granted, POLICY) for e in earned]
    assert due(earned) == due(reversed(earned))
    assert set(due([*earned, *taken_back]).values()) <= {0}
    assert sum(due(earned).values()) <= sum(2 * e.granted for e in earned if e.source != "message")


def test_each_source_has_its_own_share_and_points_from_before_bring_nothing() -> None:
    def one(source: str, policy: CoinsPolicy | None = POLICY) -> int:
        return due([Earned(on(0), source, 3, policy)])[on(0)]

    assert [one("thanks"), one("message"), one("accepted"), one("accepted", None)] == [1, 0, 6, 0]


moves = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from([EARNED, SHOP, GIFT, "back"]), st.integers(1, 50))
)


def history(acts: list[tuple[int, str, int]]) -> list[Movement]:
    """Days in their order; nobody spends what they do not have."""
    found: list[Movement] = []
    for day, what, amount in sorted(acts, key=lambda act: act[0]):
        if what == SHOP:
            left = purse(found, LASTS, at(day)).left
            if left:
                found.append(Movement(SHOP, -min(amount, left), on(day), at(day)))
        else:
            found.append(Movement(SHOP if what == "back" else what, amount, on(day), at(day)))
    return found


@given(moves, st.lists(st.integers(0, 60), max_size=6))
def test_what_comes_goes_or_stays_however_often_one_looks(
    acts: list[tuple[int, str, int]], looks: list[int]
) -> None:
    found = history(acts)
    for look in sorted(looks):
        seen = [m for m in found if m.at <= at(look)]
        gone = purse(seen, LASTS, at(look)).expired + sum(m.amount for m in seen if m.source == EXPIRED)
        found.append(Movement(EXPIRED, -gone, on(look), at(look)))
    found.sort(key=lambda m: m.at)
    end = purse(found, LASTS, at(60))
    came = sum(m.amount for m in found if m.amount > 0)
    spent = -sum(m.amount for m in found if m.amount < 0 and m.source != EXPIRED)
    assert end.left + spent + end.expired == came
    assert end.debt == 0
    assert end.expired >= -sum(m.amount for m in found if m.source == EXPIRED) >= 0


@given(moves)
def test_nothing_outlives_its_time_and_the_oldest_go_first(acts: list[tuple[int, str, int]]) -> None:
    found = history(acts)
    now = at(41)
    end = purse(found, LASTS, now)
    assert all(ends(lot.day, LASTS) > now for lot in end.lots)
    assert purse(found, 0, now).expired == 0
    assert purse(found, LASTS, at(90)).left == 0
    assert [lot.day for lot in end.lots] == sorted(lot.day for lot in end.lots)
    assert oldest(end, "today") == (end.lots[0].day if end.lots else "today")


def test_points_taken_back_after_their_coins_were_spent_leave_a_debt_that_later_coins_pay() -> None:
    rows = [
        Movement(EARNED, 10, on(0), at(0)),
        Movement(SHOP, -10, on(1), at(1)),
        Movement(EARNED, -4, on(0), at(2)),
    ]
    assert purse(rows, LASTS, at(2)).left == -4
    later = [*rows, Movement(EARNED, 6, on(3), at(3))]
    assert purse(later, LASTS, at(3)).left == 2
    assert purse(later, LASTS, at(30)).expired == 2


def test_what_had_expired_is_not_taken_once_more_when_its_points_are_taken_back() -> None:
    rows = [Movement(EARNED, 10, on(0), at(0)), Movement(EARNED, 5, on(12), at(12))]
    expired = Movement(EXPIRED, -10, on(13), at(13))
    back = Movement(EARNED, -10, on(0), at(14))
    end = purse([*rows, expired, back], LASTS, at(14))
    assert (end.left, end.expired) == (5, 0)


LIMITS = GiftsPolicy(per_day=20, received_per_day=30, per_pair=25, people=2, member_for=100)
FINE: dict[str, Any] = {"left": 50, "here_for": 100, "given_today": 0, "received_today": 0, "pair_week": 0}
FINE |= {"people_week": 0, "known": False}


@pytest.mark.parametrize(
    ("changes", "amount", "why"),
    [
        ({}, 20, ""),
        ({}, 0, "few"),
        ({"left": 9}, 10, "few"),
        ({"left": -9}, 1, "few"),
        ({"here_for": 99}, 1, "new"),
        ({"here_for": -1}, 1, "new"),
        ({}, 21, "today"),
        ({"given_today": 15}, 6, "today"),
        ({"received_today": 30}, 1, "received"),
        ({"pair_week": 20}, 6, "pair"),
        ({"people_week": 2}, 1, "people"),
        ({"people_week": 2, "known": True}, 1, ""),
    ],
)
def test_a_gift_keeps_to_every_limit(changes: dict[str, int], amount: int, why: str) -> None:
    assert refused(LIMITS, Giving(**(FINE | changes)), amount) == why


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 30)), max_size=60))
def test_a_ring_gathers_no_more_in_one_hand_than_a_day_allows(tries: list[tuple[int, int, int]]) -> None:
    gave, received = [0] * 5, [0] * 5
    pairs: dict[frozenset[int], int] = {}
    for giver, taker, amount in tries:
        pair = frozenset((giver, taker))
        given = Giving(10_000, 200, gave[giver], received[taker], pairs.get(pair, 0), 0, known=True)
        if giver != taker and not refused(LIMITS, given, amount):
            gave[giver] += amount
            received[taker] += amount
            pairs[pair] = pairs.get(pair, 0) + amount
    assert max(received) <= LIMITS.received_per_day
    assert max(gave) <= LIMITS.per_day
