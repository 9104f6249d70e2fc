"""Log lines: repeated ones are folded, and nothing in them steers a terminal."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.runtime import logs
from bot.runtime.listening.folding import FoldedHandler, Folding, kind_of
from bot.runtime.redaction import printable


class Hands:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def test_a_repeated_line_is_written_once_a_while_with_a_count() -> None:
    hands = Hands()
    folding = Folding(hands)
    said = []
    for _ in range(350):
        said.append(folding.take("k", "the same"))
        hands.at += 0.125
    assert [n for n in said if n is not None] == [0, 79, 79, 79, 79]
    assert folding.rest() == 350 - 5 - 4 * 79
    assert folding.rest() == 0


def test_lines_of_a_kind_that_differ_are_few() -> None:
    folding = Folding(Hands())
    said = [folding.take("k", n) for n in range(1000)]
    assert said[:5] == [0] * 5
    assert set(said[5:]) == {None}


def test_a_line_after_a_pause_is_written_at_once() -> None:
    hands = Hands()
    folding = Folding(hands)
    assert folding.take("k", "a") == 0
    hands.at += 11
    assert folding.take("k", "a") == 0
    assert folding.take("k", "a") is None
    hands.at += 3600
    assert folding.take("k", "a") == 1


def test_kinds_without_number_are_bounded_and_old_ones_forgotten() -> None:
    hands = Hands()
    folding = Folding(hands)
    assert sum(folding.take(f"kind {n}", "a") is not None for n in range(10_000)) <= 205
    for n in range(200):
        folding.take(f"kind {n}", "a")
    assert folding.rest() >= 9_795
    hands.at += 11
    assert folding.take("another", "a") == 0


def test_a_count_outlives_its_kind() -> None:
    hands = Hands()
    folding = Folding(hands)
    for _ in range(10):
        folding.take("k", "a")
    hands.at += 11
    for n in range(1000):
        folding.take(n, "a")
    assert folding.rest() >= 9


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 9), st.floats(0, 5)), max_size=400))
def test_every_line_is_written_or_counted(lines: list[tuple[int, int, float]]) -> None:
    hands = Hands()
    folding = Folding(hands)
    written = told = 0
    for kind, line, passed in lines:
        hands.at += passed
        found = folding.take(kind, line)
        written += found is not None
        told += found or 0
    assert written + told + folding.rest() == len(lines)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("update 7 of chat -100", "update 123456 of chat -5", True),
        ("<Task 0x7f00aa> failed", "<Task 0x7f00bb> failed", True),
        ("id deadbeefdeadbeef", "id 0123456789abcdef", True),
        ("database is locked", "database is full", False),
    ],
)
def test_numbers_and_ids_make_no_kind(one: str, other: str, alike: bool) -> None:
    assert (kind_of(one) == kind_of(other)) is alike


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """The log of a process, as JSON; `hands` moves its clock."""
    hands = Hands()
    monkeypatch.setattr(logs, "_folding", Folding(hands))
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    logs.configure("info", "json")

    def read() -> list[dict[str, Any]]:
        return [json.loads(line) for line in capfd.readouterr().err.splitlines()]

    read.hands = hands  # type: ignore[attr-defined]  # goes with it
    yield read
    structlog.reset_defaults()
    root.handlers[:] = before
    root.setLevel(level)


def fail(depth: int = 0) -> Exception:
    """An error with a traceback."""
    try:
        raise_from(depth)
    except ValueError as error:
        return error
    raise AssertionError("it was raised")


def raise_from(depth: int) -> None:
    if depth:
        raise_from(depth - 1)
    raise ValueError(f"broken {depth}")


def test_ours_and_those_of_libraries_are_folded(lines: Any) -> None:
    log = logs.get("here")
    for number in range(100):
        log.warning("batch refused", error=fail(), updates=number)
        log.error("the same", exc_info=fail())
        for name in ("uvicorn.error", "aiohttp.server", "asyncio"):
            logging.getLogger(name).error("Exception in %s task %d", name, number, exc_info=fail())
    first = lines()
    assert len(first) == 5 + 1 + 3 * 5
    lines.hands.at += 11
    log.warning("batch refused", error=fail(), updates=7)
    assert lines()[0]["left_out"] == 95


def test_lines_of_another_place_level_or_error_are_written(lines: Any) -> None:
    log = logs.get("here")
    for _ in range(2):
        log.warning("it failed", error=ValueError("a"))
        log.warning("it failed", error=KeyError("a"))
        log.error("it failed", error=ValueError("a"))
        log.error("it failed", exc_info=fail())
        log.error("it failed", exc_info=fail(3))
    assert len(lines()) == 5


def test_the_rest_is_told_at_the_end(lines: Any) -> None:
    for _ in range(3):
        logs.get("here").info("again")
    logs._tell_the_rest()
    assert lines()[-1]["left_out"] == 2


HOSTILE = {
    "\x1b[31mred\x1b[0m": "red",
    "a\x1b]0;title\x07b": "ab",
    "a\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\": "alink",
    "a\x1bPdevice\x1b\\b": "ab",
    "a\x9b2Jb": "ab",
    "a\x1bcb": "ab",
    "a\x1b": "a",
    "a\x1b\x1b[2J": "a",
    "one\nforged line": "one forged line",
    "a\r\nb\u2028c\u2029d\x85e\tf": "a b c d e f",
    "bell\x07\x00\x7f\x80": "bell",
    "user\u202etxt.exe\u202c": "usertxt.exe",
    "\u2066a\u2069\u200f\u200e\u061c": "a",
    "half \ud83d": "half ",
    "知群 é 👍🏽 👨\u200d👩": "知群 é 👍🏽 👨\u200d👩",
}


@pytest.mark.parametrize(("text", "shown"), HOSTILE.items())
def test_what_steers_a_terminal_is_taken_out(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(st.characters(codec=None)))
def test_nothing_is_left_to_take_out(text: str) -> None:
    shown = printable(text)
    assert printable(shown) == shown
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or 0xD800 <= ord(c) < 0xE000 for c in shown)


@pytest.mark.parametrize("form", ["console", "json"])
def test_log_lines_hold_no_control_characters(
    form: str, lines: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    logs.configure("info", form)
    hostile = "\x1b[2Ja\x1b]0;t\x07\u202eb\nforged"
    log = logs.get("here")
    log.warning("asked", host=hostile, many=[hostile], more={hostile: (hostile,)}, error=OSError(hostile))
    log.error("failed", exc_info=OSError(hostile))
    logging.getLogger("other").warning("said %s", hostile)
    logging.getLogger("other").warning(hostile)
    said = capfd.readouterr().err
    assert "forged" in said
    for character in ("\x1b", "\x07", "\u202e", "\\u001b", "\\x1b", "\\u202e"):
        assert character not in said
    assert not [line for line in said.splitlines() if line.startswith("forged")]


def test_a_process_without_a_log_of_its_own_folds_too(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    hands = Hands()
    handler = FoldedHandler(Folding(hands))
    log = logging.Logger("local")
    log.addHandler(handler)
    for number in range(100):
        log.error("Exception in ASGI application %d", number, exc_info=fail())
    said = capfd.readouterr().err
    assert said.count("Exception in ASGI") == 5
    hands.at += 11
    log.error("Exception in ASGI application %d", 1)
    log.error("Exception in ASGI application %d", 1, exc_info=fail())
    assert "(and 95 like it)" in capfd.readouterr().err


def test_a_figure_has_few_digits() -> None:
    line = logs._plain(None, "warning", {"event": "away", "wait_seconds": 1.7 * 1.7, "of": [0.1 + 0.2]})
    assert line == {"event": "away", "wait_seconds": 2.89, "of": [0.3]}
