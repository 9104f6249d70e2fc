"""`zhiqun backtest`: a back-test from the command line, over a database or a file."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from msgspec import Struct

from bot.operating import existing
from bot.proving.backtest import Backtest
from bot.proving.files import FilePast
from bot.proving.report import Report
from bot.proving.stored import StoredPast
from bot.settings import Settings
from bot.trial.history.reading import count_entries, read_history
from rules.config.book import RuleBook

Show = Callable[[int, int], None]
_PART = 2_000  # entries of a file at a time


class Wanted(Struct, frozen=True, kw_only=True):
    """What is tried. `against`: the book in force, when another one is tried; `since` is unix seconds."""

    book: RuleBook
    against: RuleBook | None = None
    since: int = 0
    examples: int = 3
    admins: tuple[str, ...] = ()


async def over_database(settings: Settings, wanted: Wanted, show: Show) -> tuple[Report, float]:
    """A back-test over what the bot stored, and how many seconds it took with reading.

    Raises:
        ValueError: the database is older than this program, or not there.
    """
    started = time.perf_counter()
    async with existing(settings) as store:
        past = StoredPast(store, wanted.since)
        await past.open()
        test = Backtest(
            wanted.book,
            against=wanted.against,
            past=past.past,
            compare_past=True,
            start=past.start,
            examples=wanted.examples,
        )
        async for part in past.parts(show):
            test.take(part)
    return test.report(), time.perf_counter() - started


def over_file(path: Path, wanted: Wanted, show: Show) -> tuple[Report, float, dict[str, int]]:
    """A back-test over a file, how many seconds it took with reading, and what of it could not be read.

    Raises:
        ValueError: the file is of no known kind, or broken as a whole.
        OSError: it cannot be read.
    """
    started = time.perf_counter()
    total = count_entries(path)
    past = FilePast(wanted.admins)
    test = Backtest(wanted.book, against=wanted.against, examples=wanted.examples, earning=True)
    entries = iter(read_history(path))
    done = 0
    while part := list(islice(entries, _PART)):
        test.take(past.moments(part, wanted.since))
        done += len(part)
        show(done, max(done, total))
    return test.report(), time.perf_counter() - started, dict(past.unreadable)
