"""Replaying the past with the default rule book: messages a second on one core."""

from __future__ import annotations

import time
from collections.abc import Mapping
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bot.backtest.backtest import Backtest
from bot.backtest.command import undisturbed
from bot.backtest.score_replay import Voice
from bot.backtest.spam_models import voices as stored_voices
from bot.backtest.stored_history import StoredPast
from bot.features import extensions
from rules.config.book import RuleBook
from rules.config.rule_book_store import RuleBookStore
from storage.store import Store
from tests.bench.measurement import Found, Options
from tests.bench.ours import BATCH, a_pipeline
from tests.bench.rounds import BOT
from tests.bench.updates import arrivals, crowd, updates

_TARGET = 20_000  # messages a second


async def backtest(options: Options) -> Found:
    """What the bot stored of made-up updates, read, scored for spam and decided again with the same rules.

    Almost half of these texts are first messages, which are scored: a past with fewer newcomers is quicker,
    up to the rate without scores. Seconds are those that a core worked, so that other work on the machine
    does not count.
    """
    book = RuleBookStore(options.rules, extensions()).book
    people = crowd(BOT)
    with TemporaryDirectory() as folder:
        store, pipeline = a_pipeline(f"sqlite:///{folder}/bench.db", options)
        raws = [*arrivals(people), *updates(people, options.many(20_000))]
        for at in range(0, len(raws), BATCH):
            pipeline.take(raws[at : at + BATCH])
        voices = {community: heard.voice for community, heard in stored_voices(store, [1]).items()}
        found = [(_once(store, book, voices), _once(store, book)) for _ in range(options.rounds)]
        store.close()
    scored, plain = ([pair[n] for pair in found] for n in (0, 1))
    messages = scored[0].messages
    rate = messages / median(run.whole for run in scored)
    figures = {
        "messages": messages,
        "scored": scored[0].scored,
        "rules": len(book.rules),
        "messages_per_s": round(rate),
        "without_scores_per_s": round(messages / median(run.whole for run in plain)),
        "loop_per_s": round(messages / median(run.loop for run in plain)),
    }
    return Found(figures, met=rate >= _TARGET)


class _Run(NamedTuple):
    """Seconds of one replay, with reading and of deciding alone, and how much there was."""

    whole: float
    loop: float
    messages: int
    scored: int


def _once(store: Store, book: RuleBook, voices: Mapping[int, Voice] | None = None) -> _Run:
    started, loop = time.process_time(), 0.0
    past = StoredPast(store, 0)
    past.open()
    test = Backtest(book, past=past.past, compare_past=True, start=past.start, voices=voices)
    with undisturbed():
        for part in past.parts(lambda done, total: None):
            items = list(part)
            before = time.process_time()
            test.take(items)
            loop += time.process_time() - before
    report = test.report()
    return _Run(time.process_time() - started, loop, report.judged, report.scored)
