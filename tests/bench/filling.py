"""Filling a database with a past, quickly: the rows that so many events leave behind."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

from storage.store import Store
from tests.bench.updates import START

_DAYS = 170  # before the first made-up update
_PER_PERSON, _PER_CHAT = 500, 100_000  # events
_TABLES = ("event", "ledger", "member", "message_text", "person", "seen_update")

# Numbers below zero: what is measured comes later and keeps its own. `n` runs from 1 to the count.
_PEOPLE = """
INSERT INTO person (platform_id, username, name, language, bot, private_since)
SELECT 9000000000 + n, '', 'Past ' || n, 'zh-hans', 0, 0 FROM numbers
"""
_CHATS = """
INSERT INTO chat (community_id, kind, title, username, role, status, claimed_at, administrators_at)
SELECT 1, 'supergroup', 'Past ' || n, '', 'members', 'administrator', 1, 1 FROM numbers
"""
_EVENTS = """
INSERT INTO event (id, update_id, chat_id, person_id, kind, at, message_id, topic, digest, media, length,
                   reply_to, deleted_at)
SELECT -n, -n, 1 + n % :chats, 1 + (n * 48271) % :people, 'message', :start - n * :span / :count, -n, 0,
       (n * 2654435761) % 4294967296, '', 40, 0, 0 FROM numbers
"""
_SEEN = "INSERT INTO seen_update (update_id, at) SELECT n, :start FROM numbers"
_TEXTS = """
INSERT INTO message_text (chat_id, message_id, person_id, at, expires_at, text)
SELECT 1 + n % :chats, -n, 1 + (n * 48271) % :people, :start - n, :start + 2592000 - n,
       'what somebody said, and what another one answered ' || n FROM numbers
"""
_LEDGER = """
INSERT INTO ledger (id, key, community_id, person_id, chat_id, source, currency, raw, granted, day, at,
                    actor_id, message_id, reason, reverses, book)
SELECT -n, 'past:' || n, 1, 1 + (n * 48271) % :people, 1 + n % :chats, 'message', 'xp', 2, 2,
       date(:start - n * :span / :count, 'unixepoch'), :start - n * :span / :count, NULL, -n, '', NULL, ''
FROM numbers
"""
_MEMBERS = """
INSERT OR IGNORE INTO member (chat_id, person_id, role, joined_at, first_seen, last_seen, messages,
                              muted_until)
SELECT 1 + n % :chats, 1 + (n * 48271) % :people, 'member', 0, :start - :span, :start, 10, 0 FROM numbers
"""


async def fill(store: Store, events: int) -> None:
    """Add `events` past events, a third as many ledger rows, and people, chats and texts to match."""
    file = store.engine.url.database
    assert file is not None
    await asyncio.to_thread(_fill, Path(file), events)


def _fill(file: Path, events: int) -> None:
    database = sqlite3.connect(file)
    # Nobody else is there, and what a power cut would lose is made up anyway.
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000", "temp_store=MEMORY"):
        database.execute(f"PRAGMA {pragma}")
    indexes = list(
        database.execute(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            f" AND tbl_name IN ({', '.join('?' * len(_TABLES))})",
            _TABLES,
        )
    )
    for name, _ in indexes:
        database.execute(f"DROP INDEX {name}")
    _insert(database, _PEOPLE, events // _PER_PERSON, {})
    _insert(database, _CHATS, events // _PER_CHAT, {})
    ((people,),) = database.execute("SELECT max(id) FROM person")
    ((chats,),) = database.execute("SELECT max(id) FROM chat")
    facts = {"people": people, "chats": chats, "start": START, "span": _DAYS * 86_400, "count": events}
    for statement, share in ((_EVENTS, 1), (_SEEN, 4), (_TEXTS, 6), (_LEDGER, 3), (_MEMBERS, 10)):
        _insert(database, statement, events // share, facts)
    for _, sql in indexes:
        database.execute(sql)
    database.commit()
    database.execute("PRAGMA journal_mode=WAL")
    database.close()


def _insert(database: sqlite3.Connection, statement: str, count: int, facts: dict[str, int]) -> None:
    numbers = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :last)"
    if count:
        database.execute(statement.replace("SELECT", f"{numbers} SELECT", 1), facts | {"last": count})
