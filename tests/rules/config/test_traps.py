"""Things that would load and do something else than was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.config.book import load_book
from tests.rules.make import EXTENSIONS, folder


def rule(when: str, then: str = "delete") -> str:
    """A moderation.yaml with one rule."""
    return f"rules:\n  - id: a\n    when: {{{when}}}\n    then: {then}\n"


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        ({"moderation": rule("pattern: ''")}, "4: '' is found in every text"),
        ({"moderation": rule("pattern: '.*'")}, "'.*' is found in every text"),
        ({"moderation": rule("domains: ['https://bit.ly/x']")}, "is no domain"),
        ({"moderation": rule("reply: true", "{reply: ''}")}, "should be a text"),
        ({"moderation": ""}, "moderation.yaml:1:1: is empty"),
        (
            {"schedule": "jobs: [{job: suggestions, cron: '0 0 * * *', options: {period: wek}}]"},
            "'wek' is none of week, month (did you mean 'week'?)",
        ),
    ],
)
def test_it_is_refused(tmp_path: Path, texts: dict[str, str], problem: str) -> None:
    _, problems = load_book(folder(tmp_path, None, **texts), EXTENSIONS)
    assert problem.removeprefix("4: ") in "\n".join(map(str, problems))


def test_a_misspelt_key_on_top_hides_no_problem_below(tmp_path: Path) -> None:
    text = "rulez: []\n" + rule("word: x", "delte")
    _, problems = load_book(folder(tmp_path, moderation=text))
    assert [p.message.split(" (")[0] for p in problems] == [
        "unknown key 'rulez'",
        "unknown condition 'word'",
        "unknown action 'delte'",
    ]
