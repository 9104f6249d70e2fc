"""Runs migrations on the connection handed in, or on the configured URL when called by `alembic` itself."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

import storage.tables  # noqa: F401  # fills the metadata
from storage.store import Store


def render(kind: str, item: Any, _autogenerate: Any) -> str | Literal[False]:
    """Spell column types without names that a migration would have to import."""
    if kind == "type" and type(item).__name__ == "AutoString":
        return "sa.String()"
    if kind == "type" and type(item).__name__ == "JSON":
        return "DOCUMENT"
    return False


def run(connection: Connection) -> None:
    """Bring the database of `connection` to the newest revision."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        render_item=render,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_alone() -> None:
    """Open the configured URL and run there."""
    store = Store(context.config.get_main_option("sqlalchemy.url") or "")
    with store.write() as connection:
        run(connection)
    store.close()


handed = context.config.attributes.get("connection")
if handed is not None:
    run(handed)
else:
    run_alone()
