"""`weigh`: signs that are weak alone, added up."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.config.book import RuleBook
from rules.engine.combinators import weigh
from rules.engine.decide import decide
from rules.engine.decision import Decision, Finding, Trace
from rules.engine.facts import Facts
from rules.engine.rule import Check
from rules.engine.state import Activity
from tests.rules.make import NOW, book, event, member, problems

_SIGNS = "[{points: 2, when: {words: a}}, {points: 2, when: {words: b}}, {points: -1, when: {words: c}}]"
_RULE = "rules:\n  - {{id: r, when: {{weigh: {{least: {least}, signs: {signs}}}}}, then: delete}}\n"


def judged(text: str, rules: RuleBook) -> Decision:
    """What becomes of a member's message."""
    return decide(event(text), member(), Activity(), rules, NOW)


@pytest.mark.parametrize(
    ("text", "least", "hit"),
    [
        ("a", 2, True),
        ("a", 3, False),
        ("a b", 4, True),
        ("a b c", 4, False),
        ("a b c", 3, True),
        ("c", 1, False),
    ],
)
def test_points_add_up_for_and_against(tmp_path: Path, text: str, least: int, hit: bool) -> None:
    rules = book(tmp_path, _RULE.format(least=least, signs=_SIGNS))
    assert bool(judged(text, rules).hits) is hit


def test_the_trace_tells_the_signs_that_hold_and_their_sum(tmp_path: Path) -> None:
    rules = book(tmp_path, _RULE.format(least=3, signs=_SIGNS))
    trace = judged("b c a", rules).hits[0].trace
    assert (trace.condition, trace.finding.values) == ("weigh", {"points": 3, "limit": 3})
    assert [(t.finding.values["points"], t.parts[0].condition) for t in trace.parts] == [
        (2, "words"),
        (2, "words"),
        (-1, "words"),
    ]
    assert trace.finding.matched == "a"


def test_what_can_no_longer_hold_is_not_looked_at() -> None:
    asked: list[str] = []

    def sign(name: str, *, hit: bool) -> Check:
        def look(_facts: Facts) -> Trace:
            asked.append(name)
            return Trace(name, Finding(hit))

        return Check(look)

    check = weigh(3, [(2, sign("a", hit=False)), (1, sign("b", hit=True)), (1, sign("c", hit=True))])
    facts = Facts(event("x"), member(), Activity(), NOW)
    assert not check.look(facts).finding.hit
    assert asked == ["a"]
    assert check.whole(facts).finding.values == {"points": 2, "limit": 3}
    assert asked == ["a", "a", "b", "c"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{least: 2}", "'signs' is missing"),
        ("{least: 2, signs: []}", "'signs' takes a list of conditions"),
        ("{least: 0, signs: [{points: 1, when: links}]}", "3:27: should be at least 1, not '0'"),
        (
            "{least: 2, signs: [{points: 1, when: {wrds: a}}]}",
            "3:57: unknown condition 'wrds' (did you mean 'words'?)",
        ),
        ("{least: 2, signs: [{when: links}]}", "'points' is missing"),
    ],
)
def test_a_mistake_in_it_is_told(tmp_path: Path, written: str, told: str) -> None:
    text = f"rules:\n  - id: a\n    when: {{weigh: {written}}}\n    then: delete\n"
    found = problems(tmp_path, moderation=text)
    assert len(found) == 1
    assert found[0].endswith(told)
