"""Who counts as brought: laws that hold whatever newcomers, inviters and their families do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from rules.engine.caps import caps_of
from rules.engine.counter_entries import counter, settled
from rules.engine.entries import PENDING, Entry
from rules.engine.gate import Gate
from rules.engine.policy import IncentivesPolicy, ReferralPolicy
from rules.engine.referrals import (
    Join,
    Newcomer,
    Verdict,
    Why,
    active_days,
    family,
    promised,
    refusal,
    verdict,
    vouching,
)
from rules.engine.standings import credited
from rules.engine.state import BEFORE, Standing
from tests.rules.make import NOW, member

DAY = 86_400
RULE = ReferralPolicy(stays=2 * DAY, within=5 * DAY, messages=5, days=2, people=2)
GOOD = Join(7, 8, person=True, seen_before=False, closed=False, lately=0)
STAYED = Newcomer(joined_at=NOW, gone=False, messages=5, days=2, people=2)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, Why.NOT),
        ({"newcomer": 7}, Why.SELF),
        ({"person": False}, Why.BOT),
        ({"seen_before": True}, Why.BEFORE),
        ({"closed": True}, Why.CLOSED),
        ({"lately": 5}, Why.CROWD),
    ],
)
def test_a_join_may_count_unless_something_speaks_against_it(changes: dict[str, object], why: Why) -> None:
    assert refusal(structs.replace(GOOD, **changes), RULE, member(messages=50), Gate(), NOW) is why


def test_an_inviter_whose_word_does_not_count_yet_brings_nobody() -> None:
    new = member(messages=50, first_seen=NOW - 60)
    assert refusal(GOOD, RULE, new, Gate(member_for=DAY), NOW) is Why.INVITER


@pytest.mark.parametrize(
    ("changes", "after", "said"),
    [
        ({}, 2 * DAY, Verdict.COUNTS),
        ({}, 2 * DAY - 1, Verdict.WAITS),
        ({"gone": True}, DAY, Verdict.VOID),
        ({"messages": 4}, 2 * DAY, Verdict.WAITS),
        ({"days": 1}, 4 * DAY, Verdict.WAITS),
        ({"people": 1}, 5 * DAY, Verdict.VOID),
    ],
)
def test_a_newcomer_counts_once_they_stayed_and_took_part(
    changes: dict[str, object], after: int, said: Verdict
) -> None:
    assert verdict(structs.replace(STAYED, **changes), RULE, NOW + after) is said


def gift(actor: int, number: int = 1, raw: int = 2, source: str = "reply") -> Entry:
    """Something that a member gave newcomer 8."""
    key = f"{source}:{actor}:{number}"
    return Entry(
        key=key, person=8, source=source, raw=raw, granted=raw, day="2026-03-04", at=NOW, actor=actor
    )


def test_only_who_was_here_first_vouches_and_only_by_what_stands() -> None:
    gifts = [gift(1), gift(1, 2), gift(2), gift(3, raw=0), gift(4)]
    here = {1: BEFORE, 2: NOW + 1, 3: BEFORE, 4: BEFORE}
    assert vouching(gifts, here, NOW) == {1, 4}
    assert vouching([*gifts, counter(gift(4), NOW, "removed")], here, NOW) == {1}
    again = [gift(4), (back := counter(gift(4), NOW, "removed")), counter(back, NOW, "")]
    assert vouching(again, here, NOW) == {4}
    assert vouching([gift(5)], here, NOW) == set(), "of whom nobody knows since when they are here"


def test_days_are_those_on_which_a_newcomer_earned_something_themselves() -> None:
    own = [structs.replace(gift(0, n, source="message"), day=f"2026-03-0{n}") for n in (4, 4, 5)]
    assert active_days([*own, gift(3)]) == 2


@given(st.dictionaries(st.integers(1, 30), st.integers(1, 30), max_size=30), st.integers(1, 30))
def test_a_family_is_the_same_for_each_of_its_members_and_holds_whom_they_brought(
    brought_by: dict[int, int], person: int
) -> None:
    tree = {newcomer: inviter for newcomer, inviter in brought_by.items() if inviter < newcomer}
    mine = family(person, tree)
    assert person in mine
    assert all(newcomer in mine for newcomer, inviter in tree.items() if inviter in mine)
    assert all(family(one, tree) == mine for one in mine)
    assert person in family(person, brought_by), "also where people brought each other in a circle"


@given(st.lists(st.booleans(), max_size=6))
def test_a_promise_that_is_paid_and_taken_back_leaves_nothing(turns: list[bool]) -> None:
    policy = IncentivesPolicy(referral=RULE, per_day=30)
    entry = promised(GOOD, policy, 1, NOW, "UTC")
    assert entry is not None
    assert (entry.status, entry.granted, entry.actor) == (PENDING, 0, 0)
    standing = credited(Standing(person=7, day=entry.day), entry)
    assert (standing.xp, standing.recent_givers) == (0, {})
    rows = [settled(entry, standing, caps_of(policy), NOW)]
    rows += [counter(rows[-1], NOW, "")] if not turns else []
    for _ in turns:
        rows.append(counter(rows[-1], NOW, ""))
    for row in rows:
        standing = credited(standing, row)
    assert standing.xp == (RULE.points if len(rows) % 2 else 0)
    assert len({r.key for r in rows}) == len(rows)
