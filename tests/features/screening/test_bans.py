"""Shared ban lists: read, looked at, used."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.features.screening.ban_list import Listed, fetch, parse
from tests.processes import here as zhiqun


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("123456\n234567\n123456\n", Listed((123456, 234567))),
        ("id,reason\n123456,spam\n", Listed((123456,))),
        ("# ours\n\n123456 # twice\n", Listed((123456,))),
        ('"123456";x\nnobody\n', Listed((123456,), 1, "2: nobody")),
        ("\ufeff123456", Listed((123456,))),
        ("id\n123456.0\n", Listed((123456,))),
        ('123,456,789\n"234,567,890"\n123456\n', Listed((123456,), 2, "1: 123,456,789")),
        ("id\n1.23457E+11\n123456\n", Listed((123456,), 1, "2: 1.23457E+11")),
    ],
)
def test_a_list_is_read(text: str, listed: Listed) -> None:
    assert parse(text) == listed


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("http://example.org/bans.txt", "is no https address"),
        ("ftp://example.org/bans.txt", "is no https address"),
        ("nowhere.txt", "cannot be read: No such file"),
    ],
)
async def test_what_cannot_be_a_source_is_said(source: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        await fetch(source)


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"\xff\xff", "neither UTF-8 nor GBK"), (b"hello\n", "no numeric id")]
)
async def test_what_is_no_list_is_said(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "bans.txt"
    file.write_bytes(content)
    with pytest.raises(ValueError, match=sentence):
        await fetch(str(file))


def test_a_list_is_previewed_and_then_used(tmp_path: Path) -> None:
    def bans(*arguments: str) -> str:
        return zhiqun(tmp_path, "bans", *arguments).stdout

    (tmp_path / "bans.txt").write_text("123456\n234567\n")
    assert zhiqun(tmp_path, "db", "upgrade").returncode == 0
    assert "2 ids: 2 new, 0 of the list in use would go" in bans("preview", "bans.txt")
    assert bans("load", "bans.txt") == "2 ids: 2 new, 0 gone\n"
    (tmp_path / "bans.txt").write_text("123456\n")
    assert "1 id: 0 new, 1 of the list" in bans("preview", "bans.txt")
    assert zhiqun(tmp_path, "bans", "preview", "none.txt").returncode == 1
