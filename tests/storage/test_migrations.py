"""Databases of earlier shapes keep what they hold."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from storage import boards, standings
from storage.migrate import _config, _revisions, upgrade
from storage.store import Store
from tests.databases import empty_database

_BEFORE_0006 = """
INSERT INTO community VALUES (1, 'main', 1);
INSERT INTO chat (id, community_id, kind, title, username, role, status, claimed_at, administrators_at)
    VALUES (1, 1, 'supergroup', 'g', '', 'members', 'member', 1, 1);
INSERT INTO person (id, platform_id, username, name, language, bot, private_since)
    VALUES (1, 10, '', 'Ann', '', FALSE, 0), (2, 20, '', 'Bob', '', FALSE, 0);
INSERT INTO event (update_id, chat_id, person_id, kind, at, message_id, topic, digest, media, length,
        reply_to, deleted_at)
    VALUES (1, 1, 1, 'message', 100, 5, 0, 0, '', 3, 0, 0),
        (2, 1, 2, 'message', 101, 6, 0, 0, 'photo', 0, 0, 150),
        (3, 1, 1, 'reaction', 102, 6, 0, 0, '', 0, 0, 0);
INSERT INTO message_text VALUES (1, 5, 1, 100, 999999, 'hello');
INSERT INTO ledger (key, community_id, person_id, chat_id, source, currency, raw, granted, day, at, actor_id,
        message_id, reason, reverses, book)
    VALUES ('message:1:5', 1, 1, 1, 'message', 'xp', 2, 2, '1970-01-01', 100, NULL, 5, '', NULL, 'b'),
        ('message:1:6', 1, 2, 1, 'message', 'xp', 2, 2, '1970-01-01', 101, NULL, 6, '', NULL, 'b'),
        ('react:1:5:2', 1, 1, 1, 'reaction', 'xp', 3, 3, '1970-01-01', 103, 2, 5, '', NULL, 'b');
INSERT INTO standing VALUES (1, 1, 5, 0, 0, ''), (1, 2, 2, 0, 0, '')
"""


def _to(revision: str, connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


@pytest_asyncio.fixture
async def earlier(tmp_path: Path) -> AsyncIterator[Store]:
    """A database as it was before the hot path's tables changed, with a little in it."""
    opened = Store(empty_database(tmp_path), synchronous="OFF")
    with opened.write() as connection:
        _to("0005", connection)
        for statement in _BEFORE_0006.split(";"):
            connection.execute(text(statement))
    yield opened
    opened.close()


def rows(store: Store, query: str) -> list[tuple[Any, ...]]:
    """What a query gives."""
    with store.read() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_ledgers_become_chains_that_give_the_same_standings(earlier: Store) -> None:
    upgrade(earlier)
    assert rows(earlier, "SELECT key, previous FROM ledger ORDER BY id") == [
        ("message:1:5", None),
        ("message:1:6", None),
        ("react:1:5:2", "message:1:5"),
    ]
    with earlier.read() as connection:
        found = standings.load(connection, [(1, 1), (1, 2)], "1970-01-01")
        history = boards.history(connection, 1, 1)
    ann, bob = found[1, 1][0], found[1, 2][0]
    assert (ann.xp, ann.today, ann.recent_givers) == (
        5,
        {"message": 2, "reaction": 3},
        {(2, "reaction"): (103,)},
    )
    assert (bob.xp, bob.today, bob.given_today) == (2, {"message": 2}, {"reaction": 1})
    assert [r["key"] for r in history] == ["react:1:5:2", "message:1:5"]


def test_every_message_has_a_row_that_knows_who_wrote_it_and_whether_it_was_removed(
    earlier: Store,
) -> None:
    upgrade(earlier)
    query = "SELECT message_id, person_id, at, deleted_at, text FROM message_text ORDER BY message_id"
    assert rows(earlier, query) == [(5, 1, 100, 0, "hello"), (6, 2, 101, 150, "")]


def test_the_ledger_is_guarded_again_after_the_upgrade(earlier: Store) -> None:
    upgrade(earlier)
    for change in ("UPDATE ledger SET granted = 9", "DELETE FROM ledger"):
        with pytest.raises(IntegrityError, match="append-only"), earlier.write() as connection:
            connection.execute(text(change))


@pytest.mark.parametrize("revision", ["0005", "base"])
async def test_a_database_can_go_back(earlier: Store, revision: str) -> None:
    upgrade(earlier)

    def back(connection: Connection) -> None:
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, revision)

    with earlier.write() as connection:
        back(connection)
    upgrade(earlier)
    assert rows(earlier, "SELECT count(*) FROM ledger") == [(3 if revision == "0005" else 0,)]


def test_a_migration_is_called_by_the_number_of_its_file_and_the_newest_has_the_highest() -> None:
    scripts = ScriptDirectory.from_config(_config())
    assert {script.revision for script in scripts.walk_revisions()} == _revisions()
    assert scripts.get_current_head() == max(_revisions())
