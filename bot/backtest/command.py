"""Run `zhiqun backtest` from the command line, over a database or a file."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from msgspec import Struct

from bot.backtest.backtest import Backtest
from bot.backtest.files import COMMUNITY, FilePast
from bot.backtest.report import Report
from bot.backtest.spam_models import Heard, voices
from bot.backtest.stored_history import StoredPast
from bot.runtime.opening import existing
from bot.runtime.settings import Settings
from bot.simulation.history.reading import count_entries, read_history
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

    @property
    def scored(self) -> bool:
        """Whether a rule asks for the spam score."""
        return bool(self.book.scored or (self.against is not None and self.against.scored))


class Ran(Struct, frozen=True):
    """A report, how many seconds it took with reading, and what it could not know.

    `file`: it came from one, and `unreadable` counts what of it could not be read, by reason; `left_out` says
    the same for people, with the first places. `unknown` are the stored new names and moderators' acts of
    which nothing more is known. `shipped`: spam was scored by the model that comes along. `absent` are
    administrators whom the file does not know, each with the nearest name in it. `last`: when the newest
    entry or event was, where none is recent enough.
    """

    report: Report
    seconds: float
    file: bool = False
    unreadable: dict[str, int] = {}
    left_out: tuple[str, ...] = ()
    unknown: int = 0
    shipped: bool = False
    absent: dict[str, str] = {}
    last: int = 0


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let nothing look for unreachable objects meanwhile: a replay makes none that hold each other."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def over_database(settings: Settings, wanted: Wanted, show: Show) -> Ran:
    """A back-test over what the bot stored.

    Raises:
        ValueError: the database is older than this program, or not there.
    """
    started = time.perf_counter()
    with existing(settings) as store:
        past = StoredPast(store, wanted.since)
        past.open()
        heard = voices(store, past.communities) if wanted.scored else {}
        test = Backtest(
            wanted.book,
            against=wanted.against,
            past=past.past,
            compare_past=True,
            start=past.start,
            examples=wanted.examples,
            voices={community: h.voice for community, h in heard.items()},
        )
        with undisturbed():
            for part in past.parts(show):
                test.take(part)
    shipped = any(not h.learned for h in heard.values())
    seconds = time.perf_counter() - started
    return Ran(test.report(), seconds, unknown=past.unknown, shipped=shipped, last=past.last)


def over_file(path: Path, wanted: Wanted, show: Show, heard: Heard | None = None) -> Ran:
    """A back-test over a file; `heard` scores its texts for spam.

    Raises:
        ValueError: the file is of no known kind, or broken as a whole.
        OSError: it cannot be read.
    """
    started = time.perf_counter()
    total = count_entries(path)
    past = FilePast(wanted.admins)
    test = Backtest(
        wanted.book,
        against=wanted.against,
        examples=wanted.examples,
        earning=True,
        voices={COMMUNITY: heard.voice} if heard is not None else None,
    )
    entries = iter(read_history(path))
    done = 0
    with undisturbed():
        while part := list(islice(entries, _PART)):
            test.take(past.moments(part, wanted.since))
            done += len(part)
            show(done, max(done, total))
    shipped = heard is not None and not heard.learned
    report = test.report()
    return Ran(
        report,
        time.perf_counter() - started,
        file=True,
        unreadable=dict(past.unreadable),
        left_out=tuple(past.left_out.told()),
        shipped=shipped,
        absent=past.absent,
        last=0 if report.events else past.last,
    )
