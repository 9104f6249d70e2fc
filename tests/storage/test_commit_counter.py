"""Commits that a damaged write-ahead log takes away are counted, and named."""

from __future__ import annotations

import shutil
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.runtime.missing_tables import told
from storage import backup, losses
from storage.commit_counter import Missing, begin_anew, compare
from storage.commit_file import Commits, Sidecar, Unreadable, decoded, encoded, read, sidecar_file
from storage.event_log import SEEN, claim_updates
from storage.migrate import upgrade
from storage.store import Store

pytestmark = pytest.mark.sqlite("only its write-ahead log loses commits without a word")
FRAME, HEADER = 24 + 4096, 32  # bytes of a write-ahead log's frame and head


def commit(store: Store, *updates: int) -> None:
    """Commit these updates as the pipeline does, each in a transaction of its own."""
    for number in updates:
        with store.write() as connection:
            store.update_id = number
            claim_updates(connection, [number], number)


def filled(folder: Path, updates: range = range(1, 301)) -> Path:
    """A database as a killed process leaves it: some updates in its file, the others in its log alone."""
    store = Store(url(folder / "alive.db"))
    upgrade(store)
    with store.write() as connection:
        connection.exec_driver_sql("INSERT INTO community VALUES (1, 'main', 1)")
    store.checkpoint()
    commit(store, *updates)
    for suffix in ("", "-wal", "-commits"):
        shutil.copy(folder / f"alive.db{suffix}", folder / f"x.db{suffix}")
    store.close()
    return folder / "x.db"


def url(file: Path) -> str:
    """The address of a database file."""
    return f"sqlite:///{file}"


def found(file: Path) -> tuple[list[Missing], set[int]]:
    """What the next start finds missing, and the updates that are still there."""
    store = Store(url(file))
    try:
        upgrade(store)
        store.settle()
        with store.read() as connection:
            known = losses.known(connection)
            return known, set(connection.execute(select(SEEN.c.update_id)).scalars())
    finally:
        store.close()


def log_of(file: Path) -> Path:
    """The write-ahead log."""
    return file.with_name(f"{file.name}-wal")


def frames(file: Path) -> list[int]:
    """Where the frames of the log begin that end a transaction."""
    body = log_of(file).read_bytes()
    places = range(HEADER, len(body) - FRAME + 1, FRAME)
    return [at for at in places if struct.unpack_from(">I", body, at + 4)[0]]


def cut_at_a_frame(file: Path) -> None:
    """Cut the log between two commits: nothing looks wrong about it."""
    with log_of(file).open("r+b") as log:
        log.truncate(frames(file)[200])


def cut_anywhere(file: Path) -> None:
    """Cut the log in the middle of a page."""
    with log_of(file).open("r+b") as log:
        log.truncate(frames(file)[120] + 1000)


def flip(file: Path, commit: int = 50) -> None:
    """Change one bit of a page of a commit."""
    with log_of(file).open("r+b") as log:
        log.seek(frames(file)[commit] + 24 + 100)
        (byte,) = log.read(1)
        log.seek(-1, 1)
        log.write(bytes([byte ^ 1]))


def flip_the_last(file: Path) -> None:
    """Change one bit of the newest commit."""
    flip(file, -1)


def remove(file: Path) -> None:
    """Remove the log."""
    log_of(file).unlink()


def empty(file: Path) -> None:
    """Leave nothing in the log."""
    log_of(file).write_bytes(b"")


@pytest.mark.parametrize("harm", [cut_at_a_frame, cut_anywhere, flip, flip_the_last, remove, empty])
async def test_what_a_damaged_log_takes_away_is_counted_and_its_updates_are_named(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    file = filled(tmp_path)
    before = read(file)
    assert before is not None
    harm(file)
    (missing,), there = found(file)
    gone = set(range(1, 301)) - there
    assert gone
    assert missing.kind == "lost"
    assert missing.commits == len(gone)
    assert missing.last_update == 300
    assert missing.first_update == (min(gone) if there else 0)
    assert missing.until == before.at >= missing.since > 0
    assert "300" in told(missing, "en")
    assert found(file) == ([missing], there)  # once, however often it starts


async def test_without_damage_nothing_is_missing(tmp_path: Path) -> None:
    file = filled(tmp_path)
    assert found(file) == ([], set(range(1, 301)))


async def test_a_checkpoint_puts_commits_out_of_the_logs_reach(tmp_path: Path) -> None:
    store = Store(url(tmp_path / "x.db"))
    upgrade(store)
    commit(store, *range(1, 30))
    assert store.checkpoint()
    assert log_of(tmp_path / "x.db").stat().st_size == 0
    with closing(sqlite3.connect(f"file:{tmp_path / 'x.db'}?immutable=1", uri=True)) as alone:
        assert alone.execute("SELECT count(*) FROM seen_update").fetchone() == (29,)
    store.close()


async def test_a_checkpoint_waits_for_no_reader(store: Store) -> None:
    commit(store, 1)
    with store.read() as connection:
        connection.execute(select(func.count()).select_from(SEEN))
        commit(store, 2)
        assert not store.checkpoint()
    assert store.checkpoint()


async def test_everything_that_is_gone_is_told_too(tmp_path: Path) -> None:
    store = Store(url(tmp_path / "alive.db"))
    upgrade(store)
    commit(store, 1, 2)
    shutil.copy(tmp_path / "alive.db-commits", tmp_path / "x.db-commits")
    store.close()
    (missing,), _ = found(tmp_path / "x.db")
    assert (missing.kind, missing.since, missing.last_update) == ("lost", 0, 2)
    assert "empty" in told(missing, "en")


async def test_an_older_file_in_its_place_is_told(tmp_path: Path) -> None:
    store = Store(url(tmp_path / "x.db"))
    upgrade(store)
    commit(store, 1)
    backup.make(tmp_path / "x.db", tmp_path / "old.db")
    commit(store, 2, 3)
    store.close()
    shutil.copy(tmp_path / "old.db", tmp_path / "x.db")
    (missing,), there = found(tmp_path / "x.db")
    assert there == {1}
    assert (missing.commits, missing.first_update, missing.last_update) == (2, 2, 3)


async def test_a_restored_backup_counts_from_where_it_was(tmp_path: Path) -> None:
    store = Store(url(tmp_path / "x.db"))
    upgrade(store)
    commit(store, 1)
    backup.make(tmp_path / "x.db", tmp_path / "old.db")
    commit(store, 2, 3)
    store.close()
    shutil.copy(tmp_path / "old.db", tmp_path / "coming.db")
    count = begin_anew(tmp_path / "coming.db")
    backup.exchange(tmp_path / "x.db", tmp_path / "coming.db", tmp_path / "aside.db")
    assert found(tmp_path / "x.db") == ([], {1})
    now = read(tmp_path / "x.db")
    assert now is not None
    assert now.count == count


async def test_a_missing_or_damaged_file_of_commits_is_told_and_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    store = Store(url(file))
    upgrade(store)
    commit(store, 1)
    store.close()
    whole = sidecar_file(file).read_bytes()
    for kind, left in (("uncounted", None), ("unreadable", whole[:40]), ("unreadable", b"")):
        sidecar_file(file).unlink()
        if left is not None:
            sidecar_file(file).write_bytes(left)
        known, there = found(file)
        assert known[-1].kind == kind
        assert there == {1}
        assert read(file) is not None
    assert len(known) == 3


async def test_a_copy_without_its_file_of_commits_is_another_database_and_nothing_is_missing(
    tmp_path: Path,
) -> None:
    store = Store(url(tmp_path / "x.db"))
    upgrade(store)
    commit(store, 1)
    store.close()
    shutil.copy(tmp_path / "x.db", tmp_path / "y.db")
    assert found(tmp_path / "y.db") == ([], {1})


async def test_a_foreign_file_of_commits_is_told(tmp_path: Path) -> None:
    for name in ("x.db", "y.db"):
        store = Store(url(tmp_path / name))
        upgrade(store)
        commit(store, 1)
        store.close()
    shutil.copy(tmp_path / "y.db-commits", tmp_path / "x.db-commits")
    (missing,), _ = found(tmp_path / "x.db")
    assert missing.kind == "other"


async def test_several_writers_count_together(tmp_path: Path) -> None:
    one, two = (Store(url(tmp_path / "x.db")) for _ in range(2))
    upgrade(one)
    commit(one, 1)
    start = read(tmp_path / "x.db")
    assert start is not None
    for number in range(10, 30, 2):
        commit(one, number)
        with two.write() as connection:
            connection.execute(SEEN.insert(), {"update_id": number + 1, "at": 1})
    now = read(tmp_path / "x.db")
    assert now is not None
    assert now.count == start.count + 20
    one.close()
    two.close()
    assert found(tmp_path / "x.db")[0] == []


async def test_what_changes_nothing_is_not_counted(store: Store) -> None:
    assert store.counter is not None
    commit(store, 1)
    before = read(store.counter.database)
    with store.write() as connection:
        connection.execute(select(SEEN))
    with store.write():
        pass
    assert read(store.counter.database) == before


async def test_a_look_finds_what_is_missing_and_changes_nothing(tmp_path: Path) -> None:
    file = filled(tmp_path)
    cut_at_a_frame(file)
    store = Store(url(file))
    seen = losses.unsettled(store)
    assert seen is not None
    assert seen == losses.unsettled(store)
    with store.read() as connection:
        assert losses.known(connection) == []
    store.close()


async def test_ids_that_come_late_or_begin_anew(store: Store) -> None:
    assert store.counter is not None
    for number, newest in ((50_000, 50_000), (49_000, 50_000), (100, 100), (101, 101)):
        commit(store, number)
        now = read(store.counter.database)
        assert now is not None
        assert now.update_id == newest


async def test_the_file_is_its_owners_alone_and_can_be_read(store: Store) -> None:
    assert store.counter is not None
    commit(store, 7)
    file = sidecar_file(store.counter.database)
    assert file.stat().st_mode & 0o077 == 0
    assert file.read_text().startswith("zhiqun ")


NUMBERS = st.integers(0, 10**18)
RECORDS = st.builds(Commits, st.from_regex("[0-9a-f]{16}", fullmatch=True), NUMBERS, NUMBERS, NUMBERS)


@given(RECORDS, st.integers(0, 10_000), st.integers(1, 255))
def test_a_record_comes_back_and_any_changed_byte_is_noticed(commits: Commits, at: int, by: int) -> None:
    record = bytearray(encoded(commits))
    assert decoded(bytes(record)) == commits
    record[at % (len(record) - 1)] ^= by
    with pytest.raises(Unreadable):
        decoded(bytes(record))


@given(NUMBERS, NUMBERS)
def test_only_a_database_that_is_behind_has_lost_something(row: int, noted: int) -> None:
    missing = compare(Commits("a", row, 1, 1), Commits("a", noted, 2, 1))
    assert (missing.commits if missing else 0) == max(0, noted - row)


def test_a_disk_that_refuses_stops_no_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from storage.commit_counter import Counter

    def refuse(self: Sidecar, commits: Commits, *, anyway: bool = False) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Sidecar, "note", refuse)
    counter = Counter(tmp_path / "x.db")
    counter.note(Commits("a", 1, 1, 1))
    assert counter.trouble is not None
