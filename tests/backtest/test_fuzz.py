"""A short form of `python -m tests.fuzz`."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from bot.features import extensions
from rules.config.rule_book_store import RuleBookStore
from rules.engine.addresses import domain_of
from tests.bench.rounds import BOT
from tests.bench.updates import crowd, updates
from tests.fuzz import Judge, fuzz, mutated
from tests.lengths import PLACES, long_updates, too_slow


@pytest.mark.parametrize("seed", [1, 2])
def test_broken_and_strange_updates_raise_nothing_and_take_no_time(seed: int) -> None:
    judge = fuzz(1_000, seed)
    assert judge.decided > 150
    assert judge.unreadable > 100


def test_most_of_what_is_sent_is_still_json_and_differs_from_what_it_was() -> None:
    raws = updates(crowd(BOT), 200)
    draw = random.Random(1)
    sent = [mutated(raw, draw) for raw in raws]
    assert sum(a == json.dumps(json.loads(b)).encode() for a, b in zip(sent, raws, strict=True)) < 40


@pytest.mark.parametrize("place", sorted(PLACES))
def test_long_and_strange_texts_take_no_longer_than_their_length(place: str) -> None:
    judge = Judge(RuleBookStore(Path(__file__).parents[2] / "rules", extensions()).book)
    pieces = ("a.", "https://a.", "@a", "e\u0301", "加 微 信 ", "👨‍👩‍👧", "<b>", "аb")
    assert too_slow(judge, long_updates((place,), pieces, (1_000, 60_000))) == []


def test_a_host_of_sixty_thousand_letters_is_cut_to_what_a_host_may_be() -> None:
    host = domain_of("https://" + "a." * 30_000 + "example.com")
    assert len(host) <= 253
    assert host.endswith(".example.com")
