"""Copy an SQLite database while the bot writes, check the copy, and bring it back."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import msgspec

from rules.config.files import plain
from rules.sentences import say
from storage.commit_file import sidecar_file
from storage.sqlite import opened

Show = Callable[[int, int], None]  # bytes done, bytes in all
_BLOCK = 1 << 20
_BEGIN = b"SQLite format 3\x00"  # of every database file
_LARGEST_MANIFEST = 1 << 20  # bytes
PARTS = ("", "-wal", "-shm", "-commits")  # what a database's files end in


class BadBackup(ValueError):
    """Why a file cannot serve as a backup, in one sentence."""


class Manifest(msgspec.Struct, frozen=True):
    """What a backup holds, written beside it as `<file>.json`."""

    made_at: str  # ISO 8601, UTC
    revision: str  # the newest migration it has
    bytes: int
    sha256: str
    tables: dict[str, int]  # rows
    sqlite: str  # the version that wrote it


def same(file: Path, other: Path) -> bool:
    """Whether two paths lead to one file.

    Raises:
        BadBackup: a path leads to itself.
    """
    try:
        return file.resolve() == other.resolve()
    except (OSError, RuntimeError):
        raise BadBackup(say("backup-circle", file=file)) from None


def manifest_file(file: Path) -> Path:
    """Where the manifest of a backup is."""
    return file.with_name(f"{file.name}.json")


def nothing(_done: int, _total: int) -> None:
    """Show no progress."""


def make(source: Path, target: Path, *, force: bool = False, show: Show = nothing) -> Manifest:
    """Copy a database as it is at one moment, check the copy, and write its manifest.

    The copy is made in one step: a copy in several begins anew whenever somebody else writes, and
    beside a busy bot it never ends. Writers go on meanwhile. The file appears under its name only when
    it was found good.

    Raises:
        BadBackup: the target exists, or the copy is not what was copied.
        OSError, sqlite3.Error: a file cannot be read or written.
    """
    if any(same(target, source.with_name(source.name + part)) for part in PARTS):
        raise BadBackup(say("backup-itself", file=target))
    if target.exists() and (not target.is_file() or target.samefile(source)):
        raise BadBackup(say("backup-no-target", file=target))
    for taken in (target, manifest_file(target)):
        if taken.exists() and not force:
            raise BadBackup(say("backup-there", file=taken))
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.partial")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        counted = _copy(source, partial, show)
        revision, tables = examine(partial)
        if tables != counted:
            raise BadBackup(say("backup-incomplete"))
        _sync(partial)
        manifest = Manifest(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            revision=revision,
            bytes=partial.stat().st_size,
            sha256=digest(partial),
            tables=tables,
            sqlite=sqlite3.sqlite_version,
        )
        _write(manifest_file(target), msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
        partial.replace(target)
        _sync(target.parent)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def verify(file: Path, show: Show = nothing) -> Manifest:
    """Check a backup: its digest, SQLite's own integrity check, foreign keys, rows by table.

    Without a manifest beside it, what the manifest would say is read from the file itself.

    Raises:
        BadBackup: it is not what was written, or no database of this program.
    """
    if not file.is_file():
        raise BadBackup(say("backup-no-file", file=file))
    wal = file.with_name(f"{file.name}-wal")
    if wal.exists() and wal.stat().st_size:
        raise BadBackup(say("backup-log", file=file, log=wal.name))
    written = read_manifest(file)
    with file.open("rb") as stream:
        begun = stream.read(len(_BEGIN)) == _BEGIN
    if written is None and not begun:  # told before a file that may be endless is read
        raise BadBackup(say("backup-no-sqlite", file=file))
    found = digest(file, show) if begun else ""
    if written is not None and (written.bytes, written.sha256) != (file.stat().st_size, found):
        raise BadBackup(say("backup-digest", file=file, manifest=manifest_file(file).name))
    revision, tables = examine(file)
    if written is not None and (written.revision, written.tables) != (revision, tables):
        raise BadBackup(say("backup-rows", file=file, manifest=manifest_file(file).name))
    made = datetime.fromtimestamp(file.stat().st_mtime, UTC).isoformat(timespec="seconds")
    return written or Manifest(made, revision, file.stat().st_size, found, tables, "")


def read_manifest(file: Path) -> Manifest | None:
    """The manifest beside a backup, if there is one.

    Raises:
        BadBackup: it cannot be read.
    """
    path = manifest_file(file)
    try:
        return msgspec.json.decode(plain(path, _LARGEST_MANIFEST), type=Manifest)
    except FileNotFoundError:
        return None
    except (ValueError, RecursionError) as error:
        raise BadBackup(say("backup-no-manifest", file=path)) from error


def examine(file: Path) -> tuple[str, dict[str, int]]:
    """The revision of a database file that nobody writes to, and its rows by table.

    Raises:
        BadBackup: it is damaged, or no database of this program.
    """
    try:
        with reading(file, immutable=True) as database:
            problems = [row[0] for row in database.execute("PRAGMA integrity_check(3)")]
            if problems != ["ok"]:
                raise BadBackup(say("backup-damaged", file=file, why="; ".join(problems)))
            if orphan := database.execute("PRAGMA foreign_key_check").fetchone():
                loose = say("backup-orphans", table=orphan[0], other=orphan[2])
                raise BadBackup(say("backup-damaged", file=file, why=loose))
            tables = count(database)
            if "alembic_version" not in tables:
                raise BadBackup(say("backup-foreign", file=file))
            row = database.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise BadBackup(say("backup-unreadable", file=file, why=str(error))) from None
    return (str(row[0]) if row else ""), tables


def count(database: sqlite3.Connection) -> dict[str, int]:
    """Rows by table."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    names = sorted(row[0] for row in database.execute(query))
    # Names come from the database's own schema.
    return {n: database.execute(f'SELECT count(*) FROM "{n}"').fetchone()[0] for n in names}  # noqa: S608  # see above


@contextmanager
def reading(file: Path, *, immutable: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection that changes nothing; `immutable` when nobody else does, so that it leaves no files."""
    # One opened read-only could not tidy up behind itself when it is the last.
    mode = "immutable=1" if immutable else "mode=rw"
    with closing(opened(f"{file.resolve().as_uri()}?{mode}", uri=True, timeout=30)) as database:
        database.execute("PRAGMA query_only=ON")
        yield database


def digest(file: Path, show: Show = nothing) -> str:
    """The file's SHA-256."""
    found, total, done = hashlib.sha256(), file.stat().st_size, 0
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            found.update(block)
            done += len(block)
            show(done, total)
    return found.hexdigest()


def bring_in(file: Path, target: Path) -> None:
    """Copy a backup to a new file, to the disk."""
    with (
        file.open("rb") as read,
        os.fdopen(os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as written,
    ):
        shutil.copyfileobj(read, written, _BLOCK)
        written.flush()
        os.fsync(written.fileno())


def exchange(database: Path, coming: Path, aside: Path) -> bool:
    """Put `coming` in the place of a database, which moves to `aside`; False when there was none.

    Raises:
        BadBackup: another program has the database open, or `aside` is taken.
    """
    there = database.exists()
    if there:
        if aside.exists():
            raise BadBackup(say("backup-aside", file=aside))
        _tidy(database)
    for suffix in ("", "-wal", "-shm"):
        part = database.with_name(database.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    sidecar_file(coming).replace(sidecar_file(database))
    coming.replace(database)
    _sync(database.parent)
    return there


def _tidy(database: Path) -> None:
    """Bring everything into the one file.

    Raises:
        BadBackup: another program has it open.
    """
    try:
        with closing(opened(database, timeout=1, isolation_level=None)) as present:
            # Leaving WAL needs the file for oneself alone.
            present.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise BadBackup(say("backup-open", file=database)) from None
    except sqlite3.DatabaseError:
        pass  # too damaged to be tidied: it is kept as it is


def _copy(source: Path, target: Path, show: Show) -> dict[str, int]:
    """Copy; the rows by table at the moment of the copy."""
    with reading(source) as read, closing(opened(target)) as written:
        pages, size = (read.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        read.isolation_level = None
        read.execute("BEGIN")
        counted = count(read)  # opens the view that the copy is made of
        with _watching(target, pages * size, show):
            read.backup(written, pages=-1)
        read.execute("COMMIT")
        written.execute("PRAGMA journal_mode=DELETE").fetchone()
    return counted


@contextmanager
def _watching(file: Path, total: int, show: Show) -> Iterator[None]:
    """Show how the file grows: SQLite itself says nothing before the end of a copy in one step."""
    ended = Event()

    def watch() -> None:
        while not ended.wait(0.2):
            show(min(file.stat().st_size, total), total)

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()
    show(total, total)


def _write(path: Path, text: bytes) -> None:
    partial = path.with_name(f"{path.name}.partial")
    with os.fdopen(os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
