"""People with habits, drawn: a made-up world in which the next course can be learned."""

from __future__ import annotations

import random

from bot.features.courses.evaluation.reading import Data
from bot.features.courses.histories import Histories

PATHS, STEPS = 6, 5


def habits(people: int, seed: int, straying: float = 0.15) -> Data:
    """People who walk along one of six paths of five courses each, and stray now and then."""
    draw = random.Random(seed)
    lists = []
    for _ in range(people):
        path, start = draw.randrange(PATHS), draw.randrange(3)
        steps = range(start, draw.randrange(start + 2, STEPS + 1))
        walked = [
            draw.randrange(PATHS * STEPS) if draw.random() < straying else path * STEPS + step
            for step in steps
        ]
        lists.append(list(dict.fromkeys(walked)))
    names = [f"p{path}-{step}" for path in range(PATHS) for step in range(STEPS)]
    return Data(Histories.of(lists, len(names)), [str(n) for n in range(people)], names)
