"""Databases for tests: each a copy of one that was brought to the newest shape once.

They are files of SQLite; with `TESTS_POSTGRESQL`, the address of a server that `tests.postgresql` started,
they are databases there.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import cache
from hashlib import blake2b
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from storage.migrate import upgrade
from storage.store import Store

SERVER = "TESTS_POSTGRESQL"
TEMPLATE = "template_zhiqun"
_made: set[str] = set()  # on the server, for the test under way


def on_server() -> bool:
    """Whether databases are made on PostgreSQL."""
    return SERVER in os.environ


def new_database(folder: Path, name: str = "test.db") -> str:
    """Make the database of this folder and name, of the newest shape, unless it is there; its address."""
    return _on_server(folder / name) if on_server() else _in_file(folder / name)


def empty_database(folder: Path) -> str:
    """Give the address of a database without any tables."""
    return _on_server(folder / "empty", "template1") if on_server() else f"sqlite:///{folder / 'empty.db'}"


def server_address(database: str) -> str:
    """Give the address of a database on the server."""
    return make_url(os.environ[SERVER]).set(database=database).render_as_string(hide_password=False)


def _in_file(file: Path) -> str:
    if not file.exists():
        shutil.copyfile(_template(), file)
        file.chmod(0o600)
    return f"sqlite:///{file}"


@cache
def _template() -> Path:
    """Make a migrated file which has counted no commits yet, so that its copies count their own."""
    folder = tempfile.TemporaryDirectory(prefix="zhiqun-tests-")
    _template.folder = folder  # type: ignore[attr-defined]  # lives as long as the process
    file = Path(folder.name) / "template.db"
    made = Store(f"sqlite:///{file}", synchronous="OFF")
    upgrade(made)
    made.close()
    return file


def _on_server(file: Path, template: str = TEMPLATE) -> str:
    database = "t" + blake2b(str(file).encode(), digest_size=12).hexdigest()
    if database not in _made:
        ask(f"CREATE DATABASE {database} TEMPLATE {template}")
        _made.add(database)
    return server_address(database)


def make_template() -> None:
    """Make what the server's databases are copied from."""
    ask(f"CREATE DATABASE {TEMPLATE}")
    made = Store(server_address(TEMPLATE))
    upgrade(made)
    made.close()


def drop_made() -> None:
    """Drop the server's databases that were made since the last time."""
    while _made:
        ask(f"DROP DATABASE {_made.pop()} WITH (FORCE)")


def ask(statement: str) -> None:
    """Let the server do something that belongs to no transaction."""
    engine = create_engine(os.environ[SERVER], isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
