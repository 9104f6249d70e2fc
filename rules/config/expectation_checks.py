"""Check what the tests of a rule file expect: names that nothing has are refused."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any

from rules.config.document import Document, PathTo
from rules.config.problems import Problem, nearest, shown, unknown
from rules.sentences import say


def strange_expectations(
    document: Document, off: Set[str], actions: Set[str], *, all_off: bool = False
) -> Iterator[Problem]:
    """A problem for every expectation that nothing could meet.

    Args:
        document: where the tests stand.
        off: the ids of rules that are.
        actions: the names of the actions that there are.
        all_off: the whole file is, so that its own tests are left out.
    """
    data = document.data if isinstance(document.data, dict) else {}
    outcomes = {"hit", *actions}
    rules = {n: rule for n, rule in enumerate(_listed(data.get("rules"))) if isinstance(rule, dict)}
    for number, rule in rules.items():
        yield from _strange(document, ("rules", number, "tests"), rule.get("tests"), outcomes)
    if not all_off:
        ids = {rule["id"] for rule in rules.values() if isinstance(rule.get("id"), str)}
        yield from _of_file(document, data.get("tests"), outcomes | ids - off, off)


def _of_file(document: Document, tests: Any, known: Set[str], off: Set[str]) -> Iterator[Problem]:
    """The same for the tests at the end, which may name rules."""
    for place, name in _expected(tests):
        if name in off:
            yield document.problem(("tests", *place), say("expects-off", name=name))
        elif name not in known:
            hint = nearest(name, known)
            yield document.problem(("tests", *place), say("expects-nobody", name=shown(name), hint=hint))


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
    for place, name in _expected(tests):
        if name not in known:
            yield document.problem((*path, *place), unknown("expectation", name, {*known, "no hit"}))


def _expected(tests: Any) -> Iterator[tuple[PathTo, str]]:
    """What is expected, or expected not to be, and where that stands."""
    for number, test in enumerate(_listed(tests)):
        written = test.get("expect") if isinstance(test, dict) else None
        for expectation in written if isinstance(written, list) else [written]:
            if isinstance(expectation, str):
                yield (number, "expect"), bare(expectation)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
