"""Money: whole minor units, as people read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine.money import CURRENCIES, digits, spelled
from rules.engine.reconciling import Kept, Line, compare, netted


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (1900, "USD", "USD 19.00"),
        (19905, "CNY", "¥199.05"),
        (1900, "JPY", "JPY 1,900"),
        (1234567, "KWD", "KWD 1,234.567"),
        (5, "EUR", "€0.05"),
        (-500, "USD", "-USD 5.00"),
        (5000, "XTR", "⭐ 5,000"),
    ],
)
def test_an_amount_reads_as_its_currency_does(amount: int, currency: str, text: str) -> None:
    assert spelled(amount, currency) == text


@given(st.integers(-(10**12), 10**12), st.sampled_from(sorted(CURRENCIES)))
def test_no_digit_is_lost(amount: int, currency: str) -> None:
    shown = "".join(c for c in spelled(amount, currency) if c.isdigit())
    assert int(shown) == abs(amount)
    assert digits(currency) in (0, 2, 3)


PARTS = st.lists(st.integers(1, 500), max_size=5)


@given(st.integers(1, 1000), PARTS)
def test_what_went_back_in_parts_is_subtracted_and_all_of_it_counts_as_gone(
    came: int, parts: list[int]
) -> None:
    lines = [Line("a", came, 1), *(Line("a", -part, 2) for part in parts)]
    found = compare(netted(lines), [Kept("a", came, "kept")])
    gone = sum(parts)
    assert (found.back == ["a"]) == (gone >= came)
    assert found.listed == max(0, came - gone)
