"""What a bare text shows by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine.events import Command
from rules.engine.plain_text_entities import read_text


@pytest.mark.parametrize(
    ("text", "domains"),
    [
        ("see https://docs.python.org/3/.", ["docs.python.org"]),
        ("看https://t.cn/x，谢谢", ["t.cn"]),
        ("(example.com/a) and www.example.org!", ["example.com", "www.example.org"]),
        ("t.me/+abc", ["t.me"]),
        ("I found it at example.com. Look!", ["example.com"]),
        ("example.com.cn, example.com-x", ["example.com.cn"]),
        ("tg://resolve?domain=x", ["t.me"]),
        ("write to ann@example.com", []),
        ("version 3.11.2 of main.pyc, e.g. this", []),
        ("Path('.').glob('*.xlsx')", []),
        ("https://xn--fsqu00a.xn--0zwm56d/", ["例子.测试"]),
    ],
)
def test_links_are_found_as_telegram_marks_them(text: str, domains: list[str]) -> None:
    assert [link.domain for link in read_text(text).links] == domains


def test_mentions_hashtags_and_commands_are_found() -> None:
    found = read_text("/warn@zhiqun_bot @ann_b too loud #off_topic #1 a@b.example")
    assert [m.username for m in found.mentions] == ["ann_b"]
    assert found.hashtags == ("off_topic",)
    assert found.command == Command("warn", "@ann_b too loud #off_topic #1 a@b.example", "zhiqun_bot")


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert read_text(text).text == text
