"""Backups: complete, checked, and never of another moment than they say."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from storage import backup
from storage.backup import BadBackup
from storage.file_lock import database_file
from storage.store import Store, table
from storage.tables import SeenUpdate

SEEN = table(SeenUpdate)
pytestmark = pytest.mark.sqlite("backups copy its file; pg_dump is PostgreSQL's")


def fill(store: Store, first: int, count: int) -> None:
    """Note update ids, in one transaction."""
    with store.write() as connection:
        connection.execute(SEEN.insert(), [{"update_id": i, "at": i} for i in range(first, first + count)])


def source(store: Store) -> Path:
    """Its file."""
    file = database_file(store.url)
    assert file is not None
    return file


async def test_a_backup_holds_a_moment_while_others_write(store: Store, tmp_path: Path) -> None:
    fill(store, 0, 100)
    over = threading.Event()

    def keep_writing() -> int:
        written = 100
        while not over.is_set():
            fill(store, written, 10)
            written += 10
        return written

    writing = asyncio.create_task(asyncio.to_thread(keep_writing))
    made = [await asyncio.to_thread(backup.make, source(store), tmp_path / f"{n}.db") for n in range(3)]
    over.set()
    written = await writing
    for number, manifest in enumerate(made):
        rows = manifest.tables["seen_update"]
        assert rows % 10 == 0
        assert 100 <= rows <= written
        assert backup.verify(tmp_path / f"{number}.db") == manifest
    assert made[2].tables["seen_update"] > made[0].tables["seen_update"]


async def test_a_backup_is_one_file_that_others_cannot_read(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "safe"
    manifest = backup.make(source(store), folder / "a.db")
    assert sorted(p.name for p in folder.iterdir()) == ["a.db", "a.db.json"]
    assert {p.stat().st_mode & 0o077 for p in folder.iterdir()} == {0}
    assert manifest.revision
    assert manifest.bytes == (folder / "a.db").stat().st_size


async def test_a_backup_replaces_nothing_unless_told_to(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "a.db"
    target.write_text("precious")
    with pytest.raises(BadBackup, match="exists already"):
        backup.make(source(store), target)
    assert target.read_text() == "precious"
    backup.make(source(store), target, force=True)
    backup.verify(target)


async def test_a_backup_replaces_no_device_pipe_folder_or_part_of_the_database(
    store: Store, tmp_path: Path
) -> None:
    file = database_file(store.url)
    assert file is not None
    pipe, link = tmp_path / "pipe", tmp_path / "link.db"
    os.mkfifo(pipe)
    os.link(file, link)
    (tmp_path / "folder").mkdir()
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    wal = file.with_name(f"{file.name}-wal")
    for target in (pipe, link, tmp_path / "folder", loop, file, wal):
        with pytest.raises(backup.BadBackup):
            backup.make(file, target, force=True)
    assert pipe.is_fifo()


def test_what_is_no_database_makes_no_backup(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("no database at all, but long enough to be read as one")
    with pytest.raises((BadBackup, sqlite3.Error)):
        backup.make(tmp_path / "x.db", tmp_path / "a.db")
    assert [p.name for p in tmp_path.iterdir()] == ["x.db"]


def _overwrite(file: Path) -> None:
    """Something else under the name of a backup, without a manifest."""
    backup.manifest_file(file).unlink()
    file.write_bytes(b"x" * 8192)


def _scramble(file: Path) -> None:
    """A backup without a manifest, with noise in its middle."""
    backup.manifest_file(file).unlink()
    body = bytearray(file.read_bytes())
    middle = len(body) // 2 // 4096 * 4096
    body[middle : middle + 8 * 4096] = b"\xff" * (8 * 4096)
    file.write_bytes(body)


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (lambda f: f.write_bytes(f.read_bytes()[:-4096]), "digest differs"),
        (lambda f: f.unlink(), "is no file"),
        (lambda f: backup.manifest_file(f).write_text("{"), "is no manifest"),
        (_overwrite, "cannot be read"),
        (_scramble, "damaged|cannot be read"),
    ],
)
def test_a_backup_that_was_harmed_is_refused(
    store: Store, tmp_path: Path, harm: Callable[[Path], object], reason: str
) -> None:
    fill(store, 0, 5000)
    target = tmp_path / "a.db"
    backup.make(source(store), target)
    harm(target)
    with pytest.raises(BadBackup, match=reason):
        backup.verify(target)


def test_a_database_of_something_else_is_no_backup(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as other:
        other.execute("CREATE TABLE t (x)")
    with pytest.raises(BadBackup, match="no database of this program"):
        backup.verify(tmp_path / "a.db")
