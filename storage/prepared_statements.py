"""The hot path to the database: many rows, and many statements, in one trip.

Through SQLAlchemy's asyncio layer each statement on SQLite costs three hops to the driver's thread, each
longer than most statements. Here a function is sent to that thread, and does all it has to do there.
Statements are still written with SQLAlchemy Core, and compiled once; on other databases the same
function runs over an ordinary connection.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Executable, Select, Table, bindparam, exc, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import driver

Row = tuple[Any, ...]
Record = dict[str, Any]
T = TypeVar("T")

_SQLITE = sqlite.dialect(paramstyle="qmark")


class _Prepared:
    """A statement as SQLite's driver takes it, and what it wants for a row of `columns`."""

    def __init__(self, core: Any, columns: Sequence[str]) -> None:
        compiled = core.compile(dialect=_SQLITE, compile_kwargs={"render_postcompile": True})
        wanted = list(compiled.positiontup or ())
        if unknown := set(columns) - set(wanted):
            raise ValueError(f"the statement has no parameters {sorted(unknown)}")
        self.sql = str(compiled)
        self._columns = tuple(columns)
        self.plain = wanted == list(columns)
        self._order = [(name, compiled.params[name]) for name in wanted]

    def values(self, row: Row) -> Row:
        """The parameters for a row."""
        if self.plain:
            return row
        given = dict(zip(self._columns, row, strict=True))
        return tuple(given.get(name, fixed) for name, fixed in self._order)


class _Reader:
    """Makes records of a query's rows: by column name, with values of the columns' types."""

    def __init__(self, core: Any) -> None:
        self._names = [c.key for c in core.selected_columns]
        kinds = [c.type.dialect_impl(_SQLITE).result_processor(_SQLITE, None) for c in core.selected_columns]
        self._decoded = [(name, kind) for name, kind in zip(self._names, kinds, strict=True) if kind]

    def typed(self, rows: Iterable[Row]) -> list[Record]:
        """Of rows with values of their types."""
        return [dict(zip(self._names, row, strict=True)) for row in rows]

    def bare(self, rows: Iterable[Row]) -> list[Record]:
        """Of rows as SQLite's driver gives them."""
        records = self.typed(rows)
        for record in records:
            for name, decode in self._decoded:
                record[name] = decode(record[name])
        return records


class Statement:
    """A Core statement with named parameters, and the order in which rows give them.

    Args:
        make: the statement, from a dialect's `insert` function.
        columns: the parameters' names, as rows have them.
        documents: those of them that hold JSON values.
    """

    def __init__(
        self, make: Callable[[Any], Executable], columns: Sequence[str], documents: Sequence[str] = ()
    ) -> None:
        self.columns, self._make = tuple(columns), make
        self._documents = frozenset(self.columns.index(d) for d in documents)

    # Made when first asked for: there are many, and a bot that starts is waited for.
    @cached_property
    def core(self) -> Executable:
        """The statement for databases other than SQLite."""
        return self._make(postgresql.insert)

    @cached_property
    def prepared(self) -> _Prepared:
        """The statement for SQLite."""
        return _Prepared(self._make(sqlite.insert), self.columns)

    @cached_property
    def reader(self) -> _Reader:
        """Makes records of what the query gives."""
        return _Reader(self.core)

    def row(self, named: Mapping[str, Any]) -> Row:
        """The values of a row, in the order in which rows give them."""
        return tuple(named[column] for column in self.columns)

    def bound(self, rows: Sequence[Row]) -> Iterable[Row]:
        """The parameters for many rows, as SQLite's driver takes them."""
        if self._documents:
            rows = [self._encoded(row) for row in rows]
        return rows if self.prepared.plain else map(self.prepared.values, rows)

    def _encoded(self, row: Row) -> Row:
        """The row with its JSON values as text."""
        return tuple(
            json.dumps(v, ensure_ascii=False) if n in self._documents and v is not None else v
            for n, v in enumerate(row)
        )


def inserting(
    into: Table,
    columns: Sequence[str],
    *,
    key: Sequence[str] = (),
    update: Callable[[Any], dict[str, Any]] | None = None,
    anyway: bool = False,
    documents: Sequence[str] = (),
) -> Statement:
    """INSERT of these columns; where `key` exists, SET what `update` makes of the excluded row.

    `anyway`: rows that conflict with something are left out instead.
    """

    def make(insert: Any) -> Executable:
        statement = insert(into).values({c: bindparam(c, type_=into.c[c].type) for c in columns})
        if update is not None:
            statement = statement.on_conflict_do_update(
                index_elements=list(key), set_=update(statement.excluded)
            )
        elif anyway:
            statement = statement.on_conflict_do_nothing()
        made: Executable = statement
        return made

    return Statement(make, [c.name for c in into.c if c.name in columns], documents)


class Lookup:
    """SELECT of `columns` by `key`, for many keys.

    Args:
        table: where to look.
        columns: what to give.
        key: the columns that a key is made of.
        where: a further condition, the same for all.
    """

    def __init__(self, table: Table, columns: Sequence[str], key: Sequence[str], where: Any = None) -> None:
        self._key = [table.c[k] for k in key]
        self._columns, self._where = [table.c[c] for c in columns], where

    @cached_property
    def _query(self) -> Select[Any]:
        query = select(*self._columns)
        return query if self._where is None else query.where(self._where)

    @cached_property
    def prepared(self) -> _Prepared:
        """The query of one key for SQLite."""
        names = [k.name for k in self._key]
        return _Prepared(self._query.where(*(k == bindparam(k.name) for k in self._key)), names)

    @cached_property
    def reader(self) -> _Reader:
        """Makes records of what is found."""
        return _Reader(self._query)

    def for_all(self, keys: Sequence[Row]) -> Executable:
        """One query for all keys."""
        if len(self._key) == 1:
            return self._query.where(self._key[0].in_([k[0] for k in keys]))
        return self._query.where(tuple_(*self._key).in_(list(keys)))


class Trip(Protocol):
    """What a function may do on its trip."""

    def many(self, statement: Statement, rows: Sequence[Row]) -> int:
        """Execute for every row; how many rows of the database were changed."""

    def find(self, lookup: Lookup, keys: Iterable[Row]) -> list[Row]:
        """The rows with these keys."""

    def rows(self, statement: Statement, values: Row = ()) -> list[Row]:
        """What a query gives."""

    def records(self, statement: Statement, values: Row = ()) -> list[Record]:
        """The same by column name."""

    def find_records(self, lookup: Lookup, keys: Iterable[Row]) -> list[Record]:
        """The rows with these keys, by column name."""

    def attempt(self, work: Callable[[], object]) -> bool:
        """Do `work`, or nothing of it when one of its rows breaks a constraint; whether it was done."""


class SqliteTrip:
    """On the bare connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def many(self, statement: Statement, rows: Sequence[Row]) -> int:
        """Execute for every row; how many rows of the database were changed."""
        if not rows:
            return 0
        return self._connection.executemany(statement.prepared.sql, statement.bound(rows)).rowcount

    def find(self, lookup: Lookup, keys: Iterable[Row]) -> list[Row]:
        """The rows with these keys."""
        found: list[Row] = []
        execute, sql, values = self._connection.execute, lookup.prepared.sql, lookup.prepared.values
        for key in keys:
            found += execute(sql, values(key)).fetchall()
        return found

    def rows(self, statement: Statement, values: Row = ()) -> list[Row]:
        """What a query gives."""
        return self._connection.execute(statement.prepared.sql, statement.prepared.values(values)).fetchall()

    def records(self, statement: Statement, values: Row = ()) -> list[Record]:
        """The same by column name."""
        return statement.reader.bare(self.rows(statement, values))

    def find_records(self, lookup: Lookup, keys: Iterable[Row]) -> list[Record]:
        """The rows with these keys, by column name."""
        return lookup.reader.bare(self.find(lookup, keys))

    def attempt(self, work: Callable[[], object]) -> bool:
        """Do `work`, or nothing of it when one of its rows breaks a constraint; whether it was done."""
        self._connection.execute("SAVEPOINT attempt")
        try:
            work()
        except sqlite3.IntegrityError:
            self._connection.execute("ROLLBACK TO attempt")
            return False
        finally:
            self._connection.execute("RELEASE attempt")
        return True


class CoreTrip:
    """Over an ordinary connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def many(self, statement: Statement, rows: Sequence[Row]) -> int:
        """Execute for every row; how many rows of the database were changed."""
        if not rows:
            return 0
        named = [dict(zip(statement.columns, row, strict=True)) for row in rows]
        return self._connection.execute(statement.core, named).rowcount

    def find(self, lookup: Lookup, keys: Iterable[Row]) -> list[Row]:
        """The rows with these keys."""
        wanted = list(keys)
        return [tuple(row) for row in self._connection.execute(lookup.for_all(wanted))] if wanted else []

    def rows(self, statement: Statement, values: Row = ()) -> list[Row]:
        """What a query gives."""
        named = dict(zip(statement.columns, values, strict=True))
        return [tuple(row) for row in self._connection.execute(statement.core, named)]

    def records(self, statement: Statement, values: Row = ()) -> list[Record]:
        """The same by column name."""
        return statement.reader.typed(self.rows(statement, values))

    def find_records(self, lookup: Lookup, keys: Iterable[Row]) -> list[Record]:
        """The rows with these keys, by column name."""
        return lookup.reader.typed(self.find(lookup, keys))

    def attempt(self, work: Callable[[], object]) -> bool:
        """Do `work`, or nothing of it when one of its rows breaks a constraint; whether it was done."""
        try:
            with self._connection.begin_nested():
                work()
        except exc.IntegrityError:
            return False
        return True


async def travel(connection: AsyncConnection, work: Callable[[Trip], T]) -> T:
    """Run `work` where the database is, in the transaction of `connection`.

    Raises:
        DBAPIError: as SQLAlchemy raises them.
    """
    if connection.dialect.name != "sqlite":
        return await connection.run_sync(lambda sync: work(CoreTrip(sync)))
    return await on_driver(connection, lambda bare: work(SqliteTrip(bare)))


async def records(connection: AsyncConnection, statement: Statement, values: Row = ()) -> list[Record]:
    """What a query gives, by column name; on a connection, in its transaction.

    Raises:
        DBAPIError: as SQLAlchemy raises them.
    """
    return await travel(connection, lambda trip: trip.records(statement, values))


async def find_records(connection: AsyncConnection, lookup: Lookup, keys: Iterable[Row]) -> list[Record]:
    """The rows with these keys, by column name; on a connection, in its transaction.

    Raises:
        DBAPIError: as SQLAlchemy raises them.
    """
    return await travel(connection, lambda trip: trip.find_records(lookup, keys))


async def many(connection: AsyncConnection, statement: Statement, rows: Sequence[Row]) -> int:
    """Execute for every row, on a connection, in its transaction; how many rows were changed.

    Raises:
        DBAPIError: as SQLAlchemy raises them.
    """
    return await travel(connection, lambda trip: trip.many(statement, rows))


async def on_driver(connection: AsyncConnection, work: Callable[[sqlite3.Connection], T]) -> T:
    """Run `work` on the connection of SQLite's driver: in its thread, or inside of a batch in place.

    Raises:
        DBAPIError: as SQLAlchemy raises them.
    """
    try:
        return await driver_of(connection).run(work)
    except sqlite3.Error as error:
        raise _as_sqlalchemy(error) from error


def driver_of(connection: AsyncConnection) -> driver.Connection:
    """The driver's own connection, of an open one to SQLite.

    Raises:
        ResourceClosedError: it is closed, or was never opened.
    """
    if connection.sync_connection is None:
        raise exc.ResourceClosedError("the connection is not open")
    own: Any = connection.sync_connection.connection.driver_connection
    found: driver.Connection = own
    return found


def _as_sqlalchemy(error: sqlite3.Error) -> exc.DBAPIError:
    kind: type[exc.DBAPIError] = getattr(exc, type(error).__name__, exc.DatabaseError)
    return kind("a trip to the database", None, error, hide_parameters=True)
