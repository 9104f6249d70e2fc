"""What the documentation says, compared with what the code does."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from shutil import copytree

import pytest

from bot.core.command import Who
from bot.features import registry
from bot.operations.pages import made, write
from bot.operations.reference import commands_page, commands_table, gates_table
from bot.runtime.settings import Settings, env_example, table
from bot.text.messages import LANGUAGES, has, text_files
from rules.conditions import CONDITIONS
from rules.config.actions import ACTIONS
from rules.config.book import examine
from rules.config.reference import actions_table, conditions_table
from tests.project.pages import PAGES, ROOT, anchors, links, text_of

CONTRIBUTING = text_of("CONTRIBUTING.md")
COMMANDS = text_of("bot/features/COMMANDS.md")
GUIDES = {"zh": text_of("rules/GUIDE.zh.md"), "en": text_of("rules/GUIDE.en.md")}
MAKE = "run make pages"
FOR_TESTS = {"snapshots"}  # what only the tests ask for
WITH_RULES = ["README.md", "rules/GUIDE.zh.md", "rules/GUIDE.en.md"]


def test_every_generated_file_is_as_make_pages_writes_it() -> None:
    stale = [name for name, text in made().items() if text_of(name) != text]
    assert stale == [], MAKE


def test_a_stale_table_is_written_anew_and_the_page_around_it_stays(tmp_path: Path) -> None:
    for name in made():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text_of(name), "utf-8")
    guide = tmp_path / "rules" / "GUIDE.en.md"
    guide.write_text(guide.read_text("utf-8").replace("| `words` |", "| `wrods` |"), "utf-8")
    assert write(tmp_path) == ["rules/GUIDE.en.md"]
    assert guide.read_text("utf-8") == GUIDES["en"]
    assert write(tmp_path) == []


def test_the_environment_example_is_the_settings_model() -> None:
    assert text_of(".env.example") == env_example(), MAKE


def test_the_guide_lists_every_setting_as_it_is() -> None:
    assert table() in GUIDES["en"], MAKE


def test_the_chinese_guide_has_every_setting_with_its_default() -> None:
    rows = re.compile(r"^\| `(ZHIQUN_[A-Z_]+)` \| `([^`]*)` \|", re.MULTILINE)
    assert rows.findall(GUIDES["zh"]) == rows.findall(table())


@pytest.mark.parametrize("page", [page for page in PAGES if page != "CHANGELOG.md"])
def test_a_page_names_settings_that_there_are(page: str) -> None:
    names = {name.lower() for name in re.findall(r"\bZHIQUN_([A-Z_]+[A-Z])\b", text_of(page))} - FOR_TESTS
    assert names <= set(Settings.model_fields)


def test_the_guide_lists_every_condition_and_action_as_they_are() -> None:
    assert conditions_table() in GUIDES["en"], MAKE
    assert actions_table() in GUIDES["en"], MAKE


@pytest.mark.parametrize("kind", ["condition", "action"])
def test_the_chinese_guide_has_each_with_its_options_and_the_same_example(kind: str) -> None:
    before, _, after = GUIDES["zh"].partition("\n## 操作\n")
    told, declared = (before, CONDITIONS.values()) if kind == "condition" else (after, ACTIONS.values())
    rows = [line.split(" | ", 2) for line in told.splitlines() if re.match(r"\| `[a-z]+` \|", line)]
    found = {name.strip("| `"): rest for name, _explained, rest in rows}
    wanted = {c.name: (", ".join(f"`{o}`" for o in c.options.model_fields), c.example) for c in declared}
    rows_wanted = {name: f"{options or '无'} | `{example}` |" for name, (options, example) in wanted.items()}
    assert found == rows_wanted, "write these rows of rules/GUIDE.zh.md by hand"
    assert len(rows) == len(found)


def test_the_threat_model_tells_who_is_answered_where() -> None:
    assert gates_table() in text_of("bot/THREATS.md"), MAKE


def test_the_page_of_commands_is_as_it_is_made() -> None:
    assert commands_page() == COMMANDS, MAKE


def test_every_command_is_in_one_of_the_two_tables() -> None:
    members, moderators = commands_table(Who.MEMBER), commands_table(Who.MODERATOR, Who.STAFF)
    named = re.findall(r"^\| `/(\w+)` \|", members + moderators, re.MULTILINE)
    assert sorted(named) == sorted(registry().commands)


@pytest.mark.parametrize("name", sorted(registry().commands))
def test_a_command_is_on_the_page_and_explained_in_both_languages(name: str) -> None:
    assert f"| `/{name}` |" in COMMANDS
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
    assert chinese.keys() ^ english.keys() == set(), "these stand in one language alone"
    assert {k: v for k, v in chinese.items() if v != english[k]} == {}


@pytest.mark.parametrize("page", WITH_RULES)
def test_a_rule_that_a_page_shows_loads_and_passes_its_tests(page: str, tmp_path: Path) -> None:
    shown = [block for block in re.findall(r"```yaml\n(.*?)```", text_of(page), re.S) if block[:4] == "- id"]
    assert shown
    for number, rule in enumerate(shown):
        folder = tmp_path / str(number)
        folder.mkdir()
        copytree(ROOT / "rules" / "lists", folder / "lists")
        (folder / "community.yaml").write_text("name: a\n", "utf-8")
        (folder / "moderation.yaml").write_text(f"rules:\n{rule}", "utf-8")
        assert examine(folder).problems == [], rule


def test_the_readme_is_three_screens() -> None:
    assert len(text_of("README.md").splitlines()) <= 150


@pytest.mark.parametrize("target", ["install", "demo", "test", "check", "bench", "faults"])
def test_make_knows_what_the_pages_tell_people_to_run(target: str) -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert f"make {target}" in shown


@pytest.mark.parametrize("what", ["condition", "action", "command", "job"])
def test_contributing_tells_how_to_add_one(what: str) -> None:
    assert re.search(rf"^## .*{what}", CONTRIBUTING, re.MULTILINE | re.IGNORECASE)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files_and_headings_that_there_are(page: str) -> None:
    broken = []
    for file, heading in links(text_of(page)):
        target = (ROOT / page).parent / file if file else ROOT / page
        if not target.exists() or (heading and heading not in anchors(target.read_text(encoding="utf-8"))):
            broken.append(f"{file}#{heading}")
    assert broken == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.endswith((".zh.md", ".en.md"))])
def test_a_page_in_one_language_is_there_in_the_other(page: str) -> None:
    other = page.replace(".zh.md", ".en.md") if page.endswith(".zh.md") else page.replace(".en.md", ".zh.md")
    assert other in PAGES
