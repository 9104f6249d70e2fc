"""Mistakes in the part of incentives.yaml about newcomers who were brought."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.config.book import load_book
from rules.engine.policy import ReferralPolicy
from tests.rules.make import EXTENSIONS, folder

REPLY = "reply: {points: 1}\n"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (REPLY + "referral: {stays: 10d, within: 5d}\n", 2, "within is shorter than stays"),
        (REPLY + "referral: {stay: 10d}\n", 2, "stays"),
        ("referral: {points: 5}\n", 1, "needs reaction, reply or thanks"),
        (REPLY + "referral: {people: 0}\n", 2, "at least 1"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    (problem,) = load_book(folder(tmp_path, incentives=text), EXTENSIONS)[1]
    assert (problem.line, words in problem.told("en")) == (line, True), problem.told("en")


def test_without_that_part_nothing_is_paid(tmp_path: Path) -> None:
    book, _ = load_book(folder(tmp_path, incentives=REPLY), EXTENSIONS)
    assert book is not None
    assert book.incentives.referral is None
    whole, _ = load_book(folder(tmp_path, incentives=REPLY + "referral: {}\n"), EXTENSIONS)
    assert whole is not None
    assert whole.incentives.referral == ReferralPolicy()
