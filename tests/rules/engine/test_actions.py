"""Merging the wishes of several rules: the laws, and who wins."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine.actions import (
    Action,
    Alert,
    Ban,
    Delete,
    Kick,
    Mute,
    React,
    Say,
    Unban,
    Unmute,
    Warn,
    merge,
)
from rules.engine.state import FOREVER

SECONDS = st.one_of(st.just(FOREVER), st.integers(30, 400))
WORDS = st.sampled_from(["", "a", "b"])
ONE: st.SearchStrategy[Action] = st.one_of(
    st.builds(Delete, st.lists(st.integers(1, 5), max_size=3, unique=True).map(lambda m: tuple(sorted(m)))),
    st.builds(Warn, st.integers(1, 3), st.sampled_from([0, 60, 120]), WORDS),
    st.builds(Mute, SECONDS),
    st.just(Kick()),
    st.builds(Ban, SECONDS),
    st.just(Unmute()),
    st.just(Unban()),
    st.builds(Say, WORDS, st.integers(0, 2)),
    st.builds(React, st.sampled_from("👀👍")),
    st.builds(Alert, WORDS),
)
SOME = st.lists(ONE, max_size=5)


@given(SOME)
def test_merging_again_changes_nothing(a: list[Action]) -> None:
    assert merge(merge(a)) == merge(a) == merge(a, a)


@given(SOME, SOME)
def test_order_does_not_matter(a: list[Action], b: list[Action]) -> None:
    assert merge(a, b) == merge(b, a)


@given(SOME, SOME, SOME)
def test_grouping_does_not_matter(a: list[Action], b: list[Action], c: list[Action]) -> None:
    assert merge(merge(a, b), c) == merge(a, merge(b, c)) == merge(a, b, c)


@given(SOME)
def test_each_kind_is_there_at_most_once(a: list[Action]) -> None:
    kinds = [type(x) for x in merge(a)]
    assert len(kinds) == len(set(kinds))


@pytest.mark.parametrize(
    ("wishes", "done"),
    [
        ([], ()),
        ([Mute(60), Mute(600)], (Mute(600),)),
        ([Mute(FOREVER), Mute(600)], (Mute(FOREVER),)),
        ([Ban(60), Kick(), Mute(FOREVER)], (Ban(60),)),
        ([Kick(), Mute(60)], (Kick(),)),
        ([Delete((3, 1)), Delete((2,))], (Delete((1, 2, 3)),)),
        ([Warn(1, 60, "a"), Warn(2, 30, "b")], (Warn(2, 60, "b"),)),
        ([Warn(1, 60), Warn(1, 0)], (Warn(1, 0),)),
        ([Alert(), Delete(), Warn()], (Delete(), Warn(), Alert())),
        ([Say("a"), React("👀")], (Say("a"), React("👀"))),
    ],
)
def test_the_harsher_wish_wins(wishes: list[Action], done: tuple[Action, ...]) -> None:
    for order in permutations(wishes):
        assert merge(order) == done
