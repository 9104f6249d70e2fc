"""Everything that is measured. To add something: a coroutine in a file beside this one, a row here."""

from __future__ import annotations

from tests.bench import growth, latency, recommending, starting, throughput
from tests.bench.backtesting import backtest
from tests.bench.decoding import decode
from tests.bench.measurement import Measurement
from tests.bench.one_member import one_member
from tests.bench.raid import raid
from tests.bench.retraining import retraining
from tests.bench.rooms import rooms
from tests.bench.scoring import spam
from tests.bench.soak import soak

MEASUREMENTS = (
    Measurement("aiogram", "updates/s: ours ÷ aiogram, one empty handler", "≥ 2.0", throughput.aiogram),
    Measurement("aiogram-30", "updates/s: ours ÷ aiogram, 30 handlers", "", throughput.aiogram_30),
    Measurement("ptb", "updates/s: ours ÷ python-telegram-bot, one empty handler", "", throughput.ptb),
    Measurement("ptb-30", "updates/s: ours ÷ python-telegram-bot, 30 handlers", "", throughput.ptb_30),
    Measurement(
        "aiogram-commits", "updates/s: ours ÷ aiogram, a commit each", "≥ 8.0", throughput.aiogram_commits
    ),
    Measurement("rooms", "where the time of an update goes, in µs", "", rooms),
    Measurement("decode", "bytes to events alone", "", decode),
    Measurement("latency", "act to removal, 200 updates/s, polling", "p99 ≤ 50 ms", latency.polling),
    Measurement("latency-webhook", "the same by webhook", "p99 ≤ 50 ms", latency.webhook),
    Measurement("events", "cost at 10,000,000 events ÷ at 100,000", "≤ 1.2", growth.events),
    Measurement("chats", "cost with 5,000 chats ÷ with 10", "≤ 1.2", growth.chats),
    Measurement("soak", "memory under a steady load (--soak)", "≤ 10 % more an hour", soak),
    Measurement("help", "seconds of zhiqun --help", "< 0.3 s", starting.helping),
    Measurement("run", "seconds from zhiqun run to the first poll", "< 3 s", starting.running),
    Measurement("raid", "2,000 messages and 500 joins a minute", "p99 < 1 s, posts go out", raid),
    Measurement("backtest", "stored messages decided again a second of one core", "≥ 20,000", backtest),
    Measurement("spam", "ms of a hundred new texts: spam scores, near copies", "< 5 ms", spam),
    Measurement("recommender", "last course among the first five suggested", "", recommending.recommender),
    Measurement(
        "recommender-fit", "10,000,000 events fitted on one core", "< 60 s, < 4 GB", recommending.fitting
    ),
    Measurement(
        "recommender-ask",
        "one suggestion; 10,000 members, of 3,321 courses",
        "< 5 ms, < 3 s",
        recommending.suggesting,
    ),
    Measurement(
        "one-member", "act to removal of others: one member does cheap things ÷ else", "p99 ≤ 1.5", one_member
    ),
    Measurement("retraining", "act to removal: while a model is fitted ÷ else", "p99 ≤ 1.2", retraining),
)
