"""A short form of `python -m tests.fuzz`."""

from __future__ import annotations

import json
import random

import pytest

from tests.bench.rounds import BOT
from tests.bench.updates import crowd, updates
from tests.fuzz import fuzz, mutated


@pytest.mark.parametrize("seed", [1, 2])
async def test_broken_and_strange_updates_raise_nothing_and_take_no_time(seed: int) -> None:
    judge = await fuzz(1_000, seed)
    assert judge.decided > 150
    assert judge.unreadable > 100


def test_most_of_what_is_sent_is_still_json_and_differs_from_what_it_was() -> None:
    raws = updates(crowd(BOT), 200)
    draw = random.Random(1)
    sent = [mutated(raw, draw) for raw in raws]
    assert sum(a == json.dumps(json.loads(b)).encode() for a, b in zip(sent, raws, strict=True)) < 40
