"""What is deleted is overwritten in the file, on every connection."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text as sql
from sqlalchemy import update

from storage import backup, retention
from storage.event_log import TEXT
from storage.expiry_rules import Keep
from storage.file_lock import database_file
from storage.store import Store, table
from storage.tables import Chat, Community, Person
from tests.storage.test_retention import DAY, NOW, ROWS, text

pytestmark = pytest.mark.sqlite("what PostgreSQL's files hold is its own business")
MARK = "overwritten-or-not"


async def test_every_connection_overwrites(store: Store) -> None:
    ask = sql("PRAGMA secure_delete")
    with store.write() as one, store.read() as other:
        assert [c.execute(ask).scalar() for c in (one, other)] == [1, 1]
    assert await store.look(lambda connection: connection.execute(ask).scalar()) == 1
    file = database_file(store.url)
    assert file is not None
    with backup.reading(file) as database:
        assert database.execute("PRAGMA secure_delete").fetchone() == (1,)


def test_connections_are_opened_in_one_place() -> None:
    folders = [Path(__file__).parents[2] / name for name in ("storage", "bot")]
    files = [file for folder in folders for file in folder.rglob("*.py")]
    assert [f.name for f in files if "sqlite3.connect(" in f.read_text("utf-8")] == ["sqlite.py"]


@pytest.mark.parametrize("length", [30, 300, 9000])
def test_an_expired_text_is_not_in_the_files_any_more(store: Store, length: int) -> None:
    file = database_file(store.url)
    assert file is not None
    rows = [
        text(n, NOW - DAY, NOW - 1 if n % 2 else NOW + DAY)
        | {"text": f"{MARK}-{n % 2}-{n}".ljust(length, "x")}
        for n in range(1, 200)
    ]
    with store.write() as connection:
        for into in (table(Community), table(Chat), table(Person)):
            connection.execute(into.insert(), ROWS[into])
        connection.execute(TEXT.insert(), rows)
    store.checkpoint()
    assert found(file, 1)
    retention.purge(store, Keep().at(NOW))
    assert store.checkpoint()
    assert not found(file, 1)
    assert len(found(file, 0)) == 99


def test_what_edits_left_between_rows_goes_when_the_file_is_written_anew(store: Store) -> None:
    file, draw = database_file(store.url), Random(1)
    assert file is not None
    with store.write() as connection:
        for into in (table(Community), table(Chat), table(Person)):
            connection.execute(into.insert(), ROWS[into])
    for first in range(1, 2000, 50):
        rows = [
            text(n, NOW - DAY, NOW - 1) | {"text": f"{MARK}-1-{n}".ljust(draw.randrange(30, 3000), "x")}
            for n in range(first, first + 50)
        ]
        with store.write() as connection:
            connection.execute(TEXT.insert(), rows)
            for n in draw.sample(range(1, first + 50), 20):
                longer = f"{MARK}-1-{n}".ljust(draw.randrange(30, 3000), "y")
                connection.execute(update(TEXT).where(TEXT.c.message_id == n).values(text=longer))
    retention.purge(store, Keep().at(NOW))
    store.compact()
    assert not found(file, 1)


def found(file: Path, which: int) -> set[bytes]:
    """The texts that stand in the database or its log, as bytes."""
    log = file.with_name(f"{file.name}-wal")
    return set(re.findall(rf"{MARK}-{which}-\d+".encode(), file.read_bytes() + log.read_bytes()))
