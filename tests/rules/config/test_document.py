"""Reading YAML: what values mean, and what is refused at which place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rules.config.document import parse, read
from rules.config.problems import Problem


def data(text: str) -> Any:
    """The values of a text without problems."""
    problems: list[Problem] = []
    document = parse(text, "f.yaml", problems)
    assert problems == []
    assert document is not None
    return document.data


def wrong(text: str) -> list[str]:
    """What is wrong with a text."""
    problems: list[Problem] = []
    document = parse(text, "f.yaml", problems)
    assert (document is None) is bool(problems)
    return [str(p) for p in problems]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("Off", "Off"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("08:30", "08:30"),
        ("23:00", "23:00"),
        ("1_000", "1_000"),
        ("017", "017"),
        ("0x1F", "0x1F"),
        ("2026-03-04", "2026-03-04"),
        ("0", 0),
        ("-12", -12),
        ("1.5", 1.5),
        ("'5'", "5"),
        ('"true"', "true"),
        ("|\n  a\n  b", "a\nb"),
        ("[a, 1, {b: no}]", ["a", 1, {"b": "no"}]),
    ],
)
def test_values_mean_what_people_read(written: str, value: Any) -> None:
    assert data(f"key: {written}") == {"key": value}


def test_the_key_on_is_a_word() -> None:
    assert data("on: message") == {"on": "message"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: 1\nb: 2\na: 3", "f.yaml:3:1: 'a' stands here twice"),
        ("a: &x [1]\nb: *x", "f.yaml:2:4: aliases are not used here: write *x out"),
        (
            "a: !!python/name:os.system x",
            "f.yaml:1:4: tags are not used here: remove !!python/name:os.system",
        ),
        ("a: !secret x", "f.yaml:1:4: tags are not used here: remove !secret"),
        ("a:\n\t- b", "f.yaml:2:1: indent with spaces, not with tabs"),
        (
            "cron: */5 * * * *",
            "f.yaml:1:8: a value that begins with * has to be quoted, such as '*/5 * * * *'",
        ),
        ("? [a, b]\n: c", "f.yaml:1:3: a key has to be a word"),
        (
            "a: [1, 2",
            "f.yaml:1:9: is no YAML: a list between brackets is not closed, or a comma is "
            "missing in it: write [one, two]",
        ),
        (
            "a:\n  - b: 1\n   c: 2\n",
            "f.yaml:3:4: is no YAML: this line is not indented like the entries above, which begin "
            "with -: check the indentation",
        ),
        (
            "a:\n  - b: 1\n c: 2\n",
            "f.yaml:3:2: is no YAML: this line belongs to nothing above it: "
            "check the indentation, and the quotes of this line",
        ),
        (
            "a: 1\n  b: 2\n",
            "f.yaml:2:4: is no YAML: a colon stands where none can be: "
            "check the indentation, and quote a value that has a colon in it",
        ),
        ("b: 1\na: 'x\nc: 1\n", "f.yaml:2:4: is no YAML: the quote that opens here is not closed"),
        ('a: "x', "f.yaml:1:4: is no YAML: the quote that opens here is not closed"),
        (
            "b: 1\na: 'x\nc: 2\nd: 'y'\n",
            "f.yaml:2:4: is no YAML: the quote that opens here goes on to line 4: close it on its line",
        ),
        (
            "a: {b: 'x, c: 1}\nd: {b: 'y', c: 1}\n",
            "f.yaml:1:8: is no YAML: the quote that opens here goes on to line 2: close it on its line",
        ),
        (
            "a: 1\n---\nb: 2",
            "f.yaml:2:1: is no YAML: the file has an end here, and more comes after it: take out "
            "lines such as --- or ..., and check the indentation",
        ),
        ("a: @name", "f.yaml:1:4: is no YAML: a value cannot begin with @: quote it, as '@…'"),
        (
            "name: a\x07b",
            "f.yaml:1:8: holds a character that cannot be seen (U+0007): delete it, or type the line anew",
        ),
        ("a: {b: [1, \t@x]}", "f.yaml:1:13: is no YAML: a value cannot begin with @: quote it, as '@…'"),
        ("[" * 60, "f.yaml:1:41: is nested more than 40 levels deep"),
    ],
)
def test_what_is_refused_and_where(text: str, sentence: str) -> None:
    assert wrong(text) == [sentence]


def test_several_mistakes_are_said_at_once() -> None:
    assert wrong("a: 1\na: 2\nb: {c: 1, c: 2}") == [
        "f.yaml:2:1: 'a' stands here twice",
        "f.yaml:3:11: 'c' stands here twice",
    ]


def test_every_value_and_key_has_its_place() -> None:
    document = parse("a:\n  - b: 学\n    c: 2\n", "f.yaml", [])
    assert document is not None
    assert document.places[("a", 0, "c")] == (3, 8)
    assert document.keys[("a", 0, "c")] == (3, 5)
    assert str(document.problem(("a", 0, "c", "missing"), "x")) == "f.yaml:3:8: x"
    assert str(document.problem(("z",), "x")) == "f.yaml:1:1: x"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a: \xff", "r/f.yaml:1:1: is not UTF-8 text"),
        (b"a: 1\nb: \xff", "r/f.yaml:2:1: is not UTF-8 text"),
        (b"#" * (1 << 20) + b"##", "r/f.yaml:1:1: is larger than 1 MB"),
        (None, "r/f.yaml:1:1: cannot be read: No such file or directory"),
    ],
)
def test_files_that_cannot_be_used(tmp_path: Path, content: bytes | None, sentence: str) -> None:
    path = tmp_path / "f.yaml"
    if content is not None:
        path.write_bytes(content)
    problems: list[Problem] = []
    assert read(path, "r/f.yaml", problems) is None
    assert [str(p) for p in problems] == [sentence]


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_bytes(b"\xef\xbb\xbfa: 1")
    document = read(tmp_path / "f.yaml", "f.yaml", [])
    assert document is not None
    assert document.data == {"a": 1}
