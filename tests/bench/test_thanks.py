"""The measure of thanks, on a few lines of our own."""

from __future__ import annotations

from typing import Any

from rules.engine.policy import IncentivesPolicy, ThanksPolicy
from tests.bench.thanks import agreement, awards, found_in, measure, policy_of

POLICY = policy_of(IncentivesPolicy(thanks=ThanksPolicy(words=("thanks",))))


def line(at: int, user: str, text: str) -> dict[str, Any]:
    """A message of the one room."""
    return {"ts": at, "chat": "room", "user": user, "text": text}


TALK = [
    line(100, "ann", "@bob thanks"),
    line(101, "bot", "> ann sends brownie points to @bob :sparkles:"),
    line(200, "bob", "thanks everybody"),
    line(300, "cleo", "thanks @ann, that is a long way to say that it works for all of my tables by now"),
    line(302, "bot", "> cleo sends brownie points to @ann :sparkles:"),
    line(400, "cleo", "thanks @cleo"),
    line(500, "dan", "thanks @ann"),
    line(900, "eve", "ta @ann"),
    line(901, "bot", "> eve sends brownie points to @ann :sparkles:"),
]


def test_thanks_are_what_names_somebody_else_and_thanks() -> None:
    gold, bots = awards(TALK)
    assert [(g.giver, g.at) for g in gold] == [("ann", 101), ("cleo", 302), ("eve", 901)]
    assert [t.giver for t in found_in(TALK, bots, POLICY)] == ["ann", "cleo", "dan"]


def test_precision_and_recall_are_of_awards_soon_after() -> None:
    gold, bots = awards(TALK)
    found = agreement(gold, found_in(TALK, bots, POLICY), 0, 1000)
    assert (found.awards, found.found) == (3, 3)
    assert found.precision == found.recall == 2 / 3


def test_the_later_half_begins_with_the_award_in_the_middle() -> None:
    assert measure(TALK, POLICY)["later"].awards == 2
    assert measure([], POLICY) == {}
