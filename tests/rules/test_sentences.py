"""Sentences about rule files: the same in both languages, and told in either."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from rules.config.book import examine
from rules.sentences import CATALOGUES, Said, said, say, tell
from tests.rules.make import folder

ROOT = Path(__file__).parents[2]
ITS_OWN = '"either"'  # is said where sentences are made
FILES = [
    p.read_text("utf-8") for part in ("rules", "storage", "bot") for p in sorted((ROOT / part).rglob("*.py"))
]
SOURCES = "".join(text for text in FILES if re.search(r"from rules.sentences import|\brefuse\(", text))
MADE_OF_PARTS = (
    "a-",
    "check-",
    "cron-",
    "course-same-",
    "escaped-",
    "letter-",
    "minded-",
    "never-",
    "os-",
    "value-",
    "what-",
    "xml-",
)


def values(sentence: str) -> set[str]:
    """What is filled in."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", CATALOGUES["en"])
def test_every_sentence_exists_in_both_languages_and_is_used(key: str) -> None:
    assert values(CATALOGUES["en"][key]) == values(CATALOGUES["zh"][key])
    assert f'"{key}"' in SOURCES + ITS_OWN or key.startswith(MADE_OF_PARTS)


def test_both_languages_have_the_same_sentences() -> None:
    assert list(CATALOGUES["en"]) == list(CATALOGUES["zh"])


def test_whatever_is_said_is_there() -> None:
    keys = set(re.findall(r'\b(?:say|sentence|refuse)\(\s*"([a-z-]+)"', SOURCES))
    assert keys <= CATALOGUES["en"].keys()
    assert len(keys) > 200


def test_a_sentence_in_a_sentence_is_told_in_the_same_language() -> None:
    sentence = say("unknown", what=say("what-key"), name="wen", hint=say("nearest", name="when"))
    assert sentence == "unknown key 'wen' (did you mean 'when'?)"
    assert tell(sentence, "zh") == "没有“wen”这个键（是不是“when”？）"
    assert tell("as it is", "zh") == "as it is"
    assert isinstance(said(ValueError(sentence)), Said)


def test_values_are_no_templates_and_have_an_end() -> None:
    assert say("key-twice", name="{oops}") == "'{oops}' stands here twice"
    assert len(say("key-twice", name="x" * 5000)) < 250


def test_no_problem_is_told_in_english_to_whoever_reads_chinese(tmp_path: Path) -> None:
    text = """
mod: off
mode: enforce
mode: enforce
escalation: {expires: soon, steps: [{points: 3, then: delete}, {points: 2, then: {mute: 1s}}]}
rules:
  - {id: Ads, when: {words: []}, then: []}
  - {id: a, when: {pattern: '(?=x)', length: {least: 5, most: 2}}, then: {reply: '{nobody}'}, priority: 5000}
  - {id: b, extends: nobody, when: x, then: x}
  - {id: c, on: [mesage], when: {joined: 1d}, then: {react: x}, stop: perhaps}
  - {id: d, when: {any: x, not: {clock: {start: '25:00'}}}, then: approve, tests: [{text: 5}]}
  - {id: e, when: {words: $none, domains: 'https://x'}, then: warn, title: {fr: x}}
groups: [{chats: [], rules: {f: {}}}]
tests: [{text: x, expect: nobody}]
"""
    files = {
        "courses.yaml": "courses: [{id: a, title: A, starts: soon, url: x, prerequisites: [b]}, {id: a}]\n"
    }
    schedule = (
        "jobs: [{job: x, cron: '1 2'}, {job: gap, cron: '0 0 31 2 *', timezone: Mars, options: {dys: 1}}]\n"
    )
    found = examine(folder(tmp_path, files, moderation=text, schedule=schedule)).problems
    assert len(found) > 25
    for problem in found:
        assert isinstance(problem.message, Said), problem
        assert re.search(r"[\u4e00-\u9fff]", problem.told("zh")), problem
        assert str(problem) == problem.told("en")
