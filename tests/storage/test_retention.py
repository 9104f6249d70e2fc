"""What goes when its time is over, and what never does."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from storage import retention
from storage.casework import ACT, APPEAL, EVIDENCE
from storage.course_notices import NOTICE
from storage.event_log import DEAD, DETAIL, EVENT, SEEN, TEXT
from storage.expiry_rules import Keep
from storage.ledger import LEDGER
from storage.outbox import OUTBOX, RECEIPT
from storage.questions import QUESTION
from storage.spam import LABEL
from storage.store import Store, table
from storage.tables import Case, Chat, Community, Person
from storage.timers import JOB_RUN, TIMER

DAY = 86_400
NOW = 1000 * DAY
KEEP = Keep(updates=8, events=180, calls=30, timers=30, labels=365, letters=500)
OLD, NEW = NOW - 400 * DAY, NOW - DAY


def call(number: int, at: int, state: str) -> dict[str, Any]:
    """An outbox row."""
    return {
        "id": number,
        "key": str(number),
        "lane": 1,
        "method": "sendMessage",
        "state": state,
        "at": at,
    } | {
        "retry": "free",
        "priority": 1,
        "not_before": 0,
        "attempts": 1,
    }


def letter(update: int, at: int, state: str) -> dict[str, Any]:
    """A dead letter."""
    return {"update_id": update, "at": at, "reason": "x", "body": "{}", "state": state}


def timer(number: int, fired_at: int) -> dict[str, Any]:
    """A timer that was due long ago."""
    return {"id": number, "key": str(number), "kind": "x", "chat_id": 1, "payload": "", "due_at": OLD} | {
        "fired_at": fired_at
    }


def event(at: int) -> dict[str, Any]:
    """An interaction."""
    blank = dict.fromkeys(("message_id", "topic", "digest", "length", "reply_to"), 0)
    return blank | {"update_id": at, "chat_id": 1, "person_id": 1, "kind": "message", "at": at, "media": ""}


def question(number: int, at: int) -> dict[str, Any]:
    """What somebody asked."""
    blank: dict[str, Any] = {"answered_at": 0, "expires_at": 0, "words": []}
    return blank | {"chat_id": 1, "message_id": number, "community_id": 1, "person_id": 1, "at": at}


def notice(at: int) -> dict[str, Any]:
    """What somebody was told of a course."""
    row = {"key": str(at), "community_id": 1, "chat_id": 1, "person_id": 1, "kind": "rate", "course": "c"}
    return row | {"lesson": "", "starts_at": 0, "at": at}


def text(number: int, at: int, expires_at: int) -> dict[str, Any]:
    """What a message said."""
    return {"chat_id": 1, "message_id": number, "person_id": 1, "at": at, "text": "hi"} | {
        "expires_at": expires_at,
        "deleted_at": 0,
        "original": "hello",
    }


LEDGER_ROW = {"key": "k", "community_id": 1, "person_id": 1, "source": "message", "currency": "xp"} | {
    "raw": 1,
    "granted": 1,
    "day": "1970-01-01",
    "at": OLD,
    "message_id": 0,
    "reason": "",
    "book": "",
}
CASE_ROW = {"update_id": 1, "community_id": 1, "chat_id": 1, "person_id": 1, "rule": "ads", "at": OLD} | {
    "mode": "enforce",
    "book": "",
    "message_id": 0,
    "matched": "",
    "reason": "",
    "state": "open",
    "undone_at": 0,
}
APPEAL_ROW = {"case_id": 1, "person_id": 1, "at": OLD, "text": "sorry", "expires_at": OLD} | {
    "state": "refused",
    "decided_at": OLD,
}


def evidence(number: int, expires_at: int) -> dict[str, Any]:
    """What a case is about."""
    return {"case_id": 1, "chat_id": 1, "message_id": number, "person_id": 1, "at": OLD, "media": ""} | {
        "removed": True,
        "text": "hi",
        "expires_at": expires_at,
    }


ROWS: dict[Any, list[dict[str, Any]]] = {
    table(Community): [{"id": 1, "slug": "main", "created_at": 0}],
    table(Chat): [
        {"id": 1, "community_id": 1, "kind": "supergroup", "title": "", "username": "", "role": "members"}
        | {"status": "member", "claimed_at": 0, "administrators_at": 0}
    ],
    table(Person): [{"id": 1, "username": "", "name": "", "language": "", "bot": False, "private_since": 0}],
    SEEN: [{"update_id": 1, "at": OLD}, {"update_id": 2, "at": NEW}],
    EVENT: [event(OLD), event(OLD + 1), event(NEW)],
    TEXT: [text(1, OLD, NEW), text(2, NEW, NOW + DAY), text(3, NEW, NEW)],
    QUESTION: [question(1, OLD), question(2, NEW)],
    NOTICE: [notice(OLD), notice(NEW)],
    DETAIL: [
        {"update_id": n, "expires_at": at, "body": "{}"} for n, at in ((1, OLD), (2, NEW), (3, NOW + DAY))
    ],
    LEDGER: [LEDGER_ROW],
    table(Case): [
        CASE_ROW | {"id": 1, "leads": True, "carded": False, "topic": 0, "escalated": "", "label": ""}
    ],
    EVIDENCE: [evidence(1, OLD), evidence(2, NOW + DAY)],
    APPEAL: [APPEAL_ROW],
    ACT: [{"case_id": 1, "key": "2", "action": "ban", "at": OLD, "state": "pending", "why": ""}],
    OUTBOX: [
        call(n, OLD, s) for n, s in enumerate(("done", "failed", "gone", "pending", "sending", "unknown"), 1)
    ]
    + [call(9, NEW, "done")],
    RECEIPT: [
        {"outbox_id": n, "at": OLD, "ok": True, "code": 200, "text": "", "message_id": 0, "state": "done"}
        for n in (1, 1, 2, 6, 9)
    ],
    DEAD: [
        letter(1, OLD, "open"),
        letter(2, OLD, "retry"),
        letter(3, OLD, "dropped"),
        letter(-7, OLD, "open"),
    ],
    TIMER: [timer(5, OLD), timer(6, 0), timer(7, OLD), timer(8, NEW)],
    LABEL: [
        {"community_id": 1, "digest": 5, "label": "spam", "source": "command", "at": at} for at in (OLD, NEW)
    ],
    JOB_RUN: [
        {"job": job, "planned_at": at, "started_at": at, "finished_at": at, "posts": 0, "error": ""}
        for job, at in (("often", OLD), ("often", NEW), ("rare", OLD - DAY), ("rare", OLD))
    ],
}
GONE = {
    "texts": 2,
    "details": 2,
    "messages": 1,
    "updates": 1,
    "questions": 1,
    "course notices": 1,
    "events": 2,
    "dead letters": 1,
    "calls": 3,
    "receipts": 3,
    "timers": 1,
    "evidence": 1,
    "appeals": 1,
} | {"spam labels": 1, "job runs": 2}


@pytest.fixture
def filled(store: Store) -> Store:
    """A database with old and new rows of every kind."""
    with store.write() as connection:
        for into, rows in ROWS.items():
            connection.execute(into.insert(), rows)
    return store


def left(store: Store, of: Any) -> set[Any]:
    """What a table still holds of its first column."""
    with store.read() as connection:
        return set(connection.execute(select(of)).scalars())


@pytest.mark.parametrize("chunk", [1, 2, 500])
def test_what_is_counted_goes_and_nothing_else_in_pieces_of_any_size(filled: Store, chunk: int) -> None:
    before = KEEP.at(NOW)
    with filled.read() as connection:
        counted = retention.expired(connection, before)
    gone = retention.purge(filled, before, chunk=chunk)
    assert {e.name: e.rows for e in counted} == gone
    assert {name: rows for name, rows in gone.items() if rows} == GONE
    assert left(filled, OUTBOX.c.state) == {"pending", "sending", "unknown", "done"}
    assert left(filled, OUTBOX.c.id) == {4, 5, 6, 9}
    assert left(filled, RECEIPT.c.outbox_id) == {6, 9}
    assert left(filled, DEAD.c.update_id) == {1, 2, -7}
    assert left(filled, TIMER.c.id) == {6, 7, 8}
    assert left(filled, LEDGER.c.key) == {"k"}
    assert left(filled, TEXT.c.message_id) == {2, 3}
    assert left(filled, QUESTION.c.message_id) == {2}
    with filled.read() as connection:
        texts = connection.execute(select(TEXT.c.message_id, TEXT.c.text)).all()
    assert {tuple(row) for row in texts} == {(2, "hi"), (3, "")}
    assert left(filled, ACT.c.state) == {"failed"}
    assert left(filled, JOB_RUN.c.planned_at) == {NEW, OLD}
    with filled.read() as connection:
        assert connection.execute(select(func.count()).select_from(table(Case))).scalar_one() == 1
        assert {e.rows for e in retention.expired(connection, before)} == {0}


def test_the_oldest_is_told(filled: Store) -> None:
    with filled.read() as connection:
        found = {e.name: e.oldest for e in retention.expired(connection, KEEP.at(NOW))}
    assert found["events"] == OLD
    assert found["dead letters"] == OLD


def test_others_write_between_the_pieces(filled: Store) -> None:
    turns: list[int] = []

    def write(done: int) -> None:
        with filled.write() as connection:
            connection.execute(SEEN.insert(), [{"update_id": 100 + done, "at": NOW}])

    def show(done: int) -> None:
        turns.append(done)

    retention.purge(filled, KEEP.at(NOW), chunk=1, show=show)
    write(1)
    assert turns == sorted(turns)
    assert len(turns) == sum(GONE.values()) - GONE["receipts"]
