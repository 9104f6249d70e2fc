"""What the learned spam score costs: a hundred new texts at once, and one alone."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from statistics import median

from bot.features.spam.near_copies import Memory
from bot.features.spam.seed_corpus import shipped
from bot.features.spam.text_features import features, stored_features
from rules.engine.normalize import digest, normalize
from tests.bench.measurement import Found, Options
from tests.bench.talk import advertisement, sentence

_BATCH = 100
_REMEMBERED = 1000  # texts that moderators judged
_MOST = 5.0  # milliseconds


async def spam(options: Options) -> Found:
    """Milliseconds of processor time for scores and near copies; one text in twenty is an advertisement."""
    draw, model, memory = random.Random(1), shipped(), Memory()
    known = [sentence(draw, draw.choice(("zh", "en"))) for _ in range(_REMEMBERED)]
    for text, body in zip(known, features(known).pack(), strict=True):
        memory.add(digest(text), "spam", stored_features(body))

    def batch(size: int) -> list[str]:
        return [
            advertisement(draw) if draw.random() < 0.05 else sentence(draw, draw.choice(("zh", "en")))
            for _ in range(size)
        ]

    def spent(texts: Sequence[str]) -> float:
        normalize.cache_clear()
        started = time.process_time()
        model.score(texts)
        memory.find(texts, [digest(t) for t in texts])
        return 1000 * (time.process_time() - started)

    spent(batch(_BATCH))
    hundred = median(spent(batch(_BATCH)) for _ in range(20 * options.rounds))
    one = median(spent(batch(1)) for _ in range(20 * options.rounds))
    return Found({"ms_per_100": round(hundred, 2), "ms_per_1": round(one, 3)}, hundred < _MOST)
