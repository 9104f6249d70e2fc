"""Keep the small file beside an SQLite database that says how far it has come: `<file>-commits`.

It is written after every commit, so it never claims what the database was not told to keep; and it is outside
of the write-ahead log, so whatever happens to that is noticed by comparing the two.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

try:
    import fcntl
except ImportError:  # Windows: one process at a time is then up to the operator
    fcntl = None  # type: ignore[assignment]  # the platform's stubs know only the module

_LONGEST = 256  # bytes that are read of it; a record is shorter


class Commits(Struct, frozen=True):
    """How many commits a database has had, when the newest was made, and its newest update."""

    identity: str
    count: int
    at: int
    update_id: int


class Unreadable(ValueError):
    """The file holds no record."""


def sidecar_file(database: Path) -> Path:
    """Where it is: beside the file itself, whatever links lead there."""
    real = database.resolve()
    return real.with_name(f"{real.name}-commits")


def encoded(commits: Commits) -> bytes:
    """The record: one line of one length that people can read too, with a checksum."""
    words = f"zhiqun {commits.identity} {commits.count:020d} {commits.at:020d} {commits.update_id:020d}"
    return f"{words} {zlib.crc32(words.encode()):08x}\n".encode()


def decoded(record: bytes) -> Commits:
    """What a record says.

    Raises:
        Unreadable: it is none, or was damaged.
    """
    words, _, check = record.rpartition(b"\n")[0].rpartition(b" ")
    if f"{zlib.crc32(words):08x}".encode() != check:
        raise Unreadable("the file holds no record")
    mark, identity, *numbers = words.decode().split(" ")
    if mark != "zhiqun" or len(numbers) != 3:
        raise Unreadable("the file is none of this program's")
    return Commits(identity, *map(int, numbers))


def read(database: Path) -> Commits | None:
    """What the file beside a database says; None when there is none.

    Raises:
        Unreadable: it was damaged.
    """
    try:
        return decoded(sidecar_file(database).read_bytes()[:_LONGEST])
    except FileNotFoundError:
        return None


class Sidecar:
    """The file, kept open while somebody commits. Several processes may write: it only counts up."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._number: int | None = None
        self._unsynced = False

    def read(self) -> Commits | None:
        """What it says now.

        Raises:
            Unreadable: it was damaged.
        """
        return read(self._database)

    def note(self, commits: Commits, *, anyway: bool = False) -> None:
        """Write how far the database has come, unless another process wrote more; with `anyway` always.

        Raises:
            OSError: the file cannot be written.
        """
        number = self._open()
        with _locked(number):
            if anyway or self._is_news(os.pread(number, _LONGEST, 0), commits):
                record = encoded(commits)
                os.pwrite(number, record, 0)
                if anyway:
                    os.ftruncate(number, len(record))
                self._unsynced = True

    @staticmethod
    def _is_news(record: bytes, commits: Commits) -> bool:
        try:
            there = decoded(record)
        except Unreadable:
            return True
        return there.identity != commits.identity or there.count < commits.count

    def sync(self) -> None:
        """Bring what was written to the disk.

        Raises:
            OSError: the disk refuses.
        """
        if self._unsynced and self._number is not None:
            self._unsynced = False
            os.fsync(self._number)

    def close(self) -> None:
        """Sync, and close the file."""
        number, self._number = self._number, None
        if number is not None:
            try:
                if self._unsynced:
                    os.fsync(number)
            finally:
                os.close(number)

    def _open(self) -> int:
        if self._number is None:
            self._number = os.open(sidecar_file(self._database), os.O_RDWR | os.O_CREAT, 0o600)
        return self._number


@contextmanager
def _locked(number: int) -> Iterator[None]:
    if fcntl is not None:
        fcntl.flock(number, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if fcntl is not None:
            fcntl.flock(number, fcntl.LOCK_UN)
