"""The condition about learned scores: values that are handed in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rules.conditions import CONDITIONS
from rules.conditions.base import Probe
from rules.engine.decide import decide
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.spam import SpamScore
from rules.engine.state import Activity
from tests.rules.make import NOW, book, event, member, problems

SURE = SpamScore(0.99, 0.0005, words=("加微信", "日结"), model="m")
LIKELY = SpamScore(0.9, 0.008)
FAINT = SpamScore(0.6, 0.04)


def look(options: Any, score: SpamScore | None, messages: int = 1) -> Finding:
    """What the condition finds of a text with this score, as one of the member's first messages."""
    condition = CONDITIONS["spam"]
    check = condition.build(condition.options.model_validate(options))
    assert not isinstance(check, Probe)
    return check(Facts(event("hi"), member(messages=messages), Activity(), NOW, spam=score))


@pytest.mark.parametrize(
    ("options", "score", "hit"),
    [
        (None, LIKELY, True),
        ("likely", LIKELY, True),
        ("likely", FAINT, False),
        ("certain", LIKELY, False),
        ("certain", SURE, True),
        ({"false_alarms": "5%"}, FAINT, True),
        ({"false_alarms": "0.5%"}, LIKELY, False),
        ({"false_alarms": 0.01}, LIKELY, True),
        ({"chance": 0.5}, FAINT, True),
        ({"chance": "95%"}, LIKELY, False),
        ({"chance": "95%", "false_alarms": "1%"}, SURE, True),
        ("copy", SURE, False),
        ("copy", SpamScore(0.1, 0.9, copy="spam"), True),
        ("likely", SpamScore(0.1, 0.9, copy="spam"), True),
        ("likely", SpamScore(0.99, 0.0005, copy="ham"), False),
        ("likely", None, False),
    ],
)
def test_a_score_holds_or_not(options: Any, score: SpamScore | None, hit: bool) -> None:
    assert look(options, score).hit is hit


def test_only_a_members_first_messages_are_looked_at() -> None:
    assert look({"level": "likely", "first": 5}, SURE, messages=5).hit
    assert not look({"level": "likely", "first": 5}, SURE, messages=6).hit


def test_a_hit_says_what_speaks_for_it() -> None:
    found = look("likely", SURE)
    assert found.matched == "加微信"
    assert found.values["words"] == "加微信 · 日结"
    assert (found.values["percent"], found.values["tail"], found.values["limit"]) == (99, "0.05%", "≤ 1%")


def test_what_has_no_score_is_said_to_have_none() -> None:
    assert look("likely", None).values["copy"] == "unscored"
    assert look("likely", FAINT).values["copy"] == "none"


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("{false_alarms: 0}", "'0' is no share: write 1%, 0.5% or 0.01"),
        ("{chance: 150%}", "'150%' is no share"),
        ("sure", "'sure' is none of likely, certain, copy"),
        ("{first: 0}", "should be at least 1"),
    ],
)
def test_wrong_options_are_explained(tmp_path: Path, written: str, wrong: str) -> None:
    text = f"rules:\n  - {{id: a, when: {{spam: {written}}}, then: delete}}\n"
    (found,) = problems(tmp_path, moderation=text)
    assert "rules/moderation.yaml:2:" in found
    assert wrong in found


RULE = "rules:\n  - {id: a, mode: %s, when: {spam: {level: likely, first: 7}}, then: delete}\n"


@pytest.mark.parametrize(("mode", "scored"), [("enforce", 7), ("shadow", 7), ("off", 0)])
def test_the_book_says_how_many_messages_need_a_score(tmp_path: Path, mode: str, scored: int) -> None:
    assert book(tmp_path, RULE % mode).scored == scored


def test_a_decision_takes_the_score_that_is_handed_in(tmp_path: Path) -> None:
    rules = book(tmp_path, RULE % "enforce")
    given = (event("hi"), member(), Activity(), rules, NOW)
    assert decide(*given, spam=SURE).deletes
    assert not decide(*given, spam=FAINT).deletes
    assert not decide(*given).deletes
