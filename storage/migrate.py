"""Bringing a database to the newest shape."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.store import Store

FOLDER = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


async def upgrade(store: Store) -> tuple[str, str]:
    """Run every missing migration in one transaction; the revision before and the one after."""

    def run(connection: Connection) -> tuple[str, str]:
        config = _config()
        config.attributes["connection"] = connection
        before = MigrationContext.configure(connection).get_current_revision()
        command.upgrade(config, "head")
        after = MigrationContext.configure(connection).get_current_revision()
        return before or "", after or ""

    async with store.write() as connection:
        return await connection.run_sync(run)


async def missing(store: Store) -> bool:
    """Whether the database is behind the code."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    async with store.read() as connection:
        current = await connection.run_sync(
            lambda sync: MigrationContext.configure(sync).get_current_revision()
        )
    return current != head


def known(revision: str) -> bool:
    """Whether this program has a migration of this name."""
    return any(
        script.revision == revision for script in ScriptDirectory.from_config(_config()).walk_revisions()
    )
