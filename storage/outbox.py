"""Calls that wait to be sent, and the receipts of those that were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import RowMapping, bindparam, func, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables
from storage.direct import Trip, inserting
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


async def add(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> int:
    """Queue calls whose keys are new; how many were."""
    return len(await insert_new(connection, OUTBOX, [r | _BLANK for r in rows], "key"))


def queue(trip: Trip, rows: Sequence[dict[str, Any]]) -> None:
    """The same for a batch."""
    trip.many(_QUEUE, [tuple((_BLANK | r)[c] for c in _QUEUE.columns) for r in rows])


async def pending(connection: AsyncConnection) -> list[Waiting]:
    """All rows that wait, oldest first."""
    query = select(OUTBOX).where(OUTBOX.c.state == "pending").order_by(OUTBOX.c.id)
    return [_waiting(r) for r in (await connection.execute(query)).mappings()]


async def pending_by_priority(
    connection: AsyncConnection, wanted: Mapping[int, tuple[int, int]]
) -> list[Waiting]:
    """Rows that wait, oldest first within a priority; `wanted` gives each priority's `after` and `limit`.

    Those with an id of at most `after` are left out, and no more than `limit` are returned.
    """
    pages = [
        select(
            select(OUTBOX)
            .where(OUTBOX.c.state == "pending", OUTBOX.c.priority == int(priority), OUTBOX.c.id > after)
            .order_by(OUTBOX.c.id)
            .limit(limit)
            .subquery()
        )
        for priority, (after, limit) in sorted(wanted.items())
    ]
    return [_waiting(r) for r in (await connection.execute(union_all(*pages))).mappings()]


async def pending_among(connection: AsyncConnection, ids: Sequence[int]) -> list[Waiting]:
    """Those of these rows that still wait."""
    query = select(OUTBOX).where(OUTBOX.c.id.in_(ids), OUTBOX.c.state == "pending").order_by(OUTBOX.c.id)
    return [_waiting(r) for r in (await connection.execute(query)).mappings()]


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


async def mark_sending(connection: AsyncConnection, ids: Iterable[int]) -> None:
    """Note that these leave now: after a crash their fate is unknown."""
    await connection.execute(update(OUTBOX).where(OUTBOX.c.id.in_(list(ids))).values(state="sending"))


# Parameters of one cached statement, so that the driver runs it over all rows at once.
_MOVED = (
    update(OUTBOX)
    .where(OUTBOX.c.id == bindparam("row"))
    .values(state=bindparam("to"), attempts=OUTBOX.c.attempts + 1, not_before=bindparam("until"))
)


async def settle(connection: AsyncConnection, outcomes: Sequence[Outcome], now: int) -> None:
    """Write the receipts and move the rows to their new states."""
    if not outcomes:
        return
    await connection.execute(
        RECEIPT.insert(),
        [
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
        ],
    )
    await connection.execute(_MOVED, [{"row": o.id, "to": o.state, "until": o.not_before} for o in outcomes])


async def recover(connection: AsyncConnection, now: int) -> tuple[int, int]:
    """After a start: what was leaving when the process died.

    Returns:
        How many are repeated because repeating is harmless, and how many are marked unknown.
    """
    query = select(OUTBOX.c.id, OUTBOX.c.retry).where(OUTBOX.c.state == "sending")
    leaving = (await connection.execute(query)).all()
    again = [r.id for r in leaving if r.retry == "free"]
    doubtful = [r.id for r in leaving if r.retry != "free"]
    await connection.execute(update(OUTBOX).where(OUTBOX.c.id.in_(again)).values(state="pending"))
    reason = "the process ended while the call was under way"
    await settle(connection, [Outcome(i, "unknown", ok=False, code=0, text=reason) for i in doubtful], now)
    return len(again), len(doubtful)


async def remember_posted(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Store which messages of the bot's are about what."""
    await upsert(connection, POSTED, rows, ["chat_id", "message_id"])


async def waiting(connection: AsyncConnection) -> dict[int, int]:
    """How many rows wait, by priority."""
    query = select(OUTBOX.c.priority, func.count().label("n")).where(OUTBOX.c.state == "pending")
    return {r.priority: r.n for r in await connection.execute(query.group_by(OUTBOX.c.priority))}


async def in_doubt(connection: AsyncConnection) -> int:
    """How many rows nobody knows the fate of."""
    query = select(func.count()).where(OUTBOX.c.state == "unknown")
    return int((await connection.execute(query)).scalar_one())


async def states(connection: AsyncConnection) -> dict[str, int]:
    """How many rows are in each state."""
    query = select(OUTBOX.c.state, func.count().label("n")).group_by(OUTBOX.c.state)
    return {r.state: r.n for r in await connection.execute(query)}
