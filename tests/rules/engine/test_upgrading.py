"""The rest of a plan counted in another: laws of its arithmetic."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rules.engine.entitlements import by_key, covered, paid, spans
from rules.engine.state import FOREVER
from rules.engine.upgrading import Bought, counted, given_back, upgrade

DAY = 86_400
times = st.integers(1, 400).map(lambda days: days * DAY)
amounts = st.integers(1, 100_000)


@given(times, amounts, times, amounts, times)
def test_what_is_counted_is_never_worth_more_than_what_was_left_and_at_most_a_second_less(
    left: int, old_amount: int, old_period: int, new_amount: int, new_period: int
) -> None:
    old, new = Bought("o", old_amount, old_period), Bought("n", new_amount, new_period)
    seconds = counted(left, old, new)
    # Worth, times both periods: whole numbers.
    assert seconds * new_amount * old_period <= left * old_amount * new_period
    assert (seconds + 1) * new_amount * old_period > left * old_amount * new_period
    assert counted(left, old, old) == left
    assert counted(left - 1, old, new) <= seconds


@given(st.lists(times, min_size=1, max_size=4), st.integers(0, 500).map(lambda d: d * DAY), amounts)
def test_an_upgrade_and_its_refund_leave_the_rest_as_it_was(
    periods: list[int], passed: int, amount: int
) -> None:
    bought = [Bought(f"c{n}", amount, period) for n, period in enumerate(periods)]
    old = [paid(b.charge, "old", n, b.period) for n, b in enumerate(bought)]
    now = 100 + passed
    rows = upgrade(old, bought, Bought("new", amount, 365 * DAY), "old", "year", now)
    after = [*old, *rows]
    assert not covered(spans(e for e in after if e.plan == "old"), now)
    left_over = [e for e in after if e.plan == "old"]
    assert not upgrade(left_over, bought, Bought("new", amount, DAY), "old", "year", now)
    back = given_back([e for e in after if e.plan == "old"], "new", now + DAY)
    left = [max(0, s.ends - max(s.begins, now)) for s in by_key(old).values()]
    assert sorted(e.ends - e.begins for e in back) == sorted(x for x in left if x)


def test_nothing_is_counted_of_what_has_no_end_or_was_given() -> None:
    old = [paid("c", "old", 0, FOREVER)]
    new = Bought("n", 10, 365 * DAY)
    assert upgrade(old, [Bought("c", 5, FOREVER)], new, "old", "year", 50) == []
    assert upgrade(old, [], new, "old", "year", 50) == []
