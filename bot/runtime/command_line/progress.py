"""Show how far long work is: a bar on a terminal, a line every few seconds in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_EVERY = 5.0


@contextmanager
def progress(unit: str) -> Iterator[Callable[[int, int], None]]:
    """A function to call with how much is done and how much there is; it writes to stderr."""
    if not sys.stderr.isatty():
        yield _lines(unit)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(unit), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(unit)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _lines(unit: str) -> Callable[[int, int], None]:
    last = 0.0

    def show(done: int, total: int) -> None:
        nonlocal last
        if done >= total or time.monotonic() - last > _EVERY:
            last = time.monotonic()
            sys.stderr.write(f"{done} / {total} {unit}\n")
            sys.stderr.flush()

    return show
