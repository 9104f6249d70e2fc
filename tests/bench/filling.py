"""Filling a database with a past, quickly: the rows that so many events leave behind."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Integer, Table

from storage import tables
from storage.store import table
from tests.bench.updates import START

_DAYS = 170  # before the first made-up update
_PER_PERSON, _PER_CHAT = 500, 100_000  # events

# Expressions by column, for `n` from 1 to the count. Numbers of past rows are below zero: what is measured
# comes later and keeps its own. Columns that are not named are zero or empty.
_WHO = {"chat_id": "1 + n % :chats", "person_id": "1 + (n * 48271) % :people"}
_WHEN = ":start - n * :span / :count"
_PEOPLE = {"platform_id": "9000000000 + n", "name": "'Past ' || n", "language": "'zh-hans'"}
_CHATS = {"community_id": "1", "kind": "'supergroup'", "title": "'Past ' || n", "status": "'administrator'"}
_EVENTS = {
    **_WHO,
    "id": "-n",
    "update_id": "-n",
    "message_id": "-n",
    "kind": "'message'",
    "at": _WHEN,
    "digest": "(n * 2654435761) % 4294967296",
    "length": "40",
}
_SEEN = {"update_id": "n", "at": ":start"}
_TEXTS = {
    **_WHO,
    "message_id": "-n",
    "at": _WHEN,
    "expires_at": ":start + 9",
    "text": "'somebody said ' || n",
}
_LEDGER = {
    **_WHO,
    "id": "-n",
    "key": "'past:' || n",
    "community_id": "1",
    "source": "'message'",
    "currency": "'xp'",
    "raw": "2",
    "granted": "2",
    "day": f"date({_WHEN}, 'unixepoch')",
    "at": _WHEN,
    "message_id": "-n",
}
_MEMBERS = {
    **_WHO,
    "role": "'member'",
    "first_seen": ":start - :span",
    "last_seen": ":start",
    "messages": "9",
}
_CASES = {
    **_WHO,
    "id": "-n",
    "update_id": "-n",
    "community_id": "1",
    "rule": "'ads'",
    "mode": "'enforce'",
    "at": _WHEN,
    "message_id": "-n",
    "state": "'open'",
    "leads": "1",
}
_ROWS = (
    (tables.EventRow, _EVENTS, 1),
    (tables.SeenUpdate, _SEEN, 4),
    (tables.MessageText, _TEXTS, 2),
    (tables.LedgerRow, _LEDGER, 3),
    (tables.Member, _MEMBERS, 10),
    (tables.Case, _CASES, 200),
)


def fill(file: Path, events: int) -> None:
    """Add `events` past events, a third as many ledger rows, and people, chats, texts and cases to match.

    Nobody else may have the database open.
    """
    database = sqlite3.connect(file)
    # What a power cut would lose is made up anyway.
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000", "temp_store=MEMORY"):
        database.execute(f"PRAGMA {pragma}")
    _insert(database, table(tables.Person), _PEOPLE, events // _PER_PERSON, {})
    _insert(database, table(tables.Chat), _CHATS, events // _PER_CHAT, {})
    ((people,),) = database.execute("SELECT max(id) FROM person")
    ((chats,),) = database.execute("SELECT max(id) FROM chat")
    facts = {"people": people, "chats": chats, "start": START, "span": _DAYS * 86_400, "count": events}
    for model, given, share in _ROWS:
        into = table(model)
        # An index that is made in the end is made in one go.
        find = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?"
        indexes = list(database.execute(find, (into.name,)))
        for name, _ in indexes:
            database.execute(f"DROP INDEX {name}")
        _insert(database, into, given, events // share, facts)
        for _, sql in indexes:
            database.execute(sql)
    database.commit()
    database.execute("PRAGMA journal_mode=WAL")
    database.close()


def _insert(
    database: sqlite3.Connection, into: Table, given: dict[str, str], count: int, facts: dict[str, int]
) -> None:
    rest = [c for c in into.columns if c.name not in given and not c.nullable and c.autoincrement is not True]
    filled = given | {c.name: "0" if isinstance(c.type, Integer) else "''" for c in rest}
    if count:
        database.execute(
            f'INSERT OR IGNORE INTO "{into.name}" ({", ".join(filled)}) '
            "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :last) "
            f"SELECT {', '.join(filled.values())} FROM numbers",
            facts | {"last": count},
        )
