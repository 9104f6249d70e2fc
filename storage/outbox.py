"""Queue calls that wait to be sent, and store the receipts of those that were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, bindparam, func, select, update

from storage import tables
from storage.prepared_statements import Lookup, Statement, find, inserting, many, rows_of
from storage.store import table
from storage.upsert import insert_new, upsert

OUTBOX, RECEIPT, POSTED = table(tables.OutboxRow), table(tables.Receipt), table(tables.PostedMessage)

_BLANK = {"state": "pending", "attempts": 0}
_QUEUE = inserting(
    OUTBOX, [c.name for c in OUTBOX.c if c.name != "id"], anyway=True, documents=["params", "follow"]
)


class Waiting(msgspec.Struct, frozen=True):
    """An outbox row that is to be sent."""

    id: int
    key: str
    lane: int
    method: str
    params: dict[str, Any]
    retry: str
    priority: int
    not_before: int
    follow: list[dict[str, Any]]
    attempts: int
    at: int


class Outcome(msgspec.Struct, frozen=True):
    """What became of one attempt. `state` pending means: again, not before `not_before`."""

    id: int
    state: str
    ok: bool
    code: int = 200
    text: str = ""
    message_id: int = 0
    not_before: int = 0


def add(connection: Connection, rows: Sequence[dict[str, Any]]) -> int:
    """Queue calls whose keys are new; how many were."""
    return len(insert_new(connection, OUTBOX, [r | _BLANK for r in rows], "key"))


def queue(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """The same for a batch."""
    many(connection, _QUEUE, [tuple((_BLANK | r)[c] for c in _QUEUE.columns) for r in rows])


def pending(connection: Connection) -> list[Waiting]:
    """All rows that wait, oldest first."""
    query = select(OUTBOX).where(OUTBOX.c.state == "pending").order_by(OUTBOX.c.id)
    return [_waiting(r) for r in connection.execute(query).mappings()]


_FIELDS = [OUTBOX.c[name] for name in Waiting.__struct_fields__]
_PAGE = Statement(
    lambda _: (
        select(*_FIELDS)
        .where(
            OUTBOX.c.state == "pending",
            OUTBOX.c.priority == bindparam("of", type_=OUTBOX.c.priority.type),
            OUTBOX.c.id > bindparam("after", type_=OUTBOX.c.id.type),
        )
        .order_by(OUTBOX.c.id)
        .limit(bindparam("most"))
    ),
    ("of", "after", "most"),
)
_STILL = Lookup(OUTBOX, Waiting.__struct_fields__, ["id"], OUTBOX.c.state == "pending")


def page(connection: Connection, priority: int, after: int, most: int) -> list[Waiting]:
    """Up to `most` rows of a priority that wait and whose id is above `after`, oldest first."""
    return [_from_row(r) for r in rows_of(connection, _PAGE, (priority, after, most))]


def pending_among(connection: Connection, ids: Iterable[int]) -> list[Waiting]:
    """Those of these rows that still wait."""
    return [_from_row(r) for r in find(connection, _STILL, [(i,) for i in ids])]


def _from_row(row: tuple[Any, ...]) -> Waiting:
    """A row as the connection gives it: SQLite's driver leaves documents in JSON."""
    given = dict(zip(Waiting.__struct_fields__, row, strict=True))
    for name in ("params", "follow"):
        value = given[name]
        given[name] = msgspec.json.decode(value) if isinstance(value, str) else value
    given["params"], given["follow"] = given["params"] or {}, given["follow"] or []
    return Waiting(**given)


def _waiting(row: RowMapping) -> Waiting:
    return Waiting(
        row["id"],
        row["key"],
        row["lane"],
        row["method"],
        row["params"] or {},
        row["retry"],
        row["priority"],
        row["not_before"],
        row["follow"] or [],
        row["attempts"],
        row["at"],
    )


_SENDING = Statement(
    lambda _: (
        update(OUTBOX)
        .where(OUTBOX.c.id == bindparam("row"), OUTBOX.c.state == "pending")
        .values(state="sending")
    ),
    ("row",),
)
_MOVED = Statement(
    lambda _: (
        update(OUTBOX)
        .where(OUTBOX.c.id == bindparam("row"))
        .values(state=bindparam("to"), attempts=OUTBOX.c.attempts + 1, not_before=bindparam("until"))
    ),
    ("to", "until", "row"),
)
_RECEIPT = inserting(RECEIPT, [c.name for c in RECEIPT.c if c.name != "id"])


def mark_sending(connection: Connection, ids: Iterable[int]) -> set[int]:
    """Note that these leave now: after a crash their fate is unknown.

    Returns:
        Those that still waited; another process on the same database has the others.
    """
    return {i for i in ids if many(connection, _SENDING, [(i,)])}


def settle(connection: Connection, outcomes: Sequence[Outcome], now: int) -> None:
    """Write the receipts and move the rows to their new states."""
    receipts = [
        {
            "outbox_id": o.id,
            "at": now,
            "ok": o.ok,
            "code": o.code,
            "text": o.text[:300],
            "message_id": o.message_id,
            "state": o.state,
        }
        for o in outcomes
    ]
    many(connection, _RECEIPT, [tuple(r[c] for c in _RECEIPT.columns) for r in receipts])
    many(connection, _MOVED, [(o.state, o.not_before, o.id) for o in outcomes])


def recover(connection: Connection, now: int, lost_until: int = 0) -> tuple[int, int]:
    """After a start: what was leaving when the process died.

    With `lost_until`, commits up to this moment were lost: what was due by then may have been sent as well.

    Returns:
        How many are repeated because repeating is harmless, and how many are marked unknown.
    """
    query = select(OUTBOX.c.id, OUTBOX.c.retry).where(OUTBOX.c.state == "sending")
    leaving = connection.execute(query).all()
    again = [r.id for r in leaving if r.retry == "free"]
    doubtful = [r.id for r in leaving if r.retry != "free"]
    connection.execute(update(OUTBOX).where(OUTBOX.c.id.in_(again)).values(state="pending"))
    reason = "the process ended while the call was under way"
    unknown = [Outcome(i, "unknown", ok=False, code=0, text=reason) for i in doubtful]
    if lost_until:
        due = (OUTBOX.c.state == "pending") & (OUTBOX.c.retry != "free")
        due &= (OUTBOX.c.at <= lost_until) & (OUTBOX.c.not_before <= lost_until)
        waiting = connection.execute(select(OUTBOX.c.id).where(due)).scalars()
        reason = "the database lost the time in which the call may have been made"
        unknown += [Outcome(i, "unknown", ok=False, code=0, text=reason) for i in waiting]
    settle(connection, unknown, now)
    return len(again), len(unknown)


def remember_posted(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Store which messages of the bot's are about what."""
    upsert(connection, POSTED, rows, ["chat_id", "message_id"])


def posted(connection: Connection, chat: int, subject: str, subject_id: int) -> int:
    """The newest message of the bot's in a chat that is about this; 0: there is none, or no receipt yet."""
    query = select(POSTED.c.message_id).where(
        POSTED.c.chat_id == chat, POSTED.c.subject == subject, POSTED.c.subject_id == subject_id
    )
    return connection.execute(query.order_by(POSTED.c.message_id.desc()).limit(1)).scalar() or 0


def waiting(connection: Connection) -> dict[int, int]:
    """How many rows wait, by priority."""
    query = select(OUTBOX.c.priority, func.count().label("n")).where(OUTBOX.c.state == "pending")
    return {r.priority: r.n for r in connection.execute(query.group_by(OUTBOX.c.priority))}


def waits_for(connection: Connection, key: str, method: str, around: int) -> bool:
    """Whether a call of this method, up to so many before or behind the one with a key, has not ended yet.

    The last part of a key numbers the calls of its update: by whole keys the index finds them.
    """
    update, _, number = key.rpartition(":")
    first, last = max(0, int(number) - around), int(number) + around
    query = select(OUTBOX.c.id).where(OUTBOX.c.key.in_([f"{update}:{n}" for n in range(first, last + 1)]))
    query = query.where(OUTBOX.c.method == method, OUTBOX.c.state.in_(["pending", "sending"]))
    return connection.execute(query.limit(1)).first() is not None


def in_doubt(connection: Connection) -> int:
    """How many rows nobody knows the fate of."""
    query = select(func.count()).where(OUTBOX.c.state == "unknown")
    return int(connection.execute(query).scalar_one())


def states(connection: Connection) -> dict[str, int]:
    """How many rows are in each state."""
    query = select(OUTBOX.c.state, func.count().label("n")).group_by(OUTBOX.c.state)
    return {r.state: r.n for r in connection.execute(query)}
