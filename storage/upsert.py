"""INSERT … ON CONFLICT, spelled once for both databases.

Rows go as parameters of one cached statement: a statement with all values written into it would be
compiled anew for every number of rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def _insert(connection: Connection, into: Table) -> Any:
    return (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(into)


def insert_new(
    connection: Connection, into: Table, rows: Sequence[dict[str, Any]], returning: str
) -> list[Any]:
    """Insert the `rows` that conflict with nothing; the `returning` column of those that went in."""
    if not rows:
        return []
    statement = _insert(connection, into).on_conflict_do_nothing().returning(into.c[returning])
    return list(connection.execute(statement, list(rows)).scalars())


def upsert(
    connection: Connection,
    into: Table,
    rows: Sequence[dict[str, Any]],
    key: Sequence[str],
    update: Sequence[str] = (),
) -> None:
    """Insert the `rows`; where `key` exists already, set the `update` columns (all others when empty)."""
    if not rows:
        return
    columns = update or [c for c in rows[0] if c not in key]
    statement = _insert(connection, into)
    changed = {c: statement.excluded[c] for c in columns}
    statement = statement.on_conflict_do_update(index_elements=list(key), set_=changed)
    connection.execute(statement, list(rows))
