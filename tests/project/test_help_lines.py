"""What --help says stands in Chinese, too."""

from __future__ import annotations

import re

import typer

from bot.runtime.command_line.help_page import _FILE, FRAME, entries, paragraphs
from tests.cli.commands import COMMANDS

CODE = re.compile("`[^`]*`")
HAN = re.compile(r"[\u4e00-\u9fff]")


def texts() -> set[str]:
    """Every paragraph that some page of the help shows, examples aside."""
    found: set[str] = set()
    for command in COMMANDS.values():
        given = typer.Context(command)
        for text in (command.help, command.short_help, *(p.help for p in command.get_params(given))):
            found.update(paragraphs(text or ""))
    return found


def test_every_sentence_of_the_help_has_a_chinese_line() -> None:
    missing = sorted(texts() - entries().keys())
    assert not missing, "\n".join([f"Give each two lines in {_FILE}, its own and its Chinese:", *missing])


def test_no_chinese_line_is_left_over() -> None:
    left = sorted(entries().keys() - texts() - {*FRAME})
    assert not left, "\n".join(["Take these out of bot/cli/help.zh.txt, nothing says them:", *left])


def test_an_entry_is_a_line_in_english_and_one_in_chinese_and_stands_once() -> None:
    blocks = _FILE.read_text(encoding="utf-8").strip().split("\n\n")
    lines = [[line for line in block.splitlines() if not line.startswith("#")] for block in blocks]
    found = [entry for entry in lines if entry]
    assert [entry for entry in found if len(entry) != 2 or not HAN.search(entry[1])] == []
    assert len({entry[0] for entry in found}) == len(found)


def test_what_is_typed_stays_as_it_is() -> None:
    for english, told in entries().items():
        assert sorted(CODE.findall(english)) == sorted(CODE.findall(told))
        names = r"ZHIQUN_[A-Z_…]+|--[a-z-]+ ?(?:rename|action)|\.[a-z]{3,5}\b"
        assert {*re.findall(names, english)} <= {*re.findall(names, told)}, told
