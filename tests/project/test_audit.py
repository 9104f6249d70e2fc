"""The audit of what is installed: it fails when it should, and never says more than it found out."""

from __future__ import annotations

import json

import pytest

from tests import audit

GOOD = {"name": "a", "version": "1", "vulns": []}
BAD = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}]}
ABSENT = {"name": "c", "skip_reason": "Dependency not found on PyPI and could not be audited: c (3)"}


def test_what_is_not_pinned_or_at_another_version_is_named() -> None:
    pinned = audit.pins("A_b==1.0  # why\n\nc==2.0\nunused==9\n")
    assert list(audit.drift({"a-b": "1.0", "c": "2.0"}, pinned)) == []
    assert list(audit.drift({"a-b": "1.1", "d": "3"}, pinned)) == [
        "a-b 1.1 is installed, but constraints.txt pins 1.0",
        "d 3 is installed and not pinned in constraints.txt",
    ]


@pytest.mark.parametrize(
    ("name", "said", "good"),
    [
        ("x", "MIT", True),
        ("x", "BSD-3-Clause AND Apache-2.0", True),
        ("x", "Mozilla Public License 2.0 (MPL 2.0)", True),
        ("x", "GPL-3.0-only", False),
        ("x", "MIT OR GPL-3.0", False),
        ("x", "AGPL-3.0", False),
        ("x", "GNU Lesser General Public License v3 (LGPLv3)", False),
        ("x", "Proprietary", False),
        ("x", "", False),
        ("python-telegram-bot", "LGPL-3.0-only", True),
        ("python-telegram-bot", "GPL-3.0-only", False),
    ],
)
def test_only_licences_on_the_list_pass(name: str, said: str, good: bool) -> None:
    assert audit.may_be_used(name, said) is good


@pytest.mark.parametrize(
    ("dependencies", "known", "bad"),
    [
        ([GOOD], 1, []),
        ([GOOD, BAD, ABSENT], 2, ["b 2: PYSEC-1, mended in 2.1"]),
        ([ABSENT], 0, []),
        ([], 0, []),
    ],
)
def test_what_the_service_did_not_look_up_is_not_counted_as_good(
    dependencies: list[dict[str, object]], known: int, bad: list[str]
) -> None:
    assert audit.answered(json.dumps({"dependencies": dependencies})) == (known, bad)


@pytest.mark.parametrize("output", ["", "not json", "[]", '{"error": 1}'])
def test_an_answer_nobody_understands_is_none(output: str) -> None:
    assert audit.answered(output) == (0, [])


@pytest.mark.parametrize(
    ("replies", "line"),
    [
        ([(0, [])], "vulnerability service not reachable: skipped"),
        ([(1, []), (2, [])], "vulnerabilities: 2 of 3 packages looked up, 0 known"),
        ([(1, []), (3, ["b 2: X"])], "vulnerabilities: 3 of 3 packages looked up, 1 known"),
    ],
)
def test_it_is_said_in_a_line_how_far_was_looked(
    monkeypatch: pytest.MonkeyPatch, replies: list[tuple[int, list[str]]], line: str
) -> None:
    given = iter(replies)
    monkeypatch.setattr(audit, "asked", lambda _: next(given))
    assert audit.vulnerabilities({"a": "1", "b": "2", "c": "3"})[0] == line


def test_everything_installed_here_is_pinned_fits_and_may_be_used() -> None:
    found = audit.installed()
    pinned = audit.pins(audit.CONSTRAINTS.read_text(encoding="utf-8"))
    assert list(audit.drift({n: d.version for n, d in found.items()}, pinned)) == []
    assert list(audit.licences(found)) == []
    assert audit.misfits() == []
