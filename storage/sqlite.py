"""Bare connections to SQLite: files are their owner's alone, and what is deleted is overwritten."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any


def created(database: str, **options: Any) -> sqlite3.Connection:
    """Open a database; a new file is its owner's alone, and so is what SQLite puts beside it.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    if database not in ("", ":memory:") and not options.get("uri"):
        # Whatever keeps the file from being made, SQLite says in its own words.
        with suppress(OSError):
            os.close(os.open(os.path.realpath(database), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return opened(database, **options)


def opened(database: str | Path, **options: Any) -> sqlite3.Connection:
    """Open a database on which what is deleted is overwritten, not just left.

    Files may hold it for a moment more in the write-ahead log, until that is emptied.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    connection: sqlite3.Connection = sqlite3.connect(database, **options)
    try:
        connection.execute("PRAGMA secure_delete=ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
