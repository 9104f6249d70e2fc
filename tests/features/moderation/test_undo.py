"""Laws of taking back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from bot.features.moderation.actions.member_rights_undo import left
from rules.engine.actions import Action, Ban, Mute, Unban, Unmute, Warn
from rules.engine.counter_entries import give_back, reverse
from rules.engine.entries import Entry
from rules.engine.state import FOREVER

NOW = 10_000_000
seconds = st.integers(30, 366 * 86_400)
actions = st.lists(
    st.one_of(
        st.builds(Mute, seconds | st.just(FOREVER)),
        st.builds(Ban, seconds | st.just(FOREVER)),
        st.just(Unmute()),
        st.just(Unban()),
        st.just(Warn()),
    ),
    max_size=3,
)
entries = st.builds(
    Entry,
    key=st.uuids().map(str),
    person=st.integers(1, 9),
    source=st.just("message"),
    raw=st.integers(1, 50),
    granted=st.integers(1, 50),
    day=st.just("2026-01-01"),
    at=st.just(1),
)


def case(at: int, of: Sequence[Action]) -> dict[str, Any]:
    """A case's row."""
    return {"at": at, "actions": msgspec.to_builtins(of)}


cases = st.lists(st.tuples(st.integers(0, NOW), actions), max_size=6).map(
    lambda found: [case(at, of) for at, of in sorted(found, key=lambda f: f[0])]
)


@given(cases)
def test_nobody_stays_muted_or_banned_after_everything_was_lifted(found: list[dict[str, Any]]) -> None:
    lifted = [*found, case(NOW, [Unmute(), Unban()])]
    assert left(lifted, Mute, Unmute, NOW) == left(lifted, Ban, Unban, NOW) == 0


@given(cases, seconds)
def test_what_another_case_still_imposes_lasts_at_least_as_long(
    found: list[dict[str, Any]], time: int
) -> None:
    rest = left([*found, case(NOW, [Mute(time)])], Mute, Unmute, NOW)
    assert rest == FOREVER or rest >= time
    assert left([*found, case(NOW, [Ban(FOREVER)])], Ban, Unban, NOW) == FOREVER


@given(cases)
def test_what_is_over_is_over(found: list[dict[str, Any]]) -> None:
    long_ago = left(found, Mute, Unmute, NOW + 400 * 86_400)
    assert long_ago in (0, FOREVER)


@given(st.lists(entries, max_size=8, unique_by=lambda e: e.key))
def test_taking_and_giving_back_ends_where_it_began(earned: list[Entry]) -> None:
    taken = reverse(earned, 2, "message removed")
    returned = give_back(taken, 3, "undone")
    assert sum(e.granted for e in (*taken, *returned)) == 0
    assert [e.reverses for e in returned] == [e.key for e in taken]
    assert len({e.key for e in (*earned, *taken, *returned)}) == 3 * len(earned)
    assert give_back(earned, 3, "undone") == []  # what gave is not given back
