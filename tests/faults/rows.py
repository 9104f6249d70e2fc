"""What a bot's database holds, read with nothing of the bot's own."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

# What follows from an update (a new name, a moderator's act, a report) is written down beside it.
_FOLLOWS = "('action', 'picture', 'rename', 'report')"
_DECIDED = f"""
SELECT update_id FROM event WHERE kind NOT IN {_FOLLOWS}
UNION ALL
SELECT DISTINCT update_id FROM event WHERE kind IN {_FOLLOWS}
    AND update_id NOT IN (SELECT update_id FROM event WHERE kind NOT IN {_FOLLOWS})
"""


class Call(NamedTuple):
    """A row of the outbox."""

    id: int
    key: str
    lane: int
    method: str
    params: dict[str, Any]
    state: str
    not_before: int


class Receipt(NamedTuple):
    """A receipt that ended a call."""

    state: str
    message_id: int
    text: str


class Rows:
    """One consistent view of everything a judge may ask for."""

    def __init__(self, file: Path) -> None:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as self._at:
            self._at.execute("BEGIN")
            self.damage = [r for (r,) in self._at.execute("PRAGMA integrity_check(5)") if r != "ok"]
            self.seen = {i for (i,) in self._at.execute("SELECT update_id FROM seen_update")}
            self.events = self._count(_DECIDED)
            self.letters = self._count("SELECT update_id FROM dead_letter")
            self.chats = dict(self._at.execute("SELECT platform_id, chat_id FROM chat_alias"))
            self.current = {
                own: platform
                for platform, own in self._at.execute(
                    "SELECT platform_id, chat_id FROM chat_alias WHERE current"
                )
            }
            self.paid = self._paid()
            self.calls = [
                Call(number, key, lane, method, json.loads(params or "{}"), state, not_before)
                for number, key, lane, method, params, state, not_before in self._at.execute(
                    "SELECT id, key, lane, method, params, state, not_before FROM outbox"
                )
            ]
            self.receipts = self._receipts()
            self.off = self._off()
            self.runs = list(
                self._at.execute("SELECT job, planned_at, error FROM job_run ORDER BY planned_at")
            )

    def _count(self, query: str) -> Counter[int]:
        return Counter(i for (i,) in self._at.execute(query))

    def _paid(self) -> Counter[tuple[int, int]]:
        """How often each message was paid for: (own chat, message)."""
        query = "SELECT chat_id, message_id FROM ledger WHERE source = 'message' AND granted > 0"
        return Counter((c, m) for c, m in self._at.execute(query))

    def _receipts(self) -> dict[int, list[Receipt]]:
        found: dict[int, list[Receipt]] = {}
        query = "SELECT outbox_id, state, message_id, text FROM receipt WHERE state != 'pending'"
        for number, state, message, text in self._at.execute(query):
            found.setdefault(number, []).append(Receipt(state, message, text))
        return found

    def _off(self) -> list[tuple[int, int, int]]:
        """Balances that are not the sum of the ledger: person, balance, sum."""
        query = """
            SELECT s.person_id, s.xp + s.coins, coalesce(sum(l.granted), 0) FROM standing s
            LEFT JOIN ledger l ON l.person_id = s.person_id AND l.community_id = s.community_id
            GROUP BY s.person_id, s.community_id HAVING s.xp + s.coins != coalesce(sum(l.granted), 0)
        """
        return list(self._at.execute(query))


def waiting(file: Path, now: float) -> int:
    """How many calls are due and have not ended, timers that are due and may lead to calls, and updates that
    were fetched and are not decided.
    """
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as at:
        return waiting_in(at, now)


def waiting_in(at: sqlite3.Connection, now: float) -> int:
    """The same, by a connection that is open."""
    calls = "SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending') AND not_before <= ?"
    timers = "SELECT count(*) FROM timer WHERE fired_at = 0 AND due_at <= ?"
    due = sum(int(at.execute(query, (int(now),)).fetchone()[0]) for query in (calls, timers))
    return due + _spooled_in(at)


def spooled(file: Path) -> int:
    """How many updates were fetched and are not decided."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as at:
        return _spooled_in(at)


def _spooled_in(at: sqlite3.Connection) -> int:
    return int(at.execute("SELECT count(*) FROM spooled_update").fetchone()[0])
