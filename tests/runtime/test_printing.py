"""What commands print holds nothing from outside that steers a terminal or forges a line."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.screening import ban_list, ban_list_preview
from bot.features.screening import cli as bans
from bot.features.screening.ban_list import Listed
from bot.operations import dead_letters, doctor
from bot.operations.check_results import Check, check
from bot.runtime.printing import as_json, cell, say
from rules.config.problems import Problem, Several
from tests.bots import write_rules
from tests.processes import here as zhiqun

ROOT = Path(__file__).parents[2]
HOSTILE = {
    "colours": "\x1b[31mred\x1b[0m",
    "a title": "\x1b]0;owned\x07name",
    "a clipboard": "\x1b]52;c;cm0gLXJm\x1b\\name",
    "one-byte sequences": "\x9b2Jname\x9d0;x\x9c",
    "turned writing": "\u202egnp.exe\u2066name\u2069",
    "a line of its own": "name\n✓ Everything is well.",
    "other line ends": "name\u2028next\x85next\rover",
    "half a character": "name\ud83d",
    "nothing": "\x00\x08\x7fname",
}
STEERING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)


def harmless(printed: str, lines: int) -> bool:
    """Whether so many lines were printed, and nothing that steers."""
    return not STEERING.search(printed) and printed.count("\n") == lines


@pytest.mark.parametrize("what", HOSTILE)
def test_names_on_a_ban_list_steer_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    name = HOSTILE[what]

    async def fetched(source: str, *, private: bool = False) -> Listed:
        return Listed((123456,), 1, f"2: {name}")

    def preview(*_: Any) -> ban_list_preview.Preview:
        return ban_list_preview.Preview(1, 0, [(name, name)])

    monkeypatch.setattr(ban_list, "fetch", fetched)
    monkeypatch.setattr(ban_list_preview, "preview", preview)
    assert bans  # the command imports both when it runs
    done = zhiqun(tmp_path, "bans", "preview", "bans.txt")
    assert (done.returncode, harmless(done.stdout, 4)) == (0, True)


@pytest.mark.parametrize("what", HOSTILE)
def test_titles_of_groups_steer_nothing_in_the_doctors_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    async def examine(_: object) -> AsyncIterator[Check]:
        yield check("good", "rights", "good", chat=HOSTILE[what])
        yield check("advice", "webhook", "failing", reason=HOSTILE[what])

    monkeypatch.setattr(doctor, "examine", examine)
    done = zhiqun(tmp_path, "doctor")
    assert harmless(done.stdout, 3)


@pytest.mark.parametrize("what", HOSTILE)
def test_dead_letters_steer_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    def shown(*_: object) -> list[str]:
        return ["3: update 7", HOSTILE[what], "", *as_json({"text": HOSTILE[what]}, indent=2).split("\n")]

    monkeypatch.setattr(dead_letters, "shown", shown)
    assert harmless(zhiqun(tmp_path, "dead", "show", "3").stdout, 6)


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_refused_is_told_in_lines_of_our_own(tmp_path: Path, what: str) -> None:
    (tmp_path / "e.csv").write_bytes(
        f'person,course,kind\n1,a,"{HOSTILE[what]}"\n1,a,x\n'.encode("utf-8", "replace")
    )
    done = zhiqun(tmp_path, "courses", "import", "e.csv")
    assert (done.returncode, harmless(done.stderr, 3)) == (1, True)
    shop = json.dumps({"courses": [{"id": HOSTILE[what].encode("utf-8", "replace").decode(), "title": "A"}]})
    (tmp_path / "shop.yaml").write_text(shop, encoding="utf-8")
    write_rules(tmp_path / "rules")
    done = zhiqun(tmp_path, "courses", "import-catalogue", "shop.yaml")
    assert (done.returncode, harmless(done.stderr, 1)) == (1, True)


@given(st.text())
def test_whatever_is_said_is_one_line(text: str) -> None:
    from contextlib import redirect_stdout
    from io import StringIO

    with redirect_stdout(StringIO()) as out:
        say(text)
    assert harmless(out.getvalue(), 1)
    assert "\n" not in cell(text).plain
    assert str(Problem("f", 1, 1, text)).count("\n") == 0


@given(st.recursive(st.text() | st.integers(), lambda inner: st.dictionaries(st.text(), inner), max_leaves=5))
def test_json_says_all_and_steers_nothing(value: Any) -> None:
    text = as_json(value)
    assert json.loads(text) == value
    assert harmless(text, 0)


def test_several_sentences_are_as_many_lines() -> None:
    assert Several(["a", "b"]).lines == ["a", "b"]


def test_commands_print_by_this_one_place() -> None:
    """Nothing else of the command line calls a printer of a library or of Python's own."""
    found = []
    for path in [*(ROOT / "bot" / "cli").glob("*.py"), ROOT / "bot" / "backtest" / "rendering.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("echo", "secho", "stdout", "stderr"):
                found.append(f"{path.name}: {node.attr}")
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("print", "Text"):
                found.append(f"{path.name}: {node.lineno}")
    assert found == []
