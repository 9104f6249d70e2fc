"""Merging the wishes of several rules: the laws, and who wins."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine.actions import (
    KINDS,
    Action,
    Alert,
    Allow,
    Approve,
    Ask,
    Ban,
    Decline,
    Delete,
    Grant,
    Kick,
    Lock,
    Mute,
    Night,
    Pin,
    Purge,
    Raid,
    React,
    Reopen,
    Restrict,
    Review,
    Say,
    Slow,
    Tag,
    Tell,
    Trust,
    Unban,
    Unlock,
    Unmute,
    Unslow,
    Untrust,
    Void,
    Warn,
    merge,
)
from rules.engine.rule import held, softened
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
    st.builds(
        Restrict, st.sets(st.sampled_from(["links", "media", "polls"])).map(sorted).map(tuple), SECONDS
    ),
    st.sampled_from([Review(), Pin(), Void(), Allow(), Approve(), Ask(), Decline()]),
    st.builds(Slow, st.integers(1, 60), st.integers(60, 90)),
    st.builds(Raid, st.integers(60, 90)),
    st.builds(Tag, WORDS),
    st.builds(Tell, WORDS),
    st.builds(Grant, st.integers(1, 3)),
    st.builds(Lock, st.just(("links",)), SECONDS),
    st.builds(Unlock, st.just(("links",))),
    st.builds(Night, st.booleans()),
    st.builds(Purge, st.integers(1, 3)),
    st.sampled_from([Unslow(), Reopen(), Trust(), Untrust()]),
)
EXAMPLES: tuple[Action, ...] = (
    Delete(), Warn(), Restrict(("media",)), Mute(), Kick(), Ban(), Unmute(), Unban(), Say("a"), Tell("a"),
    React("👀"), Alert(), Review(), Pin(), Tag("a"), Grant(1), Void(), Allow(),
    Slow(30, 600), Raid(600), Approve(), Ask(), Decline(),
    Unslow(), Reopen(), Lock(("links",)), Unlock(("links",)), Night(on=True), Purge(3), Trust(), Untrust(),
)  # fmt: skip
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
        ([Restrict(("polls",), 60), Restrict(("media",), 90)], (Restrict(("media", "polls"), 90),)),
        ([Restrict(("polls",)), Mute(60)], (Mute(60),)),
        ([Review()], (Review(), Delete(), Alert())),
        ([Review(), Delete((1,)), Alert("x")], (Review(), Delete((1,)), Alert("x"))),
        ([Grant(1), Grant(3), Void()], (Void(), Grant(3))),
        ([Slow(60, 600), Slow(30, 900)], (Slow(60, 900),)),
        ([Raid(600), Raid(900), Slow(30, 60)], (Raid(900), Slow(30, 60))),
        ([Approve(), Ask(), Decline()], (Decline(),)),
        ([Approve(), Ask()], (Ask(),)),
        ([Approve(), Ban(60)], (Ban(60),)),
        ([Decline(), Ban(60)], (Ban(60), Decline())),
    ],
)
def test_the_harsher_wish_wins(wishes: list[Action], done: tuple[Action, ...]) -> None:
    for order in permutations(wishes):
        assert merge(order) == done


def test_every_action_is_tried_here_and_has_a_place_in_the_order() -> None:
    tried = {type(x) for x in EXAMPLES}
    assert tried == set(KINDS)
    assert tried == {k for k in Action.__subclasses__() if k.__module__ == Action.__module__}


@pytest.mark.parametrize(
    ("wanted", "done"),
    [
        ((Delete((3,)), Warn(), Ban()), (Delete((3,)), Review())),
        ((Ban(),), (Delete(), Review())),
        ((Say("hi"), React("👀")), (Alert(),)),
        ((Review(),), (Delete(), Review())),
        ((Decline(), Ban()), (Ask(),)),
        ((Approve(),), (Ask(),)),
        ((Slow(30, 600),), (Alert(),)),
        ((Raid(600),), (Alert(),)),
    ],
)
def test_what_is_in_review_waits_for_a_human(wanted: tuple[Action, ...], done: tuple[Action, ...]) -> None:
    assert held(wanted) == done


@pytest.mark.parametrize(
    ("wanted", "done"),
    [
        ((Delete(), Warn(), Mute(60)), (Delete(), Alert())),
        ((Delete(), Ban(), Alert("x")), (Delete(), Alert("x"))),
        ((Delete(), Say("x")), (Delete(), Say("x"))),
    ],
)
def test_somebody_elses_words_lead_to_no_sanction(
    wanted: tuple[Action, ...], done: tuple[Action, ...]
) -> None:
    assert softened(wanted) == done


@given(SOME)
def test_doing_less_never_sanctions(a: list[Action]) -> None:
    for less in (held(a), softened(a)):
        assert not any(x.sanction for x in less)
