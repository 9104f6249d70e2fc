"""The book as a whole: its fingerprint, and the rule_books that keeps the last good one."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.config.book import load_book
from rules.config.rule_book_store import RuleBookStore, RulesRefused
from rules.engine.events import Kind
from tests.rules.make import book, folder

RULE = "rules:\n  - {id: a, on: [message, join], when: {words: x}, then: delete}\n"


def test_the_hash_follows_what_the_files_say_and_not_how(tmp_path: Path) -> None:
    first = book(tmp_path, RULE)
    assert book(tmp_path, f"# a comment\n{RULE}\n").hash == first.hash
    assert book(tmp_path, RULE.replace("delete", "alert")).hash != first.hash
    assert book(tmp_path, RULE, {"lists/l.txt": "word\n"}).hash != first.hash
    assert len(first.hash) == 64


def test_rules_are_sorted_by_the_kinds_they_look_at(tmp_path: Path) -> None:
    by_kind = book(tmp_path, RULE).index.by_kind
    assert {kind: [r.id for r in rules] for kind, rules in by_kind.items()} == {
        Kind.MESSAGE: ["a"],
        Kind.JOIN: ["a"],
    }


def test_a_community_alone_is_a_book(tmp_path: Path) -> None:
    found = book(tmp_path)
    assert (found.rules, found.schedule, found.courses, found.longest_window) == ((), (), (), 0)
    assert (found.community.name, found.timezone) == ("Test", "UTC")


def test_without_a_folder_or_a_community_there_is_no_book(tmp_path: Path) -> None:
    missing, problems = load_book(tmp_path / "nowhere")
    assert missing is None
    assert [p.message for p in problems] == ["is no folder: rule files are expected there"]
    root = folder(tmp_path)
    (root / "community.yaml").unlink()
    assert [str(p) for p in load_book(root)[1]] == [
        "rules/community.yaml:1:1: is missing; it needs at least a name"
    ]


def test_a_store_takes_over_a_better_book(tmp_path: Path) -> None:
    rule_books = RuleBookStore(folder(tmp_path, moderation=RULE))
    before = rule_books.book
    folder(tmp_path, moderation=RULE.replace("delete", "alert"))
    assert rule_books.reload() == []
    assert rule_books.book.hash != before.hash


def test_a_store_keeps_the_last_good_book(tmp_path: Path) -> None:
    rule_books = RuleBookStore(folder(tmp_path, moderation=RULE))
    before = rule_books.book
    folder(tmp_path, moderation=RULE.replace("delete", "delte"))
    assert [p.message for p in rule_books.reload()] == ["unknown action 'delte' (did you mean 'delete'?)"]
    assert rule_books.book is before
    folder(tmp_path, moderation=RULE)
    assert rule_books.reload() == []
    assert rule_books.book == before or rule_books.book.hash == before.hash


def test_a_store_without_a_good_book_refuses_with_every_problem(tmp_path: Path) -> None:
    root = folder(tmp_path, moderation="rules: 1\n", schedule="jobs: 1\n")
    with pytest.raises(RulesRefused) as refused:
        RuleBookStore(root)
    assert [p.file for p in refused.value.problems] == ["rules/moderation.yaml", "rules/schedule.yaml"]
    assert str(refused.value).count("\n") == 1
