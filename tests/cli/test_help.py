"""What --help says, in the operator's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.runtime.command_line.help_page import _indented, chinese, columns
from tests.cli.commands import COMMANDS
from tests.processes import here, zhiqun

CODE = re.compile("`[^`]*`")
HAN = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"(?:[A-Za-z]{2,} ){2}[a-z]{2,}")  # three words that follow each other
KIND = re.compile(r"<([^>|]+)>")  # what an option takes; choices, with bars between, are typed as they are
EXAMPLES = re.compile(r"Examples?: `[^`]+`(?: · `[^`]+`)*")


def page(path: tuple[str, ...], *arguments: str, folder: Path) -> str:
    """What a command's --help prints."""
    return here(folder, *path, "--help", *arguments).stdout


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_examples_are_commands_alone_and_the_same_in_both_languages(path: tuple[str, ...]) -> None:
    epilog = COMMANDS[path].epilog or ""
    assert EXAMPLES.fullmatch(epilog) or hasattr(COMMANDS[path], "commands")
    assert CODE.findall(chinese(epilog)) == CODE.findall(epilog)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_a_whole_page_is_in_chinese_and_fits_the_terminal(
    path: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = page(path, "--language", "zh", folder=tmp_path)
    said = CODE.sub("", shown.partition("\n")[2])  # the first line repeats what was typed
    assert ENGLISH.findall(said) == []
    assert [kind for kind in KIND.findall(said) if not HAN.search(kind)] == []
    assert [line for line in shown.splitlines() if columns(line) > 80 and not CODE.search(line)] == []
    assert [name for parameter in COMMANDS[path].params for name in parameter.opts if name not in shown] == []
    assert all(example in shown for example in CODE.findall(COMMANDS[path].epilog or ""))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_the_english_page_has_no_chinese_but_in_examples_and_names(
    path: tuple[str, ...], tmp_path: Path
) -> None:
    shown = re.sub('知群|"[^"]*"', "", page(path, "--language", "en", folder=tmp_path))
    assert "Usage: " in shown
    assert not HAN.search(shown)


def test_help_speaks_the_machines_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = {}
    for language in ("zh_CN.UTF-8", "en_US.UTF-8"):
        monkeypatch.setattr(
            "tests.processes.environment",
            lambda language=language: {"LANG": language, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        shown[language] = zhiqun(tmp_path, "replay", "--help").stdout
    assert "用法：" in shown["zh_CN.UTF-8"]
    assert "只重放前 N 个事件；0 表示全部。（默认 0，x>=0）" in shown["zh_CN.UTF-8"]
    assert "`zhiqun replay chat.jsonl.gz --limit 20000`" in shown["zh_CN.UTF-8"]
    assert "Only the first N events; 0 plays all." in shown["en_US.UTF-8"]
    assert not HAN.search(shown["en_US.UTF-8"])


@pytest.mark.parametrize(
    "arguments",
    [
        "db check --help --language zh",
        "db check --language=zh --help",
        "db --language zh check --help",
        "--language zh db check --help",
        "--language en db --language zh check --help",
        "--language en db check --help --language zh",
    ],
)
def test_the_language_is_heard_wherever_it_stands_and_the_last_one_holds(
    tmp_path: Path, arguments: str
) -> None:
    assert "按账本重算余额" in here(tmp_path, *arguments.split()).stdout


def test_a_language_given_before_the_command_is_the_commands_too(tmp_path: Path) -> None:
    assert "还没有数据库" in here(tmp_path, "--language", "zh", "dead", "list").stderr
    assert "there is no database" in here(tmp_path, "dead", "list").stderr
    refused = here(tmp_path, "dead", "--language", "king", "list")
    assert (refused.returncode, "king" in refused.stderr) == (2, True)


def test_no_command_at_all_is_answered_with_the_page_in_the_language(tmp_path: Path) -> None:
    assert "维护数据库。" in here(tmp_path, "--language", "zh", "db").stderr


WORDS = st.sampled_from(
    ["规则", "规则，", "（规则）", "“规则”", "规则……", "JSON ", "JSON。", "`db check`", " "]
)


@given(st.lists(WORDS).map("".join), st.integers(20, 60))
def test_lines_hold_the_whole_text_are_short_and_begin_with_no_closing_mark(text: str, width: int) -> None:
    lines = _indented(text, 2, width).splitlines()
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(columns(line) <= width and not re.match(" +[，。）”…]", line) for line in lines)
    assert sorted(CODE.findall("\n".join(lines))) == sorted(CODE.findall(text))
