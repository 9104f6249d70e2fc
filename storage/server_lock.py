"""Who works on a database on a server: one bot at a time, by a lock that goes with the bot's connection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool

_BOT = 8102375  # drawn once: stands for the right to be the bot of a database
_TAKE = text("SELECT pg_try_advisory_lock(:bot)")
_HELD = text(
    "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
    " WHERE locktype = 'advisory' AND classid = 0 AND objid = :bot AND datname = current_database()"
)


@contextmanager
def taken(url: str) -> Iterator[bool]:
    """Be the bot of this database meanwhile; False when there is one already.

    A server that is away has none: opening the database tells what is wrong.
    """
    with _connection(url) as connection:
        yield connection is None or bool(connection.execute(_TAKE, {"bot": _BOT}).scalar_one())


def is_taken(url: str) -> bool:
    """Whether a database on a server has a bot now."""
    with _connection(url) as connection:
        return connection is not None and bool(connection.execute(_HELD, {"bot": _BOT}).scalar_one())


@contextmanager
def _connection(url: str) -> Iterator[Connection | None]:
    """Open a connection beside all others; None when there is no server, or it is away."""
    connection = _connected(url)
    try:
        yield connection
    finally:
        if connection is not None:
            connection.close()


def _connected(url: str) -> Connection | None:
    try:
        if make_url(url).get_backend_name() != "postgresql":
            return None
        engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True)
        return engine.connect()
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, DBAPIError):
        return None
