"""The door to the database: one writer at a time, readers beside it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Connection, Table, event
from sqlalchemy.exc import ArgumentError, InvalidRequestError, NoSuchModuleError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import SQLModel

_BUSY_MS = 5000


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
        if self.engine.dialect.name == "sqlite":
            _prepare_sqlite(self.engine, synchronous)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write: committed at the end, rolled back if the block raises."""
        async with self._writing, self.engine.connect() as connection:
            await connection.execution_options(zhiqun_writes=True)
            async with connection.begin():
                yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A consistent view that writes nothing and waits for nobody."""
        async with self.engine.connect() as connection, connection.begin():
            yield connection

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


class CannotOpen(ValueError):
    """The database's address cannot be used; the reason in one sentence, without the address's password."""


def _engine(url: str) -> AsyncEngine:
    try:
        return create_async_engine(url, hide_parameters=True)  # what is stored stays out of logs
    except ModuleNotFoundError as error:
        hint = "pip install 'zhiqun[postgresql]'" if error.name == "asyncpg" else "is it spelled right?"
        raise CannotOpen(f"the database driver {error.name} is not installed: {hint}") from None
    except (ArgumentError, NoSuchModuleError, InvalidRequestError):
        raise CannotOpen(
            "the database's address cannot be used: write sqlite+aiosqlite:///zhiqun.db "
            "or postgresql+asyncpg://user:password@host/name"
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
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("zhiqun_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def table(model: type[SQLModel]) -> Table:
    """The Core table of a model, for statements on the hot path."""
    found: Table = SQLModel.metadata.tables[str(model.__tablename__)]
    return found
