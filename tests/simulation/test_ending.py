"""How a demo ends: in words for who watched it, in a line of JSON for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import bot.simulation.demo
from bot.cli.main import app

FOUND: dict[str, Any] = {
    "actions": {"delete": 1},
    "calls": {"sendMessage": 5},
    "messages": 9,
    "received": 12,
    "decided": 12,
    "points": 7,
    "suggestions": 3,
    "p50_ms": 20.4,
    "seconds": 75.2,
    "lost": 0,
    "doubled": 0,
    "dead_letters": 0,
    "undelivered": 0,
    "errors": 0,
    "missing": [],
}


@pytest.fixture(autouse=True)
def played(monkeypatch: pytest.MonkeyPatch) -> None:
    """A demo that was over before it began."""

    async def demo(*_: Any, **__: Any) -> dict[str, Any]:
        return FOUND

    monkeypatch.setattr(bot.simulation.demo, "demo", demo)


def ended(*arguments: str) -> str:
    """What the command wrote."""
    result = CliRunner().invoke(app, ["demo", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_headless_demo_ends_with_a_line_of_json() -> None:
    assert json.loads(ended("--headless").splitlines()[-1]) == FOUND


@pytest.mark.parametrize(("language", "first"), [("en", "The demo ran"), ("zh", "演示运行了")])
def test_the_demo_with_a_page_ends_in_words(language: str, first: str) -> None:
    said = ended("--language", language)
    assert said.startswith(first)
    assert "{" not in said


def test_installing_shows_how_far_it_is() -> None:
    makefile = (Path(__file__).parents[2] / "Makefile").read_text("utf-8")
    installing = [line for line in makefile.splitlines() if "pip install" in line]
    assert len(installing) == 2
    assert not [line for line in installing if "--quiet" in line]
