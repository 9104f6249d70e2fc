"""What an accepted answer earns."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import structs

from rules.engine.events import Kind
from rules.engine.incentives import accept
from rules.engine.policy import AcceptedPolicy, WorthPolicy
from rules.engine.state import Standing
from tests.rules.engine.test_incentives import ANN, BOB, DAY, POLICY
from tests.rules.make import NOW, event, member


def accepted(
    mine: dict[str, Any] | None = None, theirs: dict[str, Any] | None = None, **state: Any
) -> list[tuple[str, int, int]]:
    """Who gets how much when Ann accepts an answer of Bob."""
    pays = AcceptedPolicy(points=16, asker=2, per_day=40, gives_per_day=2, per_pair=2)
    policy = structs.replace(POLICY, accepted=pays, per_day=100, worth=WorthPolicy(pair=(100, 50)))
    found = accept(
        event(kind=Kind.PRESS),
        member(**state),
        {
            ANN: Standing(person=ANN, day=DAY, **(mine or {})),
            BOB: Standing(person=BOB, day=DAY, **(theirs or {})),
        },
        policy,
        asker=ANN,
        helper=BOB,
        question=50,
        answer=60,
        timezone="UTC",
    )
    return [(e.key, e.person, e.granted) for e in found]


def test_an_accepted_answer_pays_whoever_answered_and_a_little_whoever_asked() -> None:
    assert accepted() == [("accept:-1001:50:60", BOB, 16), ("asked:-1001:50", ANN, 2)]


def test_the_second_answer_of_the_same_pair_is_worth_less_and_asking_nothing() -> None:
    once = {"recent_givers": {(ANN, "accepted"): (NOW,)}}
    assert accepted(theirs=once) == [("accept:-1001:50:60", BOB, 8)]


@pytest.mark.parametrize(
    "more",
    [
        {"mine": {"given_today": {"accepted": 2}}},
        {"theirs": {"recent_givers": {(ANN, "accepted"): (NOW, NOW)}}},
        {"joined_at": NOW - 60},
    ],
)
def test_answers_whose_acceptance_pays_nobody(more: dict[str, Any]) -> None:
    assert accepted(**more) == []
