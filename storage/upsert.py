"""INSERT … ON CONFLICT, spelled once for both databases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

_MOST_VARIABLES = 30_000  # SQLite takes 32,766 a statement


def _insert(connection: AsyncConnection, into: Table) -> Any:
    return (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(into)


def _chunks(rows: Sequence[dict[str, Any]]) -> list[Sequence[dict[str, Any]]]:
    size = max(1, _MOST_VARIABLES // max(1, len(rows[0])))
    return [rows[i : i + size] for i in range(0, len(rows), size)]


async def insert_new(
    connection: AsyncConnection, into: Table, rows: Sequence[dict[str, Any]], returning: str
) -> list[Any]:
    """Insert the `rows` that conflict with nothing; the `returning` column of those that went in."""
    got: list[Any] = []
    for chunk in _chunks(rows) if rows else []:
        statement = _insert(connection, into).values(list(chunk)).on_conflict_do_nothing()
        got.extend((await connection.execute(statement.returning(into.c[returning]))).scalars())
    return got


async def upsert(
    connection: AsyncConnection,
    into: Table,
    rows: Sequence[dict[str, Any]],
    key: Sequence[str],
    update: Sequence[str] = (),
) -> None:
    """Insert the `rows`; where `key` exists already, set the `update` columns (all others when empty)."""
    if not rows:
        return
    columns = update or [c for c in rows[0] if c not in key]
    for chunk in _chunks(rows):
        statement = _insert(connection, into).values(list(chunk))
        changed = {c: statement.excluded[c] for c in columns}
        await connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=changed))
