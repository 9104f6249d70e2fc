"""Everything that may be wrong in a database is found and named."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from storage.file_lock import database_file
from storage.integrity_checks import check
from storage.store import Store
from tests.databases import on_server
from tests.storage.test_retention import NOW, ROWS

ENTRY = (
    "INSERT INTO ledger (key, community_id, person_id, source, currency, raw, granted, day, at, message_id,"
    " reason, reverses, book)"
    " VALUES ('{key}', 1, {person}, 'undo', 'xp', -1, -1, '', 1, 0, '', {reverses}, '')"
)
LOOSE = (
    "INSERT INTO ledger (key, community_id, person_id, source, currency, raw, granted, day, at, message_id,"
    " reason, previous, book) VALUES ('l', 1, 1, 'message', 'xp', 1, 1, '', 1, 0, '', 'nobody', '')"
)


@pytest.fixture
def filled(store: Store) -> Store:
    """Rows of every kind, and a balance that fits."""
    with store.write() as connection:
        for into, rows in ROWS.items():
            connection.execute(into.insert(), rows)
    columns = "community_id, person_id, xp, coins, streak, last_checkin, head"
    harm(store, f"INSERT INTO standing ({columns}) VALUES (1, 1, 1, 0, 0, '', 'k')")
    harm(store, "DELETE FROM dead_letter", "DELETE FROM receipt", "DELETE FROM outbox")
    return store


def harm(store: Store, *statements: str) -> None:
    """Change a database behind everybody's back, foreign keys not looked at."""
    file = database_file(store.url)
    if file is None:
        with store.write() as connection:
            # What is copied from another server is not looked at either.
            for statement in ("SET LOCAL session_replication_role = replica", *statements):
                connection.exec_driver_sql(statement)
        return
    with closing(sqlite3.connect(file)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def sentences(store: Store, *, bad: bool, running: bool = True) -> list[str]:
    """What is found."""
    with store.read() as connection:
        found = check(connection, NOW, running=running)
    return [f.sentence for f in found if f.bad == bad]


def test_a_good_database_gives_no_finding(filled: Store) -> None:
    assert sentences(filled, bad=True) == []
    assert sentences(filled, bad=False) == []


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE standing SET head = 'j'", "has j as the newest ledger key, but it is k."),
        (LOOSE, "comes after nobody, which is not that person's"),
        ("UPDATE standing SET coins = 5", "Person 1 in community 1 has 1 XP and 5 coins"),
        (
            "DELETE FROM standing",
            "Person 1 in community 1 has 0 XP and 0 coins, but the ledger says 1 and 0.",
        ),
        (ENTRY.format(key="r", person=1, reverses="'lost'"), "undoes lost, which is not there"),
        (
            "INSERT INTO member (chat_id, person_id, role, joined_at, first_seen, last_seen, messages,"
            " muted_until) VALUES (9, 1, 'member', 0, 0, 0, 0, 0)",
            "member.chat_id names no chat in 1 row.",
        ),
        (
            "INSERT INTO message_text (chat_id, message_id, person_id, at, expires_at, text, deleted_at)"
            " VALUES (1, 77, 42, 1, 1, 'x', 0)",
            "message_text.person_id",
        ),
        ("UPDATE event SET person_id = 42 WHERE id = 1", "event.person_id"),
        ("UPDATE timer SET chat_id = 42 WHERE id = 5", "timer.chat_id"),
        ('UPDATE "case" SET person_id = 42', "case.person_id"),
        (
            "INSERT INTO receipt (outbox_id, at, ok, code, text, message_id, state)"
            " VALUES (7, 1, TRUE, 200, '', 0, 'done')",
            "receipt.outbox_id names no outbox in 1 row.",
        ),
    ],
)
def test_what_is_wrong_is_named(filled: Store, statement: str, sentence: str) -> None:
    harm(filled, statement)
    found = sentences(filled, bad=True)
    assert any(sentence in f for f in found), found


def test_a_ledger_that_lost_its_guard_is_named(filled: Store) -> None:
    harm(filled, "DROP TRIGGER ledger_no_update" + (" ON ledger" if on_server() else ""))
    (found,) = sentences(filled, bad=True)
    assert "its trigger ledger_no_update is gone" in found


def test_somebody_elses_entry_is_not_taken_back(filled: Store) -> None:
    blank = "INSERT INTO person VALUES (2, NULL, '', '', '', FALSE, 0, FALSE, 0, FALSE)"
    harm(filled, blank, ENTRY.format(key="r", person=2, reverses="'k'"))
    assert any("undoes k of somebody else" in f for f in sentences(filled, bad=True))


def test_what_an_operator_should_know_is_told_without_being_wrong(filled: Store) -> None:
    queue = (
        "INSERT INTO outbox (key, lane, method, retry, priority, not_before, state, attempts, at)"
        " VALUES ('{0}', 1, 'sendMessage', 'never_if_ambiguous', 1, 0, '{0}', 1, 5)"
    )
    harm(filled, *(queue.format(state) for state in ("sending", "unknown", "pending")))
    harm(
        filled, "INSERT INTO dead_letter (update_id, at, reason, body, state) VALUES (1, 1, 'x', '', 'open')"
    )
    notes = " ".join(sentences(filled, bad=False, running=False))
    for part in (
        "1 call left when the bot ended",
        "In doubt",
        "(key unknown)",
        "more than an hour ago",
        "dead list",
    ):
        assert part in notes
    assert "left when the bot ended" not in " ".join(sentences(filled, bad=False, running=True))
    assert sentences(filled, bad=True, running=False) == []


@pytest.mark.sqlite("its own check of the file")
def test_a_damaged_file_is_found(filled: Store) -> None:
    harm(filled, "CREATE TABLE broken (x INTEGER NOT NULL)", "INSERT INTO broken VALUES (1)")
    harm(
        filled,
        "PRAGMA writable_schema=ON",
        "UPDATE sqlite_master SET sql = 'CREATE TABLE broken (x INTEGER NOT NULL CHECK (x > 5))'"
        " WHERE name = 'broken'",
    )
    filled.close()
    assert any("The file is damaged" in f for f in sentences(filled, bad=True))
