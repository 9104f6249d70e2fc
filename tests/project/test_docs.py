"""What the documentation says, compared with what the code does."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from bot.features import registry
from bot.operations.reference import commands_table, gates_table
from bot.runtime.settings import env_example, table
from bot.text.messages import LANGUAGES, has, text_files
from rules.config.reference import actions_table, conditions_table

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_environment_example_is_the_settings_model() -> None:
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == env_example()


def test_the_readme_lists_every_setting_as_it_is() -> None:
    assert table() in README


def test_the_readme_lists_every_condition_and_action_as_they_are() -> None:
    assert conditions_table() in README
    assert actions_table() in README


def test_the_threat_model_tells_who_is_answered_where() -> None:
    assert gates_table() in (ROOT / "bot/THREATS.md").read_text(encoding="utf-8")


def test_the_readme_lists_every_command_as_it_is() -> None:
    assert commands_table() in README


@pytest.mark.parametrize("name", sorted(registry().commands))
def test_a_command_is_in_the_readme_and_explained_in_both_languages(name: str) -> None:
    assert f"`/{name}`" in README
    assert registry().commands[name].examples
    for language in LANGUAGES:
        assert has(language, f"command-{name}")
        assert has(language, f"help-{name}")


def keys(language: str) -> dict[str, set[str]]:
    """The messages of a language with the variables of each."""
    found: dict[str, set[str]] = {}
    for path in text_files(language):
        current = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if match := re.match(r"([a-z][\w-]*) =", line):
                current = match[1]
                assert current not in found, f"{path.name}: {current} twice"
                found[current] = set()
            if current:
                found[current] |= set(re.findall(r"\$(\w+)", line))
    return found


def test_both_languages_say_the_same_things_with_the_same_values() -> None:
    chinese, english = keys("zh"), keys("en")
    assert chinese.keys() == english.keys()
    assert {k: v for k, v in chinese.items() if v != english[k]} == {}


@pytest.mark.parametrize("target", ["install", "demo", "test", "check", "bench", "faults"])
def test_make_knows_what_the_readme_tells_people_to_run(target: str) -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert f"make {target}" in shown


@pytest.mark.parametrize("what", ["condition", "action", "command", "job"])
def test_contributing_tells_how_to_add_one(what: str) -> None:
    assert re.search(rf"^## .*{what}", CONTRIBUTING, re.MULTILINE | re.IGNORECASE)


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_links_to_files_lead_somewhere(text: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    assert [link for link in links if not (ROOT / link).exists()] == []
