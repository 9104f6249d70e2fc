"""Files with labelled texts, as people have them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.features.spam.label_files import Labelled, distinct, lines, read
from rules.config.table_reader import LeftOut

BOTH = [Labelled("buy now, cheap", True), Labelled("see you", False)]


@pytest.mark.parametrize(
    ("name", "body", "columns"),
    [
        ("a.csv", 'text,label\n"buy now, cheap",1\nsee you,0\n', {}),
        ("a.csv", '\ufefflabel,id,text\nSPAM,7,"buy now, cheap"\nham,8,see you\n', {}),
        ("a.csv", 'said,is_ad\n"buy now, cheap",yes\nsee you,no\n', {"text": "said", "label": "is_ad"}),
        ("a.csv", '"buy now, cheap",spam\nsee you,ham\n', {"text": "1", "label": "2"}),
        ("a.csv", "text;label\nbuy now, cheap;1\nsee you;0\n", {}),
        ("a.tsv", "spam\tbuy now, cheap\nham\tsee you\n", {}),
        ("a.txt", "1\tbuy now, cheap\r\n0\tsee you\r\n\r\n", {"text": "text", "label": "label"}),
    ],
)
def test_a_table_is_understood(tmp_path: Path, name: str, body: str, columns: dict[str, str]) -> None:
    path = tmp_path / name
    path.write_text(body, encoding="utf-8")
    assert read(path, columns.get("text", ""), columns.get("label", "")) == BOTH


@pytest.mark.parametrize(
    ("body", "columns", "why"),
    [
        ("", {}, "a.csv is empty"),
        ("text,label\nhello,maybe\n", {}, "a.csv:2: 'maybe' is no label; write spam or ham, or 1 or 0"),
        (
            "words,tag\nhello,1\n",
            {"text": "body"},
            "a.csv has no column 'body'; its first line has: words, tag",
        ),
        ("text,label\nhello,1\n", {"text": "3"}, "a.csv has 2 columns, and none with the number 3"),
        ("good morning\nsee you\n", {}, "no column holds labels such as spam and ham"),
    ],
)
def test_what_cannot_be_understood_is_told_with_its_place(
    tmp_path: Path, body: str, columns: dict[str, str], why: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(body, encoding="utf-8")
    with pytest.raises(ValueError, match=why.replace("(", r"\(")):
        read(path, columns.get("text", ""), columns.get("label", ""))


def test_a_file_of_one_kind_has_a_text_a_line(tmp_path: Path) -> None:
    path = tmp_path / "spam.txt"
    path.write_text("buy now\n\n  free money \n", encoding="utf-8")
    assert lines(path, spam=True) == [Labelled("buy now", True), Labelled("free money", True)]


def test_each_text_counts_once() -> None:
    found = [Labelled("Buy now", True), Labelled("buy  NOW", False), Labelled(" ", True)]
    assert distinct(found) == [Labelled("Buy now", True)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gbk"])
def test_rows_that_cannot_be_used_are_named_and_the_others_taken(tmp_path: Path, encoding: str) -> None:
    path, left_out = tmp_path / "a.csv", LeftOut("a.csv")
    rows = ["加微信,1", '"早上好,0', '"buy now, cheap",1', '"two\nlines",0', "who knows,maybe"]
    path.write_text("\n".join(["text,label", *rows]), encoding=encoding)
    found = read(path, left_out=left_out)
    assert [(one.text, one.spam) for one in found] == [
        ("加微信", True),
        ("buy now, cheap", True),
        ("two\nlines", False),
    ]
    assert [line[:8] for line in left_out.told()] == ["a.csv:3:", "a.csv:7:"]
