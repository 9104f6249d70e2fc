"""What a coupon leaves of a price."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine.coupons import Choice, best, reduced

PRICES, PERCENTS = st.integers(1, 100_000), st.integers(0, 99)


@pytest.mark.parametrize(
    ("price", "percent", "stars", "left"),
    [
        (2900, 10, 0, 2610),
        (99, 10, 0, 90),  # 89.1, rounded up
        (1, 99, 0, 1),
        (50, 0, 20, 30),
        (50, 0, 50, 1),
        (50, 0, 500, 1),
    ],
)
def test_what_is_left_of_a_price(price: int, percent: int, stars: int, left: int) -> None:
    assert reduced(price, percent, stars) == left


@given(PRICES, PRICES, PERCENTS, st.integers(0, 200_000))
def test_a_price_is_never_raised_never_nothing_and_dearer_stays_dearer(
    price: int, other: int, percent: int, stars: int
) -> None:
    assert 1 <= reduced(price, percent, stars) <= price
    low, high = sorted((price, other))
    assert reduced(low, percent, stars) <= reduced(high, percent, stars)


@given(
    st.lists(st.builds(Choice, st.integers(1, 9), st.integers(1, 20), st.integers(0, 3)), max_size=8), PRICES
)
def test_the_cheapest_is_used_and_of_equal_ones_that_which_ends_first(
    choices: list[Choice], price: int
) -> None:
    found = best(choices, price)
    cheaper = [c for c in choices if c.price < price]
    assert (found is None) == (not cheaper)
    if found is not None:
        assert all((found.price, found.expires_at) <= (c.price, c.expires_at) for c in cheaper)
