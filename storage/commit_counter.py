"""Count commits: in a row that every transaction counts up, and in the file beside the database.

A write-ahead log that was cut, changed or removed takes commits away without a word: what is left is a sound
database of an earlier moment. Its row then counts less than the file, and that is noticed by whoever writes
first: it goes into the table `loss`, in the same transaction that goes on counting from there.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from storage.commit_file import Commits, Sidecar, Unreadable, read
from storage.sqlite import opened

# How much lower an update id may be and still be one that came late; else Telegram began anew elsewhere.
_LATE = 10_000
_ROW = "SELECT identity, count, at, update_id FROM commit_counter"
_COUNT = f"""
UPDATE commit_counter SET count = count + 1, at = :at, inode = :inode,
    update_id = CASE WHEN :update_id > update_id OR :update_id BETWEEN 1 AND update_id - {_LATE}
        THEN :update_id ELSE update_id END
RETURNING identity, count, at, update_id
"""  # noqa: S608  # the number is written above
_LOSS = "INSERT INTO loss VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, 0, 0)"


class Missing(Struct, frozen=True):
    """What is missing from a database, or what keeps that from being known.

    Kinds: `lost`, commits; `other`, the file beside it counts for another database; `uncounted`, there is no
    such file any more; `unreadable`, it was damaged; `gap`, updates that Telegram gave to nobody here.
    """

    kind: str
    commits: int = 0
    since: int = 0  # the newest commit that is there; 0: nothing is
    until: int = 0  # the newest commit there was
    first_update: int = 0  # 0: none are among it, as far as known
    last_update: int = 0

    @property
    def bad(self) -> bool:
        """Whether it is about the database itself: a gap may only mean that the bot was away for long."""
        return self.kind != "gap"


def compare(
    row: Commits | None, noted: Commits | None, *, empty: bool = False, moved: bool = False
) -> Missing | None:
    """What is missing, by the row in the database and the file beside it.

    Args:
        row: None when nothing was counted in it yet.
        noted: None when there is no file.
        empty: the database holds nothing at all.
        moved: it is a copy of the one that was counted, so that nobody expects the file beside it.
    """
    if noted is None:
        return None if row is None or moved else Missing("uncounted", 0, row.at, row.at)
    if row is None or row.identity != noted.identity:
        if not noted.count:
            return None
        if row is not None or not empty:
            return Missing("other", noted.count, 0, noted.at)
        row = Commits(noted.identity, 0, 0, 0)
    if row.count >= noted.count:
        return None
    found = Missing("lost", noted.count - row.count, row.at, noted.at)
    if noted.update_id == row.update_id:
        return found
    first = row.update_id + 1 if 0 < row.update_id < noted.update_id else 0
    return Missing(found.kind, found.commits, found.since, found.until, first, noted.update_id)


class Counter:
    """Counts the commits of one open database."""

    def __init__(self, database: Path) -> None:
        self.database = database.resolve()
        self.sidecar = Sidecar(self.database)
        self.trouble: OSError | None = None  # why the file beside the database could not be written last
        self.noted = 0  # commits so far, of whoever wrote last
        self._settled = False

    def is_due(self, bare: sqlite3.Connection) -> bool:
        """Whether there is something to be written down before all else."""
        noted = noted_beside(self.database)
        return _is_there(bare) and (_row(bare) is None or look(bare, self.database, noted) is not None)

    def _settle(self, bare: sqlite3.Connection) -> None:
        """Compare with the file, inside of a transaction that writes: what is missing is written down."""
        if not _is_there(bare):
            return
        row, noted = _row(bare), noted_beside(self.database)
        found = look(bare, self.database, noted)
        if found is not None:
            _note_loss(bare, found, int(time.time()))
        if row is None:
            row = Commits(secrets.token_hex(8), 0, 0, 0)
            bare.execute("INSERT INTO commit_counter VALUES (1, ?, 0, 0, 0, 0)", (row.identity,))
            if noted is None:
                # Before the row can be committed: there is never a row without a file.
                self._write(row)
        elif found is not None and isinstance(noted, Commits) and found.kind == "lost":
            bare.execute("UPDATE commit_counter SET count = ?, update_id = ?", (noted.count, noted.update_id))

    def count(self, bare: sqlite3.Connection, update_id: int = 0) -> Commits | None:
        """Count this transaction as its last statement; None when the database has no such row yet."""
        if not self._settled:
            self._settle(bare)
        now = {"at": int(time.time()), "inode": _inode(self.database), "update_id": update_id}
        try:
            found = bare.execute(_COUNT, now).fetchone()
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error):
                raise
            return None
        return Commits(*found) if found else None

    def note(self, commits: Commits | None) -> None:
        """Write down that this was committed. What keeps the file from being written is kept as `trouble`."""
        if commits is not None:
            self._settled = True
            self.noted = commits.count
            self._write(commits)

    def _write(self, commits: Commits) -> None:
        try:
            self.sidecar.note(commits)
            self.trouble = None
        except OSError as error:
            self.trouble = error

    def sync(self) -> None:
        """Bring the file to the disk."""
        try:
            self.sidecar.sync()
        except OSError as error:
            self.trouble = error

    def close(self) -> None:
        """Close the file."""
        try:
            self.sidecar.close()
        except OSError as error:
            self.trouble = error


def noted_beside(database: Path) -> Commits | Missing | None:
    """What the file beside a database says. Ask before the database is looked at, or it may seem ahead."""
    try:
        return read(database)
    except Unreadable:
        return Missing("unreadable")


def absent(database: Path) -> Missing | None:
    """What is missing when the database's file is not there at all; None when there never was one."""
    noted = noted_beside(database)
    return noted if isinstance(noted, Missing) else compare(None, noted, empty=True)


def look(bare: sqlite3.Connection, database: Path, noted: Commits | Missing | None) -> Missing | None:
    """What is missing and nobody has written down yet; changes nothing."""
    if isinstance(noted, Missing):
        return noted
    if not _is_there(bare):
        nothing = bare.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None
        return compare(None, noted, empty=nothing) if nothing else None
    return compare(_row(bare), noted, empty=_is_empty(bare), moved=_moved(bare, database))


def begin_anew(database: Path) -> int:
    """Let the file beside a database that nobody has open say what its row does; how many commits that is."""
    uri = f"{database.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(opened(uri, uri=True)) as bare:
        row = _row(bare) if _is_there(bare) else None
    sidecar = Sidecar(database)
    if row is not None:
        sidecar.note(row, anyway=True)
        sidecar.close()
    return row.count if row is not None else 0


def _row(bare: sqlite3.Connection) -> Commits | None:
    found = bare.execute(_ROW).fetchone()
    return Commits(*found) if found else None


def _is_there(bare: sqlite3.Connection) -> bool:
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'commit_counter'"
    return bare.execute(query).fetchone() is not None


def _is_empty(bare: sqlite3.Connection) -> bool:
    return bare.execute("SELECT 1 FROM community LIMIT 1").fetchone() is None


def _moved(bare: sqlite3.Connection, database: Path) -> bool:
    found = bare.execute("SELECT inode FROM commit_counter").fetchone()
    return found is not None and found[0] not in (0, _inode(database))


def _inode(database: Path) -> int:
    """The file's number on its disk, as far as the database can hold it."""
    return os.stat(database).st_ino & (2**63 - 1)


def _note_loss(bare: sqlite3.Connection, found: Missing, now: int) -> None:
    values = (found.kind, now, found.commits, found.since, found.until, found.first_update, found.last_update)
    bare.execute(_LOSS, values)
