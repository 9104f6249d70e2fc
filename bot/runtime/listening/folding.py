"""Fold repeated log lines into one with a count, so that nobody can fill a log."""

from __future__ import annotations

import logging
import re
import sys
import threading
import time
from collections.abc import Callable, Hashable
from typing import TextIO

WINDOW_S = 10.0
_BURST = 5  # lines of a kind in a window that differ
_KINDS = 200  # in a window; those beyond are one kind together
_CHANGING = re.compile(r"0x[0-9a-fA-F]+|[0-9a-fA-F]{8,}|\d+")
_LONGEST = 300  # characters of a text that tell its kind


def kind_of(text: str) -> str:
    """The text without what changes from line to line: numbers, addresses, ids."""
    return _CHANGING.sub("#", text[:_LONGEST])


class _Kind:
    """The lines of one kind: those of a window, and how many were left out and not told."""

    def __init__(self, began: float) -> None:
        self.began = began
        self.written: set[int] = set()
        self.folded = 0


class Folding:
    """Which lines are written.

    Of a kind, each line is written once in a window, and five different ones at most. The first line of a
    later window tells how many were left out.

    Args:
        now: the time, in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._others = _Kind(now())
        self._kinds: dict[Hashable, _Kind] = {}
        self._lock = threading.Lock()

    def take(self, kind: Hashable, line: Hashable) -> int | None:
        """None when the line is left out, else how many of its kind were, before it."""
        with self._lock:
            now, folded = self._now(), 0
            found = self._find(kind, now)
            if now - found.began >= WINDOW_S:
                folded, found.folded = found.folded, 0
                found.began = now
                found.written.clear()
            if hash(line) in found.written or len(found.written) >= _BURST:
                found.folded += 1
                return None
            found.written.add(hash(line))
            return folded

    def _find(self, kind: Hashable, now: float) -> _Kind:
        if kind not in self._kinds:
            if len(self._kinds) >= _KINDS:
                self._forget(now)
            if len(self._kinds) >= _KINDS:
                return self._others
            self._kinds[kind] = _Kind(now)
        return self._kinds[kind]

    def _forget(self, now: float) -> None:
        """Make room; what was left out of old kinds is told with the others."""
        for kind, held in list(self._kinds.items()):
            if now - held.began >= WINDOW_S:
                self._others.folded += held.folded
                del self._kinds[kind]

    def rest(self) -> int:
        """How many lines were left out and not told; they count as told from now on."""
        with self._lock:
            held = [self._others, *self._kinds.values()]
            count = sum(k.folded for k in held)
            for one in held:
                one.folded = 0
            return count


class FoldedHandler(logging.StreamHandler[TextIO]):
    """Writes to standard error, for processes that have no log of their own."""

    def __init__(self, folding: Folding | None = None) -> None:
        super().__init__(sys.stderr)
        self._folding = folding or Folding()

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record, or count it."""
        text = record.getMessage()
        error = record.exc_info[1] if record.exc_info else None
        folded = self._folding.take((record.levelno, kind_of(text), type(error)), (text, str(error)))
        if folded is None:
            return
        if folded:
            record = logging.makeLogRecord(
                record.__dict__ | {"msg": f"{text} (and {folded} like it)", "args": ()}
            )
        super().emit(record)
