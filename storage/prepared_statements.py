"""Run hot statements of SQLAlchemy Core: compiled once, executed by the driver itself.

SQLAlchemy's own execution costs several times what SQLite takes for most of these statements, so they go to
the driver's own connection, which SQLAlchemy gives out for that. They run in the transaction of the
connection they are given.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Dialect, Executable, Select, Table, bindparam, exc, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

Row = tuple[Any, ...]
Record = dict[str, Any]
T = TypeVar("T")

_psycopg: Callable[..., Dialect] = PGDialect_psycopg
# Parameters by place, as both drivers take them quickest.
_DIALECTS: dict[str, Dialect] = {
    "sqlite": sqlite.dialect(paramstyle="qmark"),
    "postgresql": _psycopg(paramstyle="format"),
}
_INSERTS: dict[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class _Prepared:
    """A statement as a driver takes it, and what it wants for a row of `columns`."""

    def __init__(self, core: Any, columns: Sequence[str], dialect: Dialect) -> None:
        compiled = core.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        wanted = list(compiled.positiontup or ())
        if unknown := set(columns) - set(wanted):
            raise ValueError(f"the statement has no parameters {sorted(unknown)}")
        self.sql = str(compiled)
        self.plain, self._width = wanted == list(columns), len(columns)
        # Where each parameter stands in a row behind which the statement's own values follow.
        self._own = tuple(compiled.params[name] for name in wanted if name not in columns)
        names = [*columns, *(name for name in wanted if name not in columns)]
        self._places = [names.index(name) for name in wanted]

    def values(self, row: Row) -> Row:
        """The parameters for a row."""
        if self.plain:
            return row
        if len(row) != self._width:
            raise ValueError(f"a row of {len(row)} values instead of {self._width}")
        whole = (*row, *self._own)
        return tuple([whole[place] for place in self._places])


class _Reader:
    """Makes records of a query's rows: by column name, with values of the columns' types."""

    def __init__(self, core: Any, dialect: Dialect) -> None:
        self._names = [c.key for c in core.selected_columns]
        kinds = [c.type.dialect_impl(dialect).result_processor(dialect, None) for c in core.selected_columns]
        self._decoded = [(name, kind) for name, kind in zip(self._names, kinds, strict=True) if kind]

    def records(self, rows: Iterable[Row]) -> list[Record]:
        """Of rows as the driver gives them."""
        records = [dict(zip(self._names, row, strict=True)) for row in rows]
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
        self.prepared = cache(self._prepare)
        self.reader = cache(self._read)

    def _prepare(self, dialect: str) -> _Prepared:
        """The statement as it is executed on databases of a dialect."""
        return _Prepared(self._make(_INSERTS[dialect]), self.columns, _DIALECTS[dialect])

    def _read(self, dialect: str) -> _Reader:
        """Makes records of what the query gives."""
        return _Reader(self._make(_INSERTS[dialect]), _DIALECTS[dialect])

    def row(self, named: Mapping[str, Any]) -> Row:
        """The values of a row, in the order in which rows give them."""
        return tuple(named[column] for column in self.columns)

    def bound(self, rows: Sequence[Row], dialect: str) -> Iterable[Row]:
        """The parameters for many rows, as the driver takes them."""
        if self._documents:
            rows = [self._encoded(row) for row in rows]
        prepared = self.prepared(dialect)
        return rows if prepared.plain else map(prepared.values, rows)

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
        self.prepared = cache(self._prepare)
        self.reader = cache(self._read)

    def _query(self) -> Select[Any]:
        query = select(*self._columns)
        return query if self._where is None else query.where(self._where)

    def _prepare(self, dialect: str) -> _Prepared:
        """The query of one key."""
        names = [k.name for k in self._key]
        one = self._query().where(*(k == bindparam(k.name) for k in self._key))
        return _Prepared(one, names, _DIALECTS[dialect])

    def _read(self, dialect: str) -> _Reader:
        """Makes records of what is found."""
        return _Reader(self._query(), _DIALECTS[dialect])

    def for_all(self, keys: Sequence[Row]) -> Executable:
        """One query for all keys."""
        if len(self._key) == 1:
            return self._query().where(self._key[0].in_([k[0] for k in keys]))
        return self._query().where(tuple_(*self._key).in_(list(keys)))


def many(connection: Connection, statement: Statement, rows: Sequence[Row]) -> int:
    """Execute for every row; how many rows of the database were changed.

    Raises:
        DBAPIError: as SQLAlchemy raises them.
    """
    if not rows:
        return 0
    dialect = connection.dialect.name
    with _translated():
        cursor = bare_of(connection).cursor()
        cursor.executemany(statement.prepared(dialect).sql, statement.bound(rows, dialect))
    changed: int = cursor.rowcount
    return changed


def find(connection: Connection, lookup: Lookup, keys: Iterable[Row]) -> list[Row]:
    """The rows with these keys.

    Raises:
        DBAPIError: as SQLAlchemy raises them.
    """
    if connection.dialect.name != "sqlite":  # each question is a way over the network there
        wanted = list(keys)
        return [tuple(row) for row in connection.execute(lookup.for_all(wanted))] if wanted else []
    found: list[Row] = []
    prepared = lookup.prepared("sqlite")
    sql, values = prepared.sql, prepared.values
    with _translated():
        execute = bare_of(connection).execute
        for key in keys:
            found += execute(sql, values(key)).fetchall()
    return found


def rows_of(connection: Connection, statement: Statement, values: Row = ()) -> list[Row]:
    """What a query gives.

    Raises:
        DBAPIError: as SQLAlchemy raises them.
    """
    prepared = statement.prepared(connection.dialect.name)
    with _translated():
        rows: list[Row] = bare_of(connection).execute(prepared.sql, prepared.values(values)).fetchall()
    return rows


def records(connection: Connection, statement: Statement, values: Row = ()) -> list[Record]:
    """What a query gives, by column name.

    Raises:
        DBAPIError: as SQLAlchemy raises them.
    """
    return statement.reader(connection.dialect.name).records(rows_of(connection, statement, values))


def find_records(connection: Connection, lookup: Lookup, keys: Iterable[Row]) -> list[Record]:
    """The rows with these keys, by column name.

    Raises:
        DBAPIError: as SQLAlchemy raises them.
    """
    return lookup.reader(connection.dialect.name).records(find(connection, lookup, keys))


def attempt(connection: Connection, work: Callable[[], object]) -> bool:
    """Do `work`, or nothing of it when one of its rows breaks a constraint; whether it was done.

    Raises:
        DBAPIError: as SQLAlchemy raises them; the transaction around it has to be rolled back then.
    """
    cursor = bare_of(connection).cursor()
    with _translated():
        cursor.execute("SAVEPOINT attempt")
        try:
            work()
        except exc.IntegrityError:
            cursor.execute("ROLLBACK TO SAVEPOINT attempt")
            cursor.execute("RELEASE SAVEPOINT attempt")
            return False
        cursor.execute("RELEASE SAVEPOINT attempt")
    return True


def on_driver(connection: Connection, work: Callable[[sqlite3.Connection], T]) -> T:
    """Run `work` on the connection of SQLite's driver.

    Raises:
        DBAPIError: as SQLAlchemy raises them.
    """
    with _translated():
        return work(bare_of(connection))


def bare_of(connection: Connection) -> Any:
    """The driver's own connection, of an open one.

    Raises:
        ResourceClosedError: it is closed.
    """
    return connection.connection.driver_connection


@contextmanager
def _translated() -> Iterator[None]:
    """Let the driver's errors be SQLAlchemy's."""
    try:
        yield
    except exc.SQLAlchemyError:
        raise
    except Exception as error:
        # The drivers' classes have the names that Python's database interface (PEP 249) gives them.
        names = [kind.__name__ for kind in type(error).__mro__]
        found = next((getattr(exc, name) for name in names if name in _ERRORS), None)
        if found is None:
            raise
        raise found("a statement", None, error, hide_parameters=True) from error


_ERRORS = (
    "IntegrityError",
    "OperationalError",
    "ProgrammingError",
    "DataError",
    "InternalError",
    "NotSupportedError",
    "InterfaceError",
    "DatabaseError",
)
