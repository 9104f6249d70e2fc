"""The door to the database: one writer at a time, readers beside it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, event
from sqlalchemy.exc import ArgumentError, InvalidRequestError, NoSuchModuleError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import SQLModel

from storage import driver
from storage.counting import Counter
from storage.file_lock import database_file
from storage.prepared_statements import SqliteTrip, Trip, driver_of, on_driver, travel
from storage.sidecar import Commits
from storage.transaction import Transaction

T = TypeVar("T")

_BUSY_MS = 5000
_CHECKPOINT = 4_000  # pages of the write-ahead log, 16 MB: pages that change often are copied back once
_CACHE_KB = 64_000


class Store:
    """An open database.

    Writers of this process take turns, and on SQLite each begins IMMEDIATE: a transaction that
    starts by reading and then writes would otherwise fail under contention, whatever busy_timeout says.
    """

    def __init__(self, url: str, *, synchronous: str = "FULL") -> None:
        """`url` is SQLAlchemy's, with an async driver: `sqlite+aiosqlite:///zhiqun.db`."""
        self.url = url
        self.engine = _engine(url)
        self._writing = asyncio.Lock()
        self._writer: AsyncConnection | None = None
        self._looking = asyncio.Lock()
        self._looker: AsyncConnection | None = None
        self._keeper: AsyncConnection | None = None
        file = database_file(url)
        self.counter = Counter(file) if file is not None else None
        if self.engine.dialect.name == "sqlite":
            _prepare_sqlite(self.engine, synchronous)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write: committed at the end, rolled back if the block raises."""
        async with self._writing, self.engine.connect() as connection:
            await connection.execution_options(zhiqun_writes=True)
            async with connection.begin():
                yield connection
                counted = await self._count(connection)
            if self.counter is not None:
                self.counter.note(counted)

    async def _count(self, connection: AsyncConnection) -> Commits | None:
        """Count the transaction, if it changed anything."""
        if self.counter is None:
            return None
        own, count = driver_of(connection), self.counter.count
        if not own.changed:
            return None

        def go(bare: sqlite3.Connection) -> Commits | None:
            counted = count(bare)
            own.seen()
            return counted

        return await on_driver(connection, go)

    async def settle(self) -> None:
        """Compare how far the database has come with the file beside it, before anything else is written."""
        if self.counter is not None:
            async with self.write() as connection:
                if await on_driver(connection, self.counter.is_due):
                    driver_of(connection).touch()

    async def checkpoint(self) -> bool:
        """Bring everything from the write-ahead log into the file, and empty the log; False when others read.

        What is in the file cannot be lost with the log any more. Nobody is waited for.
        """
        if self.counter is None:
            return True
        if self._keeper is None or self._keeper.closed or self._keeper.invalidated:
            self._keeper = await self._open_by_hand()
            await on_driver(self._keeper, lambda bare: bare.execute("PRAGMA busy_timeout=0"))
        keeper = self._keeper
        # Most of it beside the writers, twice, so that little is left for which they have to wait.
        for _ in range(2):
            await on_driver(keeper, partial(_checkpoint, "PASSIVE"))
        async with self._writing:
            return await on_driver(keeper, partial(_checkpoint, "TRUNCATE"))

    async def compact(self) -> None:
        """Write the file anew, without gaps. Nobody else may have it open."""
        async with self._writing:
            connection = await self._open_writer()
            await on_driver(connection, lambda bare: bare.execute("VACUUM"))
        await self.checkpoint()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """The same for whole batches: few trips to the database, on a connection that stays open."""
        async with self._writing:
            transaction = Transaction(await self._open_writer(), self.counter)
            try:
                yield transaction
                await transaction.commit()
            except BaseException:
                await self._roll_back(transaction)
                raise

    async def _open_writer(self) -> AsyncConnection:
        if self._writer is None or self._writer.closed or self._writer.invalidated:
            self._writer = await self._open_by_hand()
        return self._writer

    async def _open_by_hand(self) -> AsyncConnection:
        """A connection that stays open and begins no transaction by itself."""
        opened = self.engine.connect()
        await opened.start()
        await opened.execution_options(zhiqun_begun_by_hand=True)
        return opened

    async def _roll_back(self, transaction: Transaction) -> None:
        """Undo; a connection on which even that fails is given up."""
        try:
            await transaction.roll_back()
        except Exception:
            self._writer = None
            with suppress(Exception):
                await transaction.abandon()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A consistent view that writes nothing and waits for nobody."""
        async with self.engine.connect() as connection, connection.begin():
            yield connection

    async def look(self, work: Callable[[Trip], T]) -> T:
        """What `work` finds in one trip of reading, which waits for nobody."""
        if self.engine.dialect.name != "sqlite":
            async with self.read() as connection:
                return await travel(connection, work)
        async with self._looking:
            if self._looker is None or self._looker.closed or self._looker.invalidated:
                self._looker = await self._open_by_hand()
            return await on_driver(self._looker, partial(_view, work))

    async def close(self) -> None:
        """Close every connection."""
        for connection in (self._writer, self._looker, self._keeper):
            if connection is not None:
                await connection.close()
        self._writer = self._looker = self._keeper = None
        await self.engine.dispose()
        if self.counter is not None:
            self.counter.close()


def _view(work: Callable[[Trip], T], bare: sqlite3.Connection) -> T:
    """Run `work` on one state of the database, whatever is committed meanwhile."""
    bare.execute("BEGIN")
    try:
        return work(SqliteTrip(bare))
    finally:
        bare.execute("COMMIT")


def _checkpoint(how: str, bare: sqlite3.Connection) -> bool:
    busy, *_ = bare.execute(f"PRAGMA wal_checkpoint({how})").fetchone()
    return not busy


class CannotOpen(ValueError):
    """The database's address cannot be used; the reason in one sentence, without the address's password."""


def _engine(url: str) -> AsyncEngine:
    try:
        ours = {"async_creator_fn": driver.connect} if url.startswith("sqlite+aiosqlite:") else {}
        return create_async_engine(url, hide_parameters=True, connect_args=ours)  # values stay out of logs
    except ModuleNotFoundError as error:
        hint = "pip install 'zhiqun[postgresql]'" if error.name == "asyncpg" else "is it spelled right?"
        raise CannotOpen(f"the database driver {error.name} is not installed: {hint}") from None
    except (ArgumentError, NoSuchModuleError, InvalidRequestError):
        raise CannotOpen(
            "the database's address cannot be used: write sqlite+aiosqlite:///zhiqun.db "
            "or postgresql+asyncpg://host/name"
        ) from None


def _prepare_sqlite(engine: AsyncEngine, synchronous: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def on_connect(dbapi: Any, _record: ConnectionPoolEntry) -> None:
        # The driver would begin by itself, and deferred; `on_begin` does it instead.
        dbapi.isolation_level = None
        cursor = dbapi.cursor()
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={synchronous}",
            f"busy_timeout={_BUSY_MS}",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            f"wal_autocheckpoint={_CHECKPOINT}",
            f"cache_size=-{_CACHE_KB}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("zhiqun_begun_by_hand"):
            return
        writes = options.get("zhiqun_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def table(model: type[SQLModel]) -> Table:
    """The Core table of a model, for statements on the hot path."""
    found: Table = SQLModel.metadata.tables[str(model.__tablename__)]
    return found
