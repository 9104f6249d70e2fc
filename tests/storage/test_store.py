"""Transactions and migrations."""

from __future__ import annotations

import asyncio
import os
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
from storage.prepared_statements import travel
from storage.store import Store


async def test_a_block_that_raises_leaves_nothing_behind(store: Store) -> None:
    async def fail() -> None:
        async with store.write() as connection:
            await ensure_community(connection, "main", 1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with store.read() as connection:
        assert (await connection.execute(select(func.count()).select_from(COMMUNITY))).scalar_one() == 0


async def test_writers_of_two_processes_wait_for_each_other(store: Store) -> None:
    other = Store(store.url, synchronous="OFF")

    async def add(where: Store, number: int) -> None:
        async with where.write() as connection:
            (await connection.execute(select(func.count()).select_from(COMMUNITY))).scalar_one()
            await ensure_community(connection, f"c{number}", 1)

    await asyncio.gather(*(add(store if n % 2 else other, n) for n in range(20)))
    async with store.read() as connection:
        assert (await connection.execute(select(func.count()).select_from(COMMUNITY))).scalar_one() == 20
    await other.close()


async def test_sqlite_keeps_a_write_ahead_log_and_foreign_keys(store: Store) -> None:
    async with store.read() as connection:
        assert (await connection.execute(text("PRAGMA journal_mode"))).scalar_one() == "wal"
        assert (await connection.execute(text("PRAGMA foreign_keys"))).scalar_one() == 1


async def test_a_new_database_is_closed_to_other_accounts(tmp_path: Path) -> None:
    file = tmp_path / "link.db"
    file.symlink_to(tmp_path / "new.db")
    before = os.umask(0o022)
    try:
        store = Store(f"sqlite+aiosqlite:///{file}")
        await upgrade(store)
        names = ("new.db", "new.db-wal", "new.db-shm")
        assert [(tmp_path / name).stat().st_mode & 0o777 for name in names] == [0o600] * 3
        await store.close()
    finally:
        os.umask(before)


async def test_the_mode_of_a_database_that_is_there_stays(tmp_path: Path) -> None:
    file = tmp_path / "zhiqun.db"
    file.touch()
    file.chmod(0o640)
    store = Store(f"sqlite+aiosqlite:///{file}")
    await upgrade(store)
    await store.close()
    assert file.stat().st_mode & 0o777 == 0o640


async def test_migrations_lead_to_just_the_tables_of_the_models(store: Store) -> None:
    async with store.read() as connection:
        differences = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync), SQLModel.metadata)
        )
    assert differences == []


async def test_a_new_database_is_behind_until_it_is_upgraded(tmp_path: Path) -> None:
    fresh = Store(f"sqlite+aiosqlite:///{tmp_path / 'fresh.db'}")
    assert await missing(fresh)
    before, after = await upgrade(fresh)
    assert (before, bool(after)) == ("", True)
    assert await upgrade(fresh) == (after, after)
    assert not await missing(fresh)
    await fresh.close()


@pytest.mark.parametrize("statement", ["UPDATE ledger SET granted = 9", "DELETE FROM ledger"])
async def test_the_ledger_cannot_be_changed(store: Store, statement: str) -> None:
    async with store.write() as connection:
        community = await ensure_community(connection, "main", 1)
        directory = Directory()
        await directory.resolve(connection, [Chat(-5, title="g")], [Person(7, "Ann")])
        entry = Entry(
            key="k", person=directory.person(7).id, source="message", raw=2, granted=2, day="2026-01-01", at=1
        )
        await travel(
            connection, lambda trip: ledger.add(trip, [ledger.Payment(community, None, entry)], "book")
        )
    with pytest.raises(IntegrityError, match="append-only"):
        async with store.write() as connection:
            await connection.execute(text(statement))


async def test_a_planned_moment_is_claimed_once(store: Store) -> None:
    async with store.write() as connection:
        assert await timers.start_run(connection, "board", 100, 100)
        assert not await timers.start_run(connection, "board", 100, 101)
        assert await timers.start_run(connection, "board", 200, 200)
        assert await timers.last_run(connection, "board") == 200


async def test_a_timer_fires_once_and_not_before_its_time(store: Store) -> None:
    async with store.write() as connection:
        directory = Directory()
        await directory.resolve(connection, [Chat(-5, title="g")], [])
        chat = directory.chat(-5).id
        await timers.set_timer(connection, "t", "again", chat, None, 50)
        assert await timers.due(connection, 49) == []
        (row,) = await timers.due(connection, 50)
        assert await timers.fire(connection, row["id"], 50)
        assert not await timers.fire(connection, row["id"], 51)
        assert await timers.due(connection, 60) == []
