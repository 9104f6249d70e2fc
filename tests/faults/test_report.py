"""The table, the JSON line, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faults import __main__ as command
from tests.faults.judge import Verdict
from tests.faults.report import as_json, good, table
from tests.faults.scenario import Found, Options, Scenario
from tests.faults.table import SCENARIOS

WELL = Found(3, 3, [0.5, 2.0, 1.0], Verdict(updates=40, in_doubt=["sendMessage 1:2:0"]))
BAD = Found(2, 2, [], Verdict(lost=1, problems=["lost: 1 × update: 7"]))
SKIPPED = Found(skipped="no root")


def test_the_table_has_a_row_for_each_and_names_what_is_wrong_and_in_doubt() -> None:
    lines = table({"a": WELL, "b": BAD, "c": SKIPPED}).splitlines()
    assert lines[2] == "| a | 3 | 3 | 0 | 0 | 1 | 1.0 (most 2.0) | 40 |"
    assert lines[4].startswith("| c | skipped: no root |")
    assert lines[5] == "| **all** | 5 | 5 | 1 | 0 | 1 | | 40 |"
    assert lines[6:] == ["in doubt in a: sendMessage 1:2:0", "b: lost: 1 × update: 7"]


def test_the_sums_are_in_the_json_line() -> None:
    line = json.loads(json.dumps(as_json({"a": WELL, "b": BAD}, seed=5)))
    sums = ("injected", "survived", "lost", "doubled", "in_doubt", "seed", "ok")
    assert [line[name] for name in sums] == [5, 5, 1, 0, 1, 5, False]
    assert line["scenarios"]["a"]["recover_s"] == {"median": 1.0, "most": 2.0}


@pytest.mark.parametrize(
    ("found", "well"),
    [(WELL, True), (BAD, False), (SKIPPED, True), (Found(2, 1), False), (Found(1, 1), True)],
)
def test_well_is_what_survived_and_lost_and_doubled_nothing(found: Found, well: bool) -> None:
    assert good({"x": found}) is well


@pytest.mark.parametrize(("found", "status"), [(WELL, 0), (BAD, 1)])
def test_the_exit_status_tells_whether_all_is_well(
    found: Found, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def run(options: Options) -> Found:
        return found

    monkeypatch.setattr(command, "SCENARIOS", (Scenario("x", "nothing", run),))
    monkeypatch.setattr(command, "quietly", lambda: None)
    assert command.main(["--json", "--seed", "3"]) == status
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["seed"] == 3


def test_the_page_tells_of_every_scenario() -> None:
    text = Path(__file__).with_name("README.md").read_text(encoding="utf-8")
    assert [s.name for s in SCENARIOS if f"`{s.name}`" not in text] == []


async def test_trouble_in_a_scenario_is_something_found(tmp_path_factory: pytest.TempPathFactory) -> None:
    async def run(options: Options) -> Found:
        raise ZeroDivisionError("by accident")

    said: list[str] = []
    options = Options(tmp_path_factory.mktemp("x"), said.append)
    found = await command.play(Scenario("x", "nothing", run), options)
    assert not found.good
    assert found.verdict.problems == ["ZeroDivisionError: by accident"]
    assert said[0].startswith("x: NOT WELL")
