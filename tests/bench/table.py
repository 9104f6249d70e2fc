"""Everything that is measured. To add something: a coroutine in a file beside this one, a row here."""

from __future__ import annotations

from tests.bench import throughput
from tests.bench.decoding import decode
from tests.bench.measurement import Measurement
from tests.bench.recommending import recommender

MEASUREMENTS = (
    Measurement("aiogram", "updates/s: ours ÷ aiogram, one empty handler", "≥ 2.0", throughput.aiogram),
    Measurement("aiogram-30", "updates/s: ours ÷ aiogram, 30 handlers", "", throughput.aiogram_30),
    Measurement("ptb", "updates/s: ours ÷ python-telegram-bot, one empty handler", "", throughput.ptb),
    Measurement("ptb-30", "updates/s: ours ÷ python-telegram-bot, 30 handlers", "", throughput.ptb_30),
    Measurement(
        "aiogram-commits",
        "updates/s: ours ÷ aiogram, one SQLite commit each",
        "≥ 8.0",
        throughput.aiogram_commits,
    ),
    Measurement("decode", "bytes to events alone", "", decode),
    Measurement("recommender", "last course among the first five suggested", "", recommender),
)
