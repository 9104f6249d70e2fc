"""What tests of a rule file expect, looked at as it is written: names there are none of."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any

from rules.config.actions import ACTIONS
from rules.config.document import Document, PathTo
from rules.config.problems import Problem, unknown


def strange_expectations(document: Document, off: Set[str]) -> Iterator[Problem]:
    """A problem for every expectation that nothing could meet; `off` are the ids of rules that are."""
    data = document.data if isinstance(document.data, dict) else {}
    outcomes = {"hit", *ACTIONS}
    rules = {n: rule for n, rule in enumerate(_listed(data.get("rules"))) if isinstance(rule, dict)}
    for number, rule in rules.items():
        yield from _strange(document, ("rules", number, "tests"), rule.get("tests"), outcomes)
    ids = {rule["id"] for rule in rules.values() if isinstance(rule.get("id"), str)} - off
    yield from _strange(document, ("tests",), data.get("tests"), outcomes | ids)


def has_tests(document: Document) -> bool:
    """Whether anything is tested."""
    data = document.data if isinstance(document.data, dict) else {}
    rules = (rule for rule in _listed(data.get("rules")) if isinstance(rule, dict))
    return bool(data.get("tests")) or any(rule.get("tests") for rule in rules)


def bare(expectation: str) -> str:
    """What is expected, or expected not to be."""
    return expectation.removeprefix("no ").strip()


def negated(expectation: str) -> bool:
    """Whether it is expected not to be."""
    return expectation.startswith("no ")


def _strange(document: Document, path: PathTo, tests: Any, known: Set[str]) -> Iterator[Problem]:
    for number, test in enumerate(_listed(tests)):
        written = test.get("expect") if isinstance(test, dict) else None
        for expectation in written if isinstance(written, list) else [written]:
            if isinstance(expectation, str) and bare(expectation) not in known:
                sentence = unknown("expectation", bare(expectation), {*known, "no hit"})
                yield document.problem((*path, number, "expect"), sentence)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
