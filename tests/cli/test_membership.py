"""`zhiqun membership`, as operators type it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_db import folder, template
from tests.processes import here as zhiqun

__all__ = ["folder", "template"]  # fixtures

PLANS = """terms: T
support: S
plans:
  - {id: monthly, name: Monthly, price: 300}
"""


@pytest.fixture
def rules(tmp_path: Path) -> str:
    """Rules with one plan."""
    at = tmp_path / "shop"
    at.mkdir()
    (at / "community.yaml").write_text("name: Test\n", "utf-8")
    (at / "membership.yaml").write_text(PLANS, "utf-8")
    return str(at)


def test_codes_are_made_and_listed(folder: Path, rules: str) -> None:
    made = zhiqun(folder, "membership", "codes", "monthly", "--count", "3", "--days", "7", "--rules", rules)
    assert (made.returncode, made.stderr) == (0, "")
    head, *codes = made.stdout.split()
    assert (head, len(codes)) == ("code", 3)
    listed = zhiqun(folder, "membership", "codes", "--list").stdout.split()
    assert {line.split(",")[0] for line in listed[1:]} == set(codes)
    assert all(line.split(",")[1:3] == ["monthly", "7"] for line in listed[1:])


@pytest.mark.parametrize(
    ("arguments", "language", "said"),
    [
        (
            ("membership", "codes", "montly"),
            "en",
            "there is no plan 'montly' in membership.yaml (did you mean",
        ),
        (("membership", "codes", "montly"), "zh", "没有套餐“montly”"),
        (("members", "access", "@nobody"), "en", "nobody is known as '@nobody'"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    folder: Path, rules: str, arguments: tuple[str, ...], language: str, said: str
) -> None:
    done = zhiqun(folder, *arguments, "--rules", rules, "--language", language)
    assert done.returncode != 0
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_report_tells_each_plan(folder: Path, rules: str) -> None:
    done = zhiqun(folder, "membership", "report", "--csv", "--rules", rules)
    assert done.stdout.splitlines()[1] == "monthly,0,0,0,0,0,0,0,0,0"
    assert (
        "monthly: 0 members"
        in zhiqun(folder, "membership", "report", "--rules", rules, "--language", "en").stdout
    )
