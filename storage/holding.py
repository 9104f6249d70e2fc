"""Who works on a database file: one bot at a time, and nobody while it is exchanged.

The mark is a lock of the operating system on `<file>.lock`. It goes with its process, however that ends.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

try:
    import fcntl
except ImportError:  # Windows has no such locks: there nobody is kept from anything
    fcntl = None  # type: ignore[assignment]  # the platform's stubs know only the module


class Held(Exception):
    """Somebody else works on the database."""

    def __init__(self, process: int) -> None:
        super().__init__(f"a bot works on this database (process {process or 'unknown'})")
        self.process = process


def database_file(url: str) -> Path | None:
    """The file of an SQLite database; None for one in memory or on a server."""
    try:
        parsed = make_url(url)
    except ArgumentError:  # opening it says what is wrong with the address
        return None
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


@contextmanager
def held(url: str) -> Iterator[None]:
    """Keep others from holding this database meanwhile. A database on a server is never held.

    Raises:
        Held: somebody does.
        OSError: the folder is not there or cannot be written.
    """
    file = database_file(url)
    if file is None or fcntl is None:
        yield
        return
    number = os.open(_lock(file), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Held(_process(file)) from None
        os.ftruncate(number, 0)
        os.pwrite(number, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(number)


def holder(url: str) -> int | None:
    """The process that holds a database file (0: it did not say which); None when nobody does."""
    file = database_file(url)
    if file is None or fcntl is None or not _lock(file).exists():
        return None
    number = os.open(_lock(file), os.O_RDWR)
    try:
        fcntl.flock(number, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _process(file)
    finally:
        os.close(number)
    return None


def _lock(file: Path) -> Path:
    return file.with_name(f"{file.name}.lock")


def _process(file: Path) -> int:
    text = _lock(file).read_text("utf-8", "replace").strip()
    return int(text) if text.isdigit() else 0
