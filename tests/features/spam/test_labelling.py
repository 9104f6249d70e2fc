"""The hook by which cases, buttons and commands teach."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from msgspec import Struct

from bot.core.batch import Batch
from bot.features.spam.labelling import learn, learn_case, unlearn
from bot.features.spam.score_service import Spam
from bot.features.spam.text_features import stored_features
from rules.engine.normalize import digest
from storage import spam
from tests.services import services


class Said(Struct, frozen=True):
    """A word on a case, as whoever looks after cases says it."""

    community: int
    texts: tuple[str, ...]
    spam: bool
    by: int
    undone: bool = False


@pytest.fixture
def batch() -> Batch:
    """As much of a batch as the hook needs."""
    return cast(Batch, SimpleNamespace(now=100, writes=[], afterwards=[], services=services()))


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The rows that are written."""
    written: list[dict[str, Any]] = []

    def add_labels(_connection: object, new: list[dict[str, Any]]) -> None:
        written.extend(new)

    monkeypatch.setattr(spam, "add_labels", add_labels)
    return written


def write(batch: Batch) -> None:
    """What the transaction does at its end."""
    for one in batch.writes:
        one(cast(Any, None))
    for act in batch.afterwards:
        act()


def test_a_case_that_is_taken_back_teaches_that_its_texts_are_fine(
    batch: Batch, rows: list[dict[str, Any]]
) -> None:
    learn_case(batch, Said(1, ("buy now", "buy more"), spam=False, by=9, undone=True))
    write(batch)
    assert [(r["digest"], r["label"], r["source"], r["by_id"]) for r in rows] == [
        (digest("buy now"), "ham", "undo", 9),
        (digest("buy more"), "ham", "undo", 9),
    ]
    assert batch.services.of(Spam).labelled.is_set()


def test_what_is_kept_of_a_text_are_features(batch: Batch, rows: list[dict[str, Any]]) -> None:
    learn(batch, "buy tulips now", "spam", community=1, by=9, source="button")
    write(batch)
    (row,) = rows
    assert stored_features(row["features"]) is not None
    assert not any("tulips" in str(value) for value in row.values())


def test_a_word_can_be_taken_back(batch: Batch, rows: list[dict[str, Any]]) -> None:
    assert unlearn(batch, "buy now", community=1, by=9, source="undo")
    write(batch)
    assert [(r["digest"], r["label"], r["features"]) for r in rows] == [(digest("buy now"), "", None)]


@pytest.mark.parametrize("text", ["", " ", "🔥🔥", "!?"])
def test_there_is_nothing_to_learn_without_letters_and_digits(
    batch: Batch, rows: list[dict[str, Any]], text: str
) -> None:
    assert not learn(batch, text, "spam", community=1, by=9, source="command")
    write(batch)
    assert rows == []
