"""Solved questions in memory are those that stand in the tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from bot.core.batch import Batch
from bot.features.questions_answers.solved_questions import SolvedQuestions
from storage import answering
from storage.answering import Solved

HERE = 1


@dataclass
class Transaction:
    """As much of a batch as is looked at; every one has a connection of its own."""

    now: int = 1_000
    unflushed: object = field(default_factory=object)

    @property
    def connection(self) -> object:
        """The same."""
        return self.unflushed


class Tables:
    """Solved questions by number, and how often they were read."""

    def __init__(self) -> None:
        self.rows, self.read = [1], 0

    def solved(self, _connection: Any, _community: int) -> list[Solved]:
        """Stands for the query."""
        self.read += 1
        return [Solved(n, HERE, n, n + 100, "Bob", frozenset(("merge", "pandas"))) for n in self.rows]


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> Tables:
    """One question is solved."""
    found = Tables()
    monkeypatch.setattr(answering, "solved", found.solved)
    return found


def numbers(kept: SolvedQuestions, transaction: Transaction) -> list[int]:
    """The questions that somebody is shown."""
    matcher = kept.of(cast(Batch, transaction), HERE)
    return sorted(one.id for _, one in matcher.ranked(["merge"]))


def change(kept: SolvedQuestions, transaction: Transaction) -> None:
    """Say that something was solved or taken back."""
    kept.changed(cast(Batch, transaction), HERE)


def test_they_are_read_once_while_nothing_is_solved(tables: Tables) -> None:
    kept = SolvedQuestions()
    assert [numbers(kept, Transaction()) for _ in range(3)] == [[1], [1], [1]]
    assert tables.read == 1


def test_what_is_solved_is_found_at_once(tables: Tables) -> None:
    kept, under_way = SolvedQuestions(), Transaction()
    assert numbers(kept, under_way) == [1]
    tables.rows = [1, 2]
    change(kept, under_way)
    assert numbers(kept, under_way) == [1, 2]
    assert numbers(kept, Transaction()) == [1, 2]


def test_what_was_rolled_back_is_not_kept(tables: Tables) -> None:
    kept, undone = SolvedQuestions(), Transaction()
    tables.rows = [1, 2]
    change(kept, undone)
    assert numbers(kept, undone) == [1, 2]
    tables.rows = [1]  # as the rollback leaves them
    assert numbers(kept, Transaction()) == [1]


def test_what_changed_elsewhere_is_known_after_a_while(tables: Tables) -> None:
    kept = SolvedQuestions()
    assert numbers(kept, Transaction(1_000)) == [1]
    tables.rows = []
    assert numbers(kept, Transaction(1_599)) == [1]
    assert numbers(kept, Transaction(1_600)) == []
