"""Whatever stands in a rule file, loading it ends quickly, in a book or in sentences.

Some files are tried with the other tests, and so many with FUZZED=10000 in the environment:
`FUZZED=10000 make test ARGS=tests/rules/config/test_fuzzing.py`.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

import rules
from rules.config.book import RuleBook, load_book
from rules.engine.decide import decide
from rules.engine.events import Kind
from rules.engine.state import Activity
from tests.rules.config.fuzzed import made_up, mutilated
from tests.rules.make import NOW, event, folder, member

FILES = int(os.environ.get("FUZZED", "400"))
LONGEST = 4.0  # times of what the shipped file takes
EVENTS = [event("加微信 free money https://x.example", kind=kind) for kind in (Kind.MESSAGE, Kind.EDIT)]
EVENTS += [event("", kind=kind) for kind in (Kind.JOIN, Kind.RENAME, Kind.REPORT, Kind.ACTION)]


def tried(at: Path, text: str) -> tuple[RuleBook | None, list[str], float]:
    """The book or the problems of a file, and the seconds of computing it took."""
    (at / "moderation.yaml").write_text(text, encoding="utf-8")
    started = time.process_time()
    found, problems = load_book(at)
    return found, [str(p) for p in problems], time.process_time() - started


def slow(at: Path, text: str, seconds: float, shipped: str) -> bool:
    """Whether it takes far longer than the shipped file does at the same time, however often one tries."""
    if seconds < 0.05:
        return False
    usual = min(tried(at, shipped)[2] for _ in range(3))
    return min(tried(at, text)[2] for _ in range(3)) > LONGEST * usual


@pytest.mark.timeout(0 if FILES > 1000 else 120)
def test_no_rule_file_ends_in_an_exception_or_takes_long(tmp_path: Path) -> None:
    random_ = random.Random(FILES)
    at = folder(tmp_path, {"lists/ads.txt": "刷单\n!刷单词\n"})
    defaults = (Path(rules.__file__).parent / "moderation.yaml").read_text(encoding="utf-8")
    books, refused, worst = 0, 0, []
    for number in range(FILES):
        if number % 2:
            text = made_up(random_)
        else:
            text = mutilated(random_, defaults, 10_000 if number % 20 == 0 else 40)
        found, problems, seconds = tried(at, text)
        if slow(at, text, seconds, defaults):
            worst.append((seconds, text))
        if found is None:
            refused += 1
            assert problems
            assert [p for p in problems if not p.startswith("rules/") or len(p) > 3000] == []
        else:
            books += 1
            for what in EVENTS:
                decide(what, member(), Activity(), found, NOW)
    assert worst == []
    assert books > FILES / 20
    assert refused > FILES / 20
