"""Bring a database to the newest shape."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from rules.sentences import say
from storage.store import Store

if TYPE_CHECKING:
    from alembic.config import Config


class TooNew(ValueError):
    """The database was brought to its shape by a later version of this program."""

    status = 2  # of the command that finds it so

    def __init__(self, revision: str) -> None:
        self.revision = revision[:40]
        super().__init__(say("database-newer", revision=self.revision))


FOLDER = Path(__file__).parent / "migrations"


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def upgrade(store: Store) -> tuple[str, str]:
    """Run every missing migration in one transaction; the revision before and the one after.

    Raises:
        TooNew: a later version of the program has worked on it. Nothing is changed.
    """
    with store.write() as connection:
        before = _current(connection)
        if before == _newest():
            return before, before  # alembic, 11 MB, is loaded when there is something to do
        return before, _run(connection)


def _run(connection: Connection) -> str:
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return _current(connection)


def missing(store: Store) -> bool:
    """Whether the database is behind the code.

    Raises:
        TooNew: it is ahead.
    """
    with store.read() as connection:
        return _current(connection) != _newest()


def _current(connection: Connection) -> str:
    """The newest migration that the database has; empty when it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    found = list(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())
    for revision in found:
        if not known(revision):
            raise TooNew(revision)
    return found[0] if found else ""


def known(revision: str) -> bool:
    """Whether this program has a migration of this name."""
    return revision in _revisions()


def _newest() -> str:
    return max(_revisions())


@cache
def _revisions() -> frozenset[str]:
    """The migrations that there are: each file's name begins with its number."""
    return frozenset(file.stem.partition("_")[0] for file in (FOLDER / "versions").glob("[0-9]*.py"))
