"""`zhiqun shop`, as operators type it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_db import folder, template
from tests.processes import here as zhiqun

__all__ = ["folder", "template"]  # fixtures

SHOP = """goods:
  - {id: book, name: Book, price: 3, delivery: codes}
  - {id: sticker, name: Stickers, price: 3}
"""


@pytest.fixture
def rules(tmp_path: Path) -> str:
    """Rules with two goods."""
    at = tmp_path / "goods"
    at.mkdir()
    (at / "community.yaml").write_text("name: Test\n", "utf-8")
    (at / "shop.yaml").write_text(SHOP, "utf-8")
    return str(at)


def test_codes_are_read_once_and_never_printed(folder: Path, rules: str, tmp_path: Path) -> None:
    codes = tmp_path / "codes.txt"
    codes.write_text("AAA\n\nBBB\nAAA\n", "utf-8")
    command = ("shop", "codes", "book", str(codes), "--rules", rules, "--language", "en")
    first, again = zhiqun(folder, *command), zhiqun(folder, *command)
    assert (first.stdout, first.stderr) == ("2 new codes; 2 wait for book.\n", "")
    assert again.stdout == "0 new codes; 2 wait for book.\n"
    listed = zhiqun(folder, "shop", "orders", "--csv").stdout
    assert listed == "order,member,good,price,state,at,ended_at\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("codes", "bok", "FILE"), "there is no good 'bok' in shop.yaml (did you mean"),
        (("codes", "sticker", "FILE"), "is not delivered by codes"),
        (("codes", "book", "LONG"), "long.txt:2: a code has at most 200 characters"),
        (("codes", "book", "/dev/zero"), "is no plain file"),
        (("orders", "--state", "orderd"), "not 'orderd' (did you mean"),
        (("refund", "7"), "there is no order 7"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    folder: Path, rules: str, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "codes.txt").write_text("AAA\n", "utf-8")
    (tmp_path / "long.txt").write_text("AAA\n" + "B" * 201 + "\n", "utf-8")
    files = {"FILE": str(tmp_path / "codes.txt"), "LONG": str(tmp_path / "long.txt")}
    more = ("--rules", rules) if arguments[0] == "codes" else ()
    done = zhiqun(folder, "shop", *(files.get(a, a) for a in arguments), *more, "--language", "en")
    assert done.returncode != 0
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
