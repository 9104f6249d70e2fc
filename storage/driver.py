"""SQLite's driver in one hop a statement: aiosqlite's connection with cursors that fetch at once.

aiosqlite goes to its thread for the cursor, the statement, the rows and the closing each. Results here are
small and read whole anyway, so one visit does it all. Inside of a batch's transaction, which waits for nobody
any more, even that visit is left out: what takes some microseconds is not worth two changes of thread.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

T = TypeVar("T")
Row = tuple[Any, ...]


class Cursor:
    """What SQLAlchemy's adapter wants of an asynchronous cursor; everything was fetched by `execute`."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: list[Row] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Cursor:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.close()

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Cursor:
        """Execute and fetch."""
        return await self._go(lambda bare: bare.execute(statement, parameters))

    async def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> Cursor:
        """Execute for every row."""
        return await self._go(lambda bare: bare.executemany(statement, rows))

    async def _go(self, execute: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> Cursor:
        def go(bare: sqlite3.Connection) -> tuple[Any, int, int | None, list[Row]]:
            cursor = execute(bare)
            rows = cursor.fetchall() if cursor.description else []
            return cursor.description, cursor.rowcount, cursor.lastrowid, rows

        self.description, self.rowcount, self.lastrowid, self._rows = await self._connection.run(go)
        return self

    async def fetchall(self) -> list[Row]:
        """The rows not fetched yet."""
        rows, self._rows = self._rows, []
        return rows

    async def fetchmany(self, size: int | None = None) -> list[Row]:
        """The next rows."""
        count = size or self.arraysize
        rows, self._rows = self._rows[:count], self._rows[count:]
        return rows

    async def fetchone(self) -> Row | None:
        """The next row, or None."""
        return next(iter(await self.fetchmany(1)), None)

    async def close(self) -> None:
        """Nothing is open."""
        self._rows = []


class Connection(aiosqlite.Connection):
    """aiosqlite's connection, with quick cursors and a way to run a function where the database is."""

    here = False  # run at once in the caller's thread: for whoever holds the lock, and asks for little
    _changes = 0  # rows that had been changed when it was counted last

    @property
    def changed(self) -> bool:
        """Whether rows were changed on it since the last time that was `seen`."""
        return self._conn.total_changes != self._changes

    def touch(self) -> None:
        """Let the transaction count even if it changes nothing."""
        self._changes = -1

    def seen(self) -> None:
        """Count what was changed as seen."""
        self._changes = self._conn.total_changes

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` gives, run on the bare connection: in the driver's thread, unless it is `here`."""
        if self.here:
            return work(self._conn)
        # aiosqlite has no public way to run a function in its thread; tests/storage/test_direct.py holds it
        # to this one.
        result: T = await self._execute(work, self._conn)  # type: ignore[no-untyped-call]  # not annotated there
        return result

    def cursor(self) -> Cursor:  # type: ignore[override]  # a cursor of another kind, as SQLAlchemy uses it
        """A new cursor."""
        return Cursor(self)


def connect(database: str, **options: Any) -> Connection:
    """A connection to be awaited, as `sqlite3.connect` takes its options."""
    options["check_same_thread"] = False  # one task has it at a time; SQLite itself is serialized
    connection = Connection(lambda: _open(database, options), iter_chunk_size=64)
    connection._thread.daemon = True  # a process that ends does not wait for it
    return connection


def _open(database: str, options: dict[str, Any]) -> sqlite3.Connection:
    """A bare connection. A new file is its owner's alone, and so is what SQLite puts beside it."""
    if database not in ("", ":memory:") and not options.get("uri"):
        # Whatever keeps the file from being made, SQLite says in its own words.
        with suppress(OSError):
            os.close(os.open(os.path.realpath(database), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return opened(database, **options)


def opened(database: str | Path, **options: Any) -> sqlite3.Connection:
    """A connection of SQLite's own, as all of them are: what is deleted is overwritten, not just left.

    Files may hold it for a moment more in the write-ahead log, until that is emptied.
    """
    connection: sqlite3.Connection = sqlite3.connect(database, **options)
    try:
        connection.execute("PRAGMA secure_delete=ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
