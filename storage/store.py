"""Open the database: one writer at a time, readers beside it, threads for those who must not wait."""

from __future__ import annotations

import asyncio
import contextvars
import sqlite3
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, RootTransaction, Table, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, InvalidRequestError, NoSuchModuleError, SAWarning
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import SQLModel

from rules.sentences import say
from storage import sqlite
from storage.commit_counter import Counter
from storage.commit_file import Commits
from storage.file_lock import database_file
from storage.prepared_statements import bare_of, on_driver

T = TypeVar("T")

_BUSY_MS = 5000
_CHECKPOINT = 4_000  # pages of the write-ahead log, 16 MB: pages that change often are copied back once
_CACHE_KB = 64_000
_TURN = "SELECT pg_advisory_xact_lock(8102374)"  # the number is drawn once: it stands for the right to write
_READERS = 4  # threads for those who read, or work long


class Store:
    """An open database.

    `write` and `read` are for plain functions. Coroutines call such functions by `in_turn`, in the one
    thread for writers, or by `aside`, in a thread for readers and long work.

    Writers of this process take turns, and so do those of all processes: on SQLite each begins IMMEDIATE (a
    transaction that starts by reading and then writes would otherwise fail under contention, whatever
    busy_timeout says), on PostgreSQL each takes one lock for the time of its transaction.
    """

    def __init__(self, url: str, *, synchronous: str = "FULL") -> None:
        """`url` is SQLAlchemy's: `sqlite:///zhiqun.db`, `postgresql+psycopg://host/name`."""
        self.url = url
        self.engine = _engine(url)
        self.update_id = 0  # the newest update that the transaction under way commits, if it commits any
        self._writing = threading.Lock()
        self._writer: Connection | None = None
        self._keeper: sqlite3.Connection | None = None
        self._touched = False
        self._turns = ThreadPoolExecutor(1, "writer")
        self._threads = ThreadPoolExecutor(_READERS, "reader")
        file = database_file(url)
        self.counter = Counter(file) if file is not None else None
        self._views = self.engine  # what reads one moment, whatever is committed meanwhile
        if self.engine.dialect.name == "sqlite":
            _prepare_sqlite(self.engine, synchronous)
        else:
            _prepare_postgresql(self.engine)
            self._views = self.engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Begin a transaction that may write: committed at the end, rolled back if the block raises.

        Raises:
            OperationalError: the database is busy, full or away; nothing of the transaction was kept.
        """
        with self._writing:
            connection = self._open_writer()
            self.update_id = 0
            transaction = connection.begin()
            try:
                changes = bare_of(connection).total_changes if self.counter is not None else 0
                yield connection
                counted = self._count(connection, changes)
                transaction.commit()
            except BaseException:
                self._roll_back(connection, transaction)
                raise
            if self.counter is not None:
                self.counter.note(counted)

    def _open_writer(self) -> Connection:
        if self._writer is None or self._writer.closed or self._writer.invalidated:
            self._writer = self.engine.connect().execution_options(zhiqun_writes=True)
        return self._writer

    def _count(self, connection: Connection, changes: int) -> Commits | None:
        """Count the transaction, if it changed anything."""
        if self.counter is None:
            return None
        count, update_id = self.counter.count, self.update_id

        def go(bare: sqlite3.Connection) -> Commits | None:
            if bare.total_changes == changes and not self._touched:
                return None
            self._touched = False
            return count(bare, update_id)

        return on_driver(connection, go)

    def _roll_back(self, connection: Connection, transaction: RootTransaction) -> None:
        """Undo everything; a connection on which even that fails is given up."""
        try:
            transaction.rollback()
            if connection.dialect.name == "sqlite" and bare_of(connection).in_transaction:
                # A COMMIT that failed, on a full disk for one, leaves SQLite inside of the transaction.
                bare_of(connection).execute("ROLLBACK")
        except Exception:
            self._writer = None
            with suppress(Exception):
                connection.invalidate()
                connection.close()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a consistent view that writes nothing and waits for nobody."""
        with self._views.connect() as connection, connection.begin():
            yield connection

    async def in_turn(self, work: Callable[..., T], *given: Any) -> T:
        """Call a plain function that writes, in the thread for writers.

        Once begun it ends: whoever is cancelled meanwhile is so afterwards.
        """
        return await _ended(self._turns, work, *given)

    async def aside(self, work: Callable[..., T], *given: Any) -> T:
        """Call a plain function that reads or takes long, in a thread of its own; it ends like `in_turn`."""
        return await _ended(self._threads, work, *given)

    async def change(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in a transaction that may write, in the thread for writers."""
        return await self.in_turn(self.writing, work)

    def writing(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in a transaction that may write."""
        with self.write() as connection:
            return work(connection)

    async def look(self, work: Callable[[Connection], T]) -> T:
        """Do `work`, which reads, in a thread."""
        return await self.aside(self.reading, work)

    def reading(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in a consistent view."""
        with self.read() as connection:
            return work(connection)

    def settle(self) -> None:
        """Compare how far the database has come with the file beside it, before anything else is written."""
        if self.counter is not None:
            with self.write() as connection:
                self._touched = on_driver(connection, self.counter.is_due)

    def checkpoint(self) -> bool:
        """Bring everything from the write-ahead log into the file, and empty the log; False when others read.

        What is in the file cannot be lost with the log any more. Nobody is waited for.
        """
        if self.counter is None:
            return True
        keeper = self._open_keeper()
        # Most of it beside the writers, twice, so that little is left for which they have to wait.
        for _ in range(2):
            _checkpoint("PASSIVE", keeper)
        with self._writing:
            return _checkpoint("TRUNCATE", keeper)

    def _open_keeper(self) -> sqlite3.Connection:
        if self._keeper is None:
            assert self.counter is not None
            self._keeper = sqlite.opened(
                self.counter.database, check_same_thread=False, isolation_level=None, timeout=0
            )
        return self._keeper

    def compact(self) -> None:
        """Write the file anew, without gaps. Nobody else may have it open."""
        with self._writing:
            self._open_keeper().execute("VACUUM")
        self.checkpoint()

    def close(self) -> None:
        """Close every connection, once the work under way has ended."""
        for threads in (self._turns, self._threads):
            threads.shutdown(cancel_futures=True)
        with self._writing:
            for connection in (self._writer, self._keeper):
                if connection is not None:
                    connection.close()
            self._writer = self._keeper = None
        self.engine.dispose()
        if self.counter is not None:
            self.counter.close()


async def _ended(threads: ThreadPoolExecutor, work: Callable[..., T], *given: Any) -> T:
    """Call `work` in one of these threads, with the context's variables, and wait until it has ended."""
    begun = threads.submit(partial(contextvars.copy_context().run, work, *given))
    future = asyncio.wrap_future(begun)
    try:
        return await asyncio.shield(future)
    except asyncio.CancelledError:
        if not begun.cancel():
            await asyncio.wait([future])
        raise


def _checkpoint(how: str, bare: sqlite3.Connection) -> bool:
    busy, *_ = bare.execute(f"PRAGMA wal_checkpoint({how})").fetchone()
    return not busy


class CannotOpen(ValueError):
    """The database's address cannot be used; the reason in one sentence, without the address's password."""


# Addresses that were written for drivers which are not used any more.
_EARLIER = {"sqlite+aiosqlite": "sqlite", "postgresql+asyncpg": "postgresql+psycopg"}


def _engine(url: str) -> Engine:
    try:
        address = make_url(url)
        address = address.set(drivername=_EARLIER.get(address.drivername, address.drivername))
        ours: dict[str, Any] = {}
        if address.get_backend_name() == "sqlite":
            # One thread has a connection at a time; SQLite itself is serialized.
            ours = {"connect_args": {"check_same_thread": False, "factory": sqlite3.Connection}}
        else:
            ours = {"pool_pre_ping": True}  # a server may have been started anew
        with warnings.catch_warnings():
            warnings.simplefilter("error", SAWarning)  # for options that would be left out without a word
            engine = create_engine(address, hide_parameters=True, **ours)  # values stay out of logs
    except ModuleNotFoundError as error:
        known = error.name == "psycopg"
        hint = "pip install 'zhiqun[postgresql]'" if known else say("database-spelling")
        raise CannotOpen(say("database-driver", name=error.name, hint=hint)) from None
    except (ArgumentError, NoSuchModuleError, InvalidRequestError, SAWarning, TypeError):
        raise CannotOpen(say("database-address")) from None
    if engine.dialect.is_async:
        raise CannotOpen(say("database-async", name=engine.dialect.driver))
    return engine


def _prepare_sqlite(engine: Engine, synchronous: str) -> None:
    @event.listens_for(engine, "do_connect")
    def do_connect(_dialect: Any, _entry: Any, given: list[Any], options: dict[str, Any]) -> Any:
        return sqlite.created(*given, **options)

    @event.listens_for(engine, "connect")
    def on_connect(dbapi: Any, _entry: ConnectionPoolEntry) -> None:
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

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("zhiqun_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_postgresql(engine: Engine) -> None:
    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        if connection.get_execution_options().get("zhiqun_writes"):
            connection.exec_driver_sql(_TURN)


def table(model: type[SQLModel]) -> Table:
    """Give the Core table of a model, for statements on the hot path."""
    found: Table = SQLModel.metadata.tables[str(model.__tablename__)]
    return found
