"""Transactions and migrations."""

from __future__ import annotations

import asyncio
import os
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from rules.engine.entries import Entry
from rules.engine.events import Chat, Person
from storage import ledger, timers
from storage.chats import COMMUNITY, ensure_community
from storage.directory import Directory
from storage.migrate import missing, upgrade
from storage.store import Store
from tests.databases import empty_database


def test_a_block_that_raises_leaves_nothing_behind(store: Store) -> None:
    def fail() -> None:
        with store.write() as connection:
            ensure_community(connection, "main", 1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with store.read() as connection:
        assert connection.execute(select(func.count()).select_from(COMMUNITY)).scalar_one() == 0


async def test_writers_of_two_processes_wait_for_each_other(store: Store) -> None:
    other = Store(store.url, synchronous="OFF")

    def add(where: Store, number: int) -> None:
        with where.write() as connection:
            connection.execute(select(func.count()).select_from(COMMUNITY)).scalar_one()
            ensure_community(connection, f"c{number}", 1)

    await asyncio.gather(*(asyncio.to_thread(add, store if n % 2 else other, n) for n in range(20)))
    with store.read() as connection:
        assert connection.execute(select(func.count()).select_from(COMMUNITY)).scalar_one() == 20
    other.close()


@pytest.mark.sqlite("pragmas")
def test_sqlite_keeps_a_write_ahead_log_and_foreign_keys(store: Store) -> None:
    with store.read() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


def test_a_new_database_is_closed_to_other_accounts(tmp_path: Path) -> None:
    file = tmp_path / "link.db"
    file.symlink_to(tmp_path / "new.db")
    before = os.umask(0o022)
    try:
        store = Store(f"sqlite:///{file}")
        upgrade(store)
        names = ("new.db", "new.db-wal", "new.db-shm")
        assert [(tmp_path / name).stat().st_mode & 0o777 for name in names] == [0o600] * 3
        store.close()
    finally:
        os.umask(before)


def test_the_mode_of_a_database_that_is_there_stays(tmp_path: Path) -> None:
    file = tmp_path / "zhiqun.db"
    file.touch()
    file.chmod(0o640)
    store = Store(f"sqlite:///{file}")
    upgrade(store)
    store.close()
    assert file.stat().st_mode & 0o777 == 0o640


def test_migrations_lead_to_just_the_tables_of_the_models(store: Store) -> None:
    with store.read() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    assert differences == []


def test_a_new_database_is_behind_until_it_is_upgraded(tmp_path: Path) -> None:
    fresh = Store(empty_database(tmp_path))
    assert missing(fresh)
    before, after = upgrade(fresh)
    assert (before, bool(after)) == ("", True)
    assert upgrade(fresh) == (after, after)
    assert not missing(fresh)
    fresh.close()


@pytest.mark.parametrize("statement", ["UPDATE ledger SET granted = 9", "DELETE FROM ledger"])
def test_the_ledger_cannot_be_changed(store: Store, statement: str) -> None:
    with store.write() as connection:
        community = ensure_community(connection, "main", 1)
        directory = Directory()
        directory.resolve(connection, [Chat(-5, title="g")], [Person(7, "Ann")])
        entry = Entry(
            key="k", person=directory.person(7).id, source="message", raw=2, granted=2, day="2026-01-01", at=1
        )
        ledger.add(connection, [ledger.Payment(community, None, entry)], "book")
    with pytest.raises(IntegrityError, match="append-only"), store.write() as connection:
        connection.execute(text(statement))


def test_a_planned_moment_is_claimed_once(store: Store) -> None:
    with store.write() as connection:
        assert timers.start_run(connection, "board", 100, 100)
        assert not timers.start_run(connection, "board", 100, 101)
        assert timers.start_run(connection, "board", 200, 200)
        assert timers.last_run(connection, "board") == 200


def test_a_timer_fires_once_and_not_before_its_time(store: Store) -> None:
    with store.write() as connection:
        directory = Directory()
        directory.resolve(connection, [Chat(-5, title="g")], [])
        chat = directory.chat(-5).id
        timers.set_timer(connection, "t", "again", chat, None, 50)
        assert timers.due(connection, 49) == []
        (row,) = timers.due(connection, 50)
        assert timers.fire(connection, row["id"], 50)
        assert not timers.fire(connection, row["id"], 51)
        assert timers.due(connection, 60) == []


def test_an_address_for_the_earlier_driver_still_works(tmp_path: Path) -> None:
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'old.db'}")
    upgrade(store)
    assert (store.engine.dialect.driver, (tmp_path / "old.db").exists()) == ("pysqlite", True)
    store.close()


def test_a_view_stays_at_its_moment_while_others_commit(store: Store) -> None:
    count = select(func.count()).select_from(COMMUNITY)
    with store.read() as view:
        assert view.execute(count).scalar_one() == 0
        with store.write() as connection:
            ensure_community(connection, "main", 1)
        assert view.execute(count).scalar_one() == 0
    with store.read() as view:
        assert view.execute(count).scalar_one() == 1


async def test_what_was_begun_in_the_writers_thread_ends_though_its_caller_is_cancelled(store: Store) -> None:
    begun, goes_on = threading.Event(), threading.Event()

    def work() -> None:
        with store.write() as connection:
            begun.set()
            goes_on.wait(10)
            ensure_community(connection, "main", 1)

    task = asyncio.create_task(store.in_turn(work))
    await asyncio.to_thread(begun.wait, 10)
    task.cancel()
    goes_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    with store.read() as connection:
        assert connection.execute(select(func.count()).select_from(COMMUNITY)).scalar_one() == 1
