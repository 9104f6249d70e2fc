"""Who may be in: laws of the ledger of entitlements, and the life of what was paid for."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine.entitlements import (
    BY_CHANNEL,
    FAR,
    PAID,
    TRIAL,
    Entry,
    Life,
    Span,
    State,
    covered,
    cut,
    lasts_until,
    life,
    next_look,
    paid,
    reminder,
    spans,
    used,
)
from rules.engine.state import FOREVER

DAY = 86_400
MONTH = 30 * DAY
SOURCES = (PAID, TRIAL, BY_CHANNEL, "gift", "code", "moderator")

moments = st.integers(0, 400)
grants = st.builds(
    lambda n, source, begins, length: Entry(
        f"{source}:{n}", "p", source, begins, FOREVER if length > 150 else begins + length
    ),
    st.integers(0, 30),
    st.sampled_from(SOURCES),
    moments,
    st.integers(0, 160),
)


@st.composite
def ledgers(draw: st.DrawFn) -> list[Entry]:
    """Grants, and what ends some of them early; also ends of grants that nobody made."""
    made = draw(st.lists(grants, max_size=8))
    keys = [g.key for g in made] + ["payment:unknown"]
    ends = [
        cut(draw(st.sampled_from(keys)), "p", draw(moments), "refund") for _ in range(draw(st.integers(0, 4)))
    ]
    return made + ends


def held(entries: list[Entry], at: int) -> bool:
    """The law itself: some grant holds, and nothing has ended it."""
    rows = {e.key: e for e in entries}.values()
    return any(
        g.begins <= at
        and (g.ends == FOREVER or at < g.ends)
        and not any(c.cuts == g.key and c.begins <= at for c in rows)
        for g in rows
        if not g.cuts
    )


@given(ledgers(), moments)
def test_access_at_any_moment_is_the_union_of_what_was_granted(entries: list[Entry], at: int) -> None:
    assert covered(spans(entries), at) == held(entries, at)


@given(ledgers(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_rows_that_come_again_and_in_another_order_change_nothing(
    entries: list[Entry], chance: random.Random, times: int
) -> None:
    once = list({e.key: e for e in entries}.values())
    again = once * times
    chance.shuffle(again)
    assert spans(again) == spans(once)


payments = st.lists(
    st.builds(
        lambda n, at, days, renews: paid(str(n), "p", at, days * DAY, until=at + days * DAY if renews else 0),
        st.integers(0, 30),
        st.integers(0, 300 * DAY),
        st.integers(1, 90),
        st.booleans(),
    ),
    max_size=8,
    unique_by=lambda e: e.key,
)


@given(payments, st.randoms(use_true_random=False), st.integers(0, 500 * DAY))
def test_what_is_refunded_grants_nothing_however_often_its_notice_comes(
    made: list[Entry], chance: random.Random, at: int
) -> None:
    refunds = [cut(e.key, "p", e.begins, "refund") for e in made]
    heard = made * 3 + refunds * 2
    chance.shuffle(heard)
    assert all(span.begins == span.ends for span in spans(heard))
    assert not life(spans(heard), 3 * DAY, at).inside


@given(payments)
def test_days_that_are_paid_for_once_more_are_added(made: list[Entry]) -> None:
    once = [e for e in made if e.stacks]
    assert all(s.cut_at == FAR for s in spans(once))
    lengths = sum(s.ends - s.begins for s in spans(once))
    assert lengths == sum(e.ends - e.begins for e in once)
    found = spans(once)
    assert all(a.ends <= b.begins for a, b in itertools.pairwise(found))


@given(ledgers(), st.integers(0, 60), moments)
def test_nobody_is_in_longer_than_grace_allows(entries: list[Entry], grace: int, at: int) -> None:
    found = spans(entries)
    one = life(found, grace, at)
    assert one.inside == (covered(found, at) or one.state is State.GRACE)
    if one.state is State.GRACE:
        last = [s for s in found if s.ends == one.until and s.cut_at > at]
        paid_for = {s.source for s in last} & {PAID, BY_CHANNEL}
        assert paid_for
        most = max(grace, 3600) if BY_CHANNEL in paid_for else grace  # whether a channel was paid again
        assert one.until <= at < one.out_at <= one.until + most
    if covered(found, at):
        assert one.until == lasts_until(found, at) > at
        assert not covered(found, one.until) or one.until >= FAR


@given(ledgers(), st.integers(0, 60), moments)
def test_looking_only_when_something_is_due_misses_nothing(entries: list[Entry], grace: int, at: int) -> None:
    found = spans(entries)
    if any(s.begins > at for s in found):
        return  # a grant that begins later sets a look of its own
    one = life(found, grace, at)
    look = next_look(one, (), at)
    later = look - 1 if look else at + 100_000
    assert life(found, grace, later).state is one.state
    if look:
        assert life(found, grace, look).state is not one.state


def test_the_life_of_a_month_that_was_paid_for_once() -> None:
    found = spans([paid("a", "p", 0, MONTH)])
    states = [life(found, 3 * DAY, at).state for at in (0, MONTH - 1, MONTH, MONTH + 3 * DAY - 1)]
    assert states == [State.ACTIVE, State.ACTIVE, State.GRACE, State.GRACE]
    assert life(found, 3 * DAY, MONTH + 3 * DAY) == Life(State.OUT, MONTH, MONTH + 3 * DAY)
    assert life(found, 3 * DAY, -1).state is State.NEVER


def test_a_payment_that_goes_back_in_its_grace_closes_the_door_then() -> None:
    rows = [paid("a", "p", 0, MONTH), cut("payment:a", "p", MONTH + DAY, "refund")]
    found = spans(rows)
    assert life(found, 3 * DAY, MONTH + DAY - 1) == Life(State.GRACE, MONTH, MONTH + DAY)
    assert life(found, 3 * DAY, MONTH + DAY) == Life(State.OUT, MONTH, MONTH + DAY)
    later = spans([paid("a", "p", 0, MONTH), cut("payment:a", "p", MONTH + 9 * DAY, "refund")])
    assert life(later, 3 * DAY, MONTH + DAY) == Life(State.GRACE, MONTH, MONTH + 3 * DAY)


def test_a_trial_has_no_grace_and_is_told_from_what_is_paid() -> None:
    trial = Entry("trial:1", "p", TRIAL, 0, 7 * DAY)
    assert life(spans([trial]), 3 * DAY, DAY) == Life(State.TRIAL, 7 * DAY, 7 * DAY)
    assert life(spans([trial]), 3 * DAY, 7 * DAY).state is State.OUT
    both = spans([trial, paid("a", "p", DAY, MONTH)])
    assert life(both, 3 * DAY, 2 * DAY) == Life(State.ACTIVE, DAY + MONTH, DAY + MONTH + 3 * DAY)


def test_a_renewal_that_comes_in_grace_closes_no_door() -> None:
    rows = [paid("a", "p", 0, MONTH, until=MONTH), paid("b", "p", MONTH + DAY, MONTH, until=2 * MONTH + DAY)]
    found = spans(rows)
    assert [life(found, 3 * DAY, at).inside for at in (MONTH, MONTH + DAY, 2 * MONTH)] == [True, True, True]


def test_a_refund_of_the_first_of_two_payments_lets_the_second_begin_at_once() -> None:
    rows = [paid("a", "p", 0, MONTH), paid("b", "p", DAY, MONTH)]
    assert spans(rows)[1] == Span(MONTH, 2 * MONTH, PAID)
    assert spans([*rows, cut("payment:a", "p", 2 * DAY, "refund")]) == [
        Span(0, 2 * DAY, PAID, cut_at=2 * DAY),
        Span(2 * DAY, 2 * DAY + MONTH, PAID),
    ]


@pytest.mark.parametrize(
    ("now", "since", "wanted"),
    [
        (MONTH - 4 * DAY, 0, 0),
        (MONTH - 3 * DAY, 0, 3 * DAY),
        (MONTH - 2 * DAY, 0, 3 * DAY),
        (MONTH - DAY, 0, DAY),
        (MONTH - 1, 0, DAY),
        (MONTH, 0, 0),
        (MONTH - 2 * DAY, MONTH - 2 * DAY - 60, 0),
    ],
)
def test_the_last_reminder_that_is_due_is_the_one_to_send(now: int, since: int, wanted: int) -> None:
    one = life(spans([paid("a", "p", 0, MONTH)]), 3 * DAY, now)
    assert reminder(one, (3 * DAY, DAY), since, now) == wanted


def test_looks_come_at_reminders_at_the_end_and_at_the_door() -> None:
    found, at, looks = spans([paid("a", "p", 0, MONTH)]), 0, []
    while at := next_look(life(found, 3 * DAY, at), (3 * DAY, DAY), at):
        looks.append(at)
    assert looks == [MONTH - 3 * DAY, MONTH - DAY, MONTH, MONTH + 3 * DAY]
    assert next_look(life(spans([paid("f", "p", 0, FOREVER)]), 0, 5), (DAY,), 5) == 0


@given(ledgers(), moments, moments)
def test_what_was_used_never_shrinks_nor_exceeds_what_was_granted(
    entries: list[Entry], at: int, later: int
) -> None:
    for entry in entries:
        one, two = used(entries, entry.key, min(at, later)), used(entries, entry.key, max(at, later))
        if one is None or two is None:
            assert one is two
            continue
        assert 0 <= one.seconds <= two.seconds
        assert not two.whole or (two.seconds <= two.whole and 0 <= two.percent <= 100)


def test_what_begins_behind_another_is_not_used_before_that_one_is_over() -> None:
    first, second = paid("a", "p", 0, MONTH), paid("b", "p", DAY, MONTH)
    ledger = [first, second]
    of_first, of_second = (used(ledger, e.key, 40 * DAY) for e in ledger)
    assert of_first is not None
    assert of_second is not None
    assert (of_first.seconds, of_first.percent) == (MONTH, 100)
    assert (of_second.seconds, of_second.percent) == (10 * DAY, 33)
    assert used(ledger, "payment:c", DAY) is None
