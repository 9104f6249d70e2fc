"""`zhiqun dead` as operators use it, without a bot beside it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.processes import here


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a database that holds two letters."""
    assert here(tmp_path, "db", "upgrade").returncode == 0
    with closing(sqlite3.connect(tmp_path / "zhiqun.db")) as database:
        database.executemany(
            "INSERT INTO dead_letter (update_id, at, reason, body, state) VALUES (?, ?, ?, ?, 'open')",
            [
                (7, 1_700_000_000, "no\nluck", '{"update_id":7,"a":"知群"}'),
                (0, 1_700_000_001, "no JSON", "x"),
            ],
        )
        database.commit()
    return tmp_path


@pytest.mark.parametrize("name", ["list", "show", "retry", "drop"])
def test_every_command_explains_itself_with_examples(tmp_path: Path, name: str) -> None:
    shown = here(tmp_path, "dead", name, "--help").stdout
    assert f"zhiqun dead {name}" in shown
    assert "Example" in shown


def test_letters_are_listed_in_a_line_each_and_shown_whole(folder: Path) -> None:
    lines = here(folder, "dead", "list").stdout.splitlines()
    assert len(lines) == 2
    assert lines[0].split() == ["1", "update", "7", "2023-11-14", "22:13:20", "open", "24", "no", "luck"]
    assert "update ?" in lines[1]
    shown = here(folder, "dead", "show", "1").stdout
    assert '"a": "知群"' in shown
    assert here(folder, "dead", "show", "9").stderr == "there is no dead letter 9\n"


def test_without_a_bot_letters_wait_for_the_next_start_and_it_is_said(folder: Path) -> None:
    asked = here(folder, "dead", "retry", "1", "9")
    assert asked.returncode == 1
    assert "9: there is no such open letter." in asked.stdout
    assert "1: marked; no bot runs here: the next start takes them." in asked.stdout
    asked = here(folder, "dead", "retry", "--all")
    assert (asked.returncode, asked.stdout.startswith("2: marked")) == (0, True)
    assert {line.split()[5] for line in here(folder, "dead", "list").stdout.splitlines()} == {"retry"}


def test_what_is_dropped_is_gone_from_the_list(folder: Path) -> None:
    assert here(folder, "dead", "drop", "1").stdout == "1: dropped.\n"
    refused = here(folder, "dead", "drop", "1", "9")
    assert (refused.returncode, "1, 9" in refused.stderr) == (1, True)
    assert len(here(folder, "dead", "list").stdout.splitlines()) == 1
    assert len(here(folder, "dead", "list", "--all").stdout.splitlines()) == 2
    assert here(folder, "dead", "retry").returncode == 2
