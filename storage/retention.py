"""Dropping what is older than it has to be kept: counted first if you like, then removed in small pieces.

The ledger, cases, profiles, open dead letters and appeals, calls that wait or are in doubt, and timers that
have not fired are not among what is dropped, whatever their age.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Table, and_, delete, func, not_, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.casework import APPEAL, EVIDENCE, settle_acts
from storage.happenings import DEAD, DETAIL, EVENT, SEEN, TEXT
from storage.letters import CLOSED
from storage.notices import NOTICE
from storage.outbox import OUTBOX, RECEIPT
from storage.questions import QUESTION
from storage.spam import LABEL
from storage.store import Store
from storage.timers import JOB_RUN, TIMER

_CHUNK = 500  # rows a transaction
_PAUSE = 0.005  # seconds in which others get their turn to write
_DAY = 86_400
_OVER = ("done", "failed", "gone")  # states in which nothing more becomes of a call


class Before(Struct, frozen=True):
    """Moments in unix seconds: what is older goes. Texts carry their own, and go when it is before `now`."""

    now: int
    updates: int
    events: int
    calls: int
    timers: int
    labels: int


class Keep(Struct, frozen=True):
    """How many days what is kept."""

    updates: int = 8
    events: int = 180
    calls: int = 30
    timers: int = 30
    labels: int = 730

    def at(self, now: float) -> Before:
        """What that means at a moment."""
        days = (self.updates, self.events, self.calls, self.timers, self.labels)
        return Before(int(now), *(int(now) - d * _DAY for d in days))


class Expired(Struct, frozen=True):
    """How many rows of a kind have expired, and the moment of the oldest (0: there is none)."""

    name: str
    rows: int
    oldest: int


class _Kind(Struct, frozen=True):
    """Rows of one table that expire; those of others that point at them go with them."""

    name: str
    table: Table
    at: ColumnElement[int]
    expired: ColumnElement[bool]
    with_: tuple[ColumnElement[int], ...] = ()  # columns that point at this table's id
    blank: tuple[str, ...] = ()  # text columns that are emptied instead of removing the row

    @property
    def key(self) -> list[ColumnElement[Any]]:
        """The primary key's columns."""
        return list(self.table.primary_key)

    def beyond(self, key: tuple[Any, ...]) -> ColumnElement[bool]:
        """Rows whose key comes after this one."""
        columns = self.key
        return or_(
            *(
                and_(*(c == k for c, k in zip(columns[:n], key, strict=False)), columns[n] > key[n])
                for n in range(len(columns))
            )
        )

    def among(self, keys: list[tuple[Any, ...]]) -> ColumnElement[bool]:
        """Rows with one of these keys."""
        columns = self.key
        return columns[0].in_([k[0] for k in keys]) if len(columns) == 1 else tuple_(*columns).in_(keys)


def _kinds(before: Before) -> tuple[_Kind, ...]:
    waiting = select(-DEAD.c.update_id).where(DEAD.c.update_id < 0, not_(DEAD.c.state.in_(CLOSED)))
    later = JOB_RUN.alias()
    newest = select(func.max(later.c.planned_at)).where(later.c.job == JOB_RUN.c.job).scalar_subquery()
    spoken = and_(TEXT.c.expires_at < before.now, or_(TEXT.c.text != "", TEXT.c.original != ""))
    shown = and_(EVIDENCE.c.expires_at < before.now, (EVIDENCE.c.text != "") | (EVIDENCE.c.file != ""))
    objected = and_(APPEAL.c.expires_at < before.now, APPEAL.c.text != "", APPEAL.c.state != "open")
    ended = and_(OUTBOX.c.state.in_(_OVER), OUTBOX.c.at < before.calls)
    # A dead letter of a timer is decided again through it.
    fired = and_(TIMER.c.fired_at > 0, TIMER.c.fired_at < before.timers, TIMER.c.id.not_in(waiting))
    dropped = and_(DEAD.c.state.in_(CLOSED), DEAD.c.at < before.events)
    served = and_(JOB_RUN.c.planned_at < before.calls, JOB_RUN.c.planned_at < newest)
    return (
        _Kind("texts", TEXT, TEXT.c.at, spoken, blank=("text", "original")),
        _Kind("details", DETAIL, DETAIL.c.expires_at, DETAIL.c.expires_at < before.now),
        _Kind("evidence", EVIDENCE, EVIDENCE.c.at, shown, blank=("text", "file")),
        _Kind("appeals", APPEAL, APPEAL.c.at, objected, blank=("text",)),
        _Kind("messages", TEXT, TEXT.c.at, TEXT.c.at < before.events),
        _Kind("updates", SEEN, SEEN.c.at, SEEN.c.at < before.updates),
        _Kind("questions", QUESTION, QUESTION.c.at, QUESTION.c.at < before.events),
        _Kind("course notices", NOTICE, NOTICE.c.at, NOTICE.c.at < before.events),
        _Kind("events", EVENT, EVENT.c.at, EVENT.c.at < before.events),
        _Kind("dead letters", DEAD, DEAD.c.at, dropped),
        _Kind("calls", OUTBOX, OUTBOX.c.at, ended, with_=(RECEIPT.c.outbox_id,)),
        _Kind("timers", TIMER, TIMER.c.fired_at, fired),
        _Kind("spam labels", LABEL, LABEL.c.at, LABEL.c.at < before.labels),
        _Kind("job runs", JOB_RUN, JOB_RUN.c.planned_at, served),
    )


async def expired(connection: AsyncConnection, before: Before) -> list[Expired]:
    """What `purge` would drop, by kind; receipts go with their calls and are counted beside them."""
    found = []
    for kind in _kinds(before):
        query = select(func.count(), func.min(kind.at)).select_from(kind.table).where(kind.expired)
        rows, oldest = (await connection.execute(query)).one()
        found.append(Expired(kind.name, rows, oldest or 0))
        for column in kind.with_:
            joined = kind.table.join(column.table, kind.key[0] == column)
            query = select(func.count(), func.min(kind.at)).select_from(joined).where(kind.expired)
            rows, oldest = (await connection.execute(query)).one()
            found.append(Expired(f"{column.table.name}s", rows, oldest or 0))
    return found


async def purge(
    store: Store, before: Before, *, chunk: int = _CHUNK, show: Callable[[int], None] = lambda _rows: None
) -> dict[str, int]:
    """Drop what has expired, `chunk` rows a transaction; how many of each kind went.

    Ended in the middle, it leaves the rest for the next time.
    """
    await _settle(store, chunk)
    gone: dict[str, int] = {}
    for kind in _kinds(before):
        gone[kind.name] = 0
        gone |= {f"{column.table.name}s": 0 for column in kind.with_}
        keys = await _next(store, kind, (), chunk)
        while keys:
            for name, rows in (await _drop(store, kind, keys)).items():
                gone[name] += rows
            show(sum(gone.values()))
            await asyncio.sleep(_PAUSE)
            keys = await _next(store, kind, keys[-1], chunk)
    return gone


async def _settle(store: Store, chunk: int) -> None:
    """Let cases keep what became of their calls, which go."""
    while True:
        async with store.write() as connection:
            if not await settle_acts(connection, chunk):
                return
        await asyncio.sleep(_PAUSE)


async def _next(store: Store, kind: _Kind, after: tuple[Any, ...], chunk: int) -> list[tuple[Any, ...]]:
    """Keys of expired rows after the last ones, in their order. Looking for them keeps no writer waiting."""
    query = select(*kind.key).where(kind.expired).order_by(*kind.key).limit(chunk)
    if after:
        query = query.where(kind.beyond(after))
    async with store.read() as connection:
        return [tuple(row) for row in await connection.execute(query)]


async def _drop(store: Store, kind: _Kind, keys: list[tuple[Any, ...]]) -> dict[str, int]:
    """Remove these rows if they are still expired, those first that point at them."""
    gone = {}
    chosen = and_(kind.among(keys), kind.expired)
    async with store.write() as connection:
        for column in kind.with_:
            still = select(kind.key[0]).where(chosen)
            result = await connection.execute(delete(column.table).where(column.in_(still)))
            gone[f"{column.table.name}s"] = result.rowcount
        statement: Any = delete(kind.table)
        if kind.blank:
            statement = update(kind.table).values(dict.fromkeys(kind.blank, ""))
        gone[kind.name] = (await connection.execute(statement.where(chosen))).rowcount
    return gone
