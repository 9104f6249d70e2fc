"""What the pages of this repository name exists: paths, modules, commands, how long things are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli.main import app
from bot.features import extensions, registry
from bot.runtime.settings import Settings
from rules.config.book import examine
from tests.bench.table import MEASUREMENTS
from tests.bots import default_rules
from tests.project.pages import PAGES, ROOT, text_of

FOR_PEOPLE = [
    f"bot/{name}.{language}.md"
    for name in ("operations/START", "operations/PRIVACY", "features/moderation/HANDBOOK")
    for language in ("zh", "en")
]
NAMING_COMMANDS = [
    *("README.md", "CONTRIBUTING.md", "bot/operations/OPERATIONS.zh.md", "bot/operations/OPERATIONS.en.md"),
    *("rules/GUIDE.zh.md", "rules/GUIDE.en.md", "bot/playground/README.md"),
]
MADE_BY_OPERATORS = ("rules/courses", "rules/communities")
OURS = r"(?:bot|rules|storage|tests)"
PATH = re.compile(rf"(?<![\w/.@-])({OURS}/[\w./*-]*)")
MODULE = re.compile(rf"python -m ({OURS}(?:\.\w+)*)")
ALONE = re.compile(r"`([\w/]+\.py)`")
KEPT = {  # a part of its row in the pages for members, by setting
    "texts": ("群消息的原文", "the text of messages"),
    "evidence": ("处理记录里的消息", "messages in cases"),
    "events": ("什么时候在哪个群发言", "when and in which group"),
    "reasons": ("处理和警告的原因", "why something was done"),
    "interests": ("你感兴趣的内容", "what interests you"),
    "names": ("名字和用户名", "your name and username"),
    "labels": ("被管理员标为", "that moderators called spam"),
    "calls": ("机器人发出的消息", "messages that the bot sent"),
    "letters": ("机器人读不懂的更新", "updates that the bot could not read"),
}


def is_there(name: str) -> bool:
    """Whether a path exists, as it stands or as a pattern; NAME stands for any name."""
    return bool(list(ROOT.glob(name.replace("NAME", "*"))))


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_exists(page: str) -> None:
    named = {name.rstrip(".") for name in PATH.findall(text_of(page))}
    missing = {name for name in named if not name.startswith(MADE_BY_OPERATORS) and not is_there(name)}
    assert missing == set()


@pytest.mark.parametrize("page", PAGES)
def test_every_module_that_a_page_runs_exists(page: str) -> None:
    paths = {name: ROOT / name.replace(".", "/") for name in MODULE.findall(text_of(page))}
    runnable = {n for n, p in paths.items() if p.with_suffix(".py").exists() or (p / "__main__.py").exists()}
    assert runnable == set(paths)


@pytest.mark.parametrize("page", [p for p in PAGES if p.endswith("README.md") and "/" in p])
def test_a_module_that_a_page_names_alone_stands_in_its_folder(page: str) -> None:
    folder = (ROOT / page).parent
    named = {
        n for n in ALONE.findall(text_of(page)) if not n.startswith(("bot/", "rules/", "storage/", "tests/"))
    }
    missing = {name for name in named if not (folder / name).exists()}
    if page == "bot/features/README.md":  # tells what to write in a folder of one's own
        missing -= {"feature.py", "cli.py"}
    assert missing == set()


def test_the_first_page_for_contributors_stays_two_screens() -> None:
    assert len(text_of("CONTRIBUTING.md").splitlines()) <= 110


@pytest.mark.parametrize("page", FOR_PEOPLE)
def test_a_page_for_people_is_one_page(page: str) -> None:
    assert len(text_of(page).splitlines()) <= 85


def lines_for_the_shell(page: str) -> Iterator[list[str]]:
    """What a page says after `zhiqun`, as words, up to the first option or value."""
    for said in re.findall(r"(?<!-u )\bzhiqun ([a-z][a-z -]*)", text_of(page)):
        yield said.split()


@pytest.mark.parametrize("page", [*FOR_PEOPLE, *NAMING_COMMANDS])
def test_every_command_that_a_page_names_exists(page: str) -> None:
    in_chats = set(re.findall(r"`/([a-z]+)[` ]", text_of(page)))
    others = {"claim", "newbot", "setprivacy", "healthz", "metrics", "webhook"}  # BotFather's; addresses
    assert in_chats <= {*registry().commands, *others}
    programs = getattr(get_command(app), "commands", {})
    for words in lines_for_the_shell(page):
        assert words[0] in programs
        below = getattr(programs[words[0]], "commands", None)
        assert below is None or len(words) < 2 or words[1] in below, words


def test_the_rules_that_ship_can_be_put_into_shadow_mode_as_the_start_says(tmp_path: Path) -> None:
    file = default_rules(tmp_path / "rules") / "moderation.yaml"
    text = file.read_text("utf-8")
    assert text.count("\nmode: enforce") == 1
    file.write_text(text.replace("\nmode: enforce", "\nmode: shadow"), "utf-8")
    assert examine(file.parent, extensions()).problems == []
    for language in ("zh", "en"):
        assert "`mode: enforce`" in text_of(f"bot/operations/START.{language}.md")


@pytest.mark.parametrize("setting", KEPT)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_members_are_told_how_long_things_are_kept(setting: str, language: str) -> None:
    days = Settings.model_fields[f"keep_{setting}_days"].default
    what = KEPT[setting][language == "en"]
    rows = [line.split("|") for line in text_of(f"bot/operations/PRIVACY.{language}.md").splitlines()]
    (kept,) = [row[2] for row in rows if len(row) == 4 and what in row[1]]
    assert re.search(rf"\b{days} (天|days)", kept)


def test_every_measurement_is_on_the_page() -> None:
    page = text_of("tests/bench/README.md")
    assert [m.name for m in MEASUREMENTS if f"`{m.name}`" not in page] == []
