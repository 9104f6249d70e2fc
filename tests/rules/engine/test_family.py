"""Places that a buyer gives: what they have ends when the buyer's does, however that changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rules.engine.entitlements import FAR, PAID, TRIAL, Entry, Span, State, by_key, covered
from rules.engine.family import FAMILY, following, owned
from rules.engine.state import FOREVER

ROOT = "family:1:1:"
STEPS = st.lists(st.tuples(st.integers(0, 20), st.one_of(st.integers(-5, 60), st.just(FAR))), max_size=12)


@given(STEPS)
def test_a_place_ends_when_the_buyers_plan_does(steps: list[tuple[int, int]]) -> None:
    ledger, now = list[Entry](), 100
    for passed, left in steps:
        now += passed
        end = FAR if left == FAR else now + left
        ledger += following(ledger, ROOT, "year", end, now)
        assert following(ledger, ROOT, "year", end, now) == []
        assert len({e.key for e in ledger}) == len(ledger)
        spans = by_key(ledger).values()
        for at in range(now, now + 70):
            assert covered(spans, at) == (at < end), (at - now, left, ledger)


def test_what_a_moderator_ended_is_not_begun_again_until_it_is_given_back() -> None:
    ledger = following([], ROOT, "year", 200, 100)
    ledger.append(Entry(f"revoke-7:{ledger[0].key}", "year", "revoke", 150, 150, cuts=ledger[0].key))
    assert following(ledger, ROOT, "year", 400, 160) == []
    ledger.append(Entry(f"undo:9:{ledger[0].key}", "year", FAMILY, 170, 200))
    (longer,) = following(ledger, ROOT, "year", 400, 180)
    assert (longer.begins, longer.ends) == (200, 400)
    cuts = following([*ledger, longer], ROOT, "year", 190, 190)
    assert {c.cuts for c in cuts} == {longer.key, f"undo:9:{ledger[0].key}"}


def test_another_place_of_the_same_person_is_left_alone() -> None:
    others = [Entry("family:1:2:0", "year", FAMILY, 0, FOREVER), Entry("payment:x", "year", PAID, 0, 50)]
    (new,) = following(others, ROOT, "year", 80, 10)
    assert (new.key, new.begins, new.ends, new.source) == ("family:1:1:0", 10, 80, FAMILY)


def test_trials_and_places_give_no_places() -> None:
    spans = [Span(0, 100, TRIAL), Span(0, 100, FAMILY)]
    assert owned(spans, 5, 50).state is State.NEVER
    one = owned([*spans, Span(0, 60, PAID)], 5, 50)
    assert (one.state, one.until, one.out_at) == (State.ACTIVE, 60, 65)
