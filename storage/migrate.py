"""Bring a database to the newest shape."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from rules.sentences import say
from storage.store import Store


class TooNew(ValueError):
    """The database was brought to its shape by a later version of this program."""

    status = 2  # of the command that finds it so

    def __init__(self, revision: str) -> None:
        self.revision = revision[:40]
        super().__init__(say("database-newer", revision=self.revision))


FOLDER = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def upgrade(store: Store) -> tuple[str, str]:
    """Run every missing migration in one transaction; the revision before and the one after.

    Raises:
        TooNew: a later version of the program has worked on it. Nothing is changed.
    """

    def run(connection: Connection) -> tuple[str, str]:
        config = _config()
        config.attributes["connection"] = connection
        before = _current(connection)
        command.upgrade(config, "head")
        after = MigrationContext.configure(connection).get_current_revision()
        return before or "", after or ""

    with store.write() as connection:
        return run(connection)


def missing(store: Store) -> bool:
    """Whether the database is behind the code.

    Raises:
        TooNew: it is ahead.
    """
    head = ScriptDirectory.from_config(_config()).get_current_head()
    with store.read() as connection:
        return _current(connection) != head


def _current(connection: Connection) -> str | None:
    """The newest migration that the database has; None when it has none."""
    found = MigrationContext.configure(connection).get_current_heads()
    for revision in found:
        if not known(revision):
            raise TooNew(revision)
    return found[0] if found else None


def known(revision: str) -> bool:
    """Whether this program has a migration of this name."""
    return any(
        script.revision == revision for script in ScriptDirectory.from_config(_config()).walk_revisions()
    )
