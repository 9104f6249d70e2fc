"""Lists in files: by `lists`, or as `$name` where words or names stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rules.conditions import CONDITIONS
from rules.config.book import RuleBook
from rules.config.word_lists import with_lists
from rules.engine.decide import decide
from rules.engine.events import Event
from rules.engine.state import Activity
from tests.rules.make import NOW, book, event, link, member, problems

LISTS = {"ok": ("github.com",), "ads": ("刷单", "!刷单词")}


def filled(name: str, options: Any) -> tuple[Any, list[Any]]:
    """The options with their lists, and what is wrong."""
    return with_lists(CONDITIONS[name].options.model_validate(options), LISTS)


@pytest.mark.parametrize(
    ("name", "options", "option", "words"),
    [
        ("domains", {"besides": ["$ok", "x.org"]}, "besides", ("x.org", "github.com")),
        ("domains", {"lists": ["ok"]}, "any", ("github.com",)),
        ("domains", {"any": "$ok"}, "any", ("github.com",)),
        ("words", {"any": ["代写", "$ads"]}, "any", ("代写", "刷单")),
        ("words", {"any": ["$ads"], "unless": "x"}, "unless", ("x", "刷单词")),
        ("words", {"any": ["$ads"], "lists": ["ok"]}, "any", ("刷单", "github.com")),
        ("text", {"starts": ["$ok"]}, "starts", ("github.com",)),
        ("mentions", {"names": "$ok"}, "names", ("github.com",)),
    ],
)
def test_a_list_is_filled_in(name: str, options: Any, option: str, words: tuple[str, ...]) -> None:
    found, wrong = filled(name, options)
    assert (getattr(found, option), wrong) == (words, [])


def test_only_words_know_exceptions() -> None:
    assert filled("text", {"starts": ["$ads"]})[1] == [
        (("starts",), "only the condition words knows phrases such as '!刷单词'")
    ]


def test_a_list_that_is_not_there_is_named_with_its_place(tmp_path: Path) -> None:
    text = "rules:\n  - id: a\n    when: {domains: {besides: [x.org, $okk]}}\n    then: delete\n"
    assert problems(tmp_path, {"lists/ok.txt": "github.com\n"}, moderation=text) == [
        "rules/moderation.yaml:3:39: unknown list 'okk' (did you mean 'ok'?)"
    ]


def test_that_there_are_no_lists_at_all_is_said(tmp_path: Path) -> None:
    text = "rules:\n  - {id: a, when: {words: {lists: ads}}, then: delete}\n"
    assert problems(tmp_path, moderation=text) == [
        "rules/moderation.yaml:2:35: unknown list 'ads' (known: none)"
    ]


def hits(rules: RuleBook, what: Event) -> list[str]:
    """Ids of the rules that hold."""
    return [h.rule for h in decide(what, member(), Activity(), rules, NOW).hits]


def test_links_to_listed_domains_pass(tmp_path: Path) -> None:
    text = "rules:\n  - id: a\n    when: {domains: {besides: $ok}}\n    then: delete\n"
    rules = book(tmp_path, text, {"lists/ok.txt": "github.com # code\n"})
    assert hits(rules, event("x", links=(link("https://github.com/a"),))) == []
    assert hits(rules, event("x", links=(link("https://spam.example"),))) == ["a"]
