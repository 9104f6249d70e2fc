"""Store moments to come, and runs of scheduled jobs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, RowMapping, func, select, text, update

from storage import tables
from storage.prepared_statements import inserting, many
from storage.store import table
from storage.upsert import insert_new

TIMER, JOB_RUN = table(tables.Timer), table(tables.JobRun)
_COLUMNS = [c.name for c in TIMER.c if c.name != "id"]
_SET = inserting(TIMER, _COLUMNS, key=["key"], update=lambda new: {c: new[c] for c in _COLUMNS if c != "key"})
_TO_COME = text("timer.fired_at = 0")  # written out: a parameter would hide from SQLite that the index fits


def set_timer(
    connection: Connection,
    key: str,
    kind: str,
    chat: int,
    person: int | None,
    due_at: int,
    payload: str = "",
) -> None:
    """Set a timer, or move the one with the same key.

    A timer that fires twice under one key makes its calls once: give each time a key of its own.
    """
    row: dict[str, Any] = {
        "key": key,
        "kind": kind,
        "chat_id": chat,
        "person_id": person,
        "payload": payload,
        "due_at": due_at,
        "fired_at": 0,
    }
    many(connection, _SET, [_SET.row(row)])


def is_set(connection: Connection, key: str) -> bool:
    """Whether there is a timer with a key, also one that has come."""
    return connection.execute(select(TIMER.c.id).where(TIMER.c.key == key)).first() is not None


def pull(connection: Connection, key: str, now: int) -> str | None:
    """Let a timer that has not come yet be over now; what it carries, None when there is no such timer."""
    statement = (
        update(TIMER)
        .where(TIMER.c.key == key, TIMER.c.fired_at == 0, TIMER.c.due_at > now)
        .values(fired_at=now)
        .returning(TIMER.c.payload)
    )
    found: str | None = connection.execute(statement).scalar_one_or_none()
    return found


def hasten(connection: Connection, kind: str, now: int) -> None:
    """Let all timers of a kind that are still to come be due now."""
    statement = update(TIMER).where(TIMER.c.kind == kind, _TO_COME, TIMER.c.due_at > now)
    connection.execute(statement.values(due_at=now))


def hasten_one(connection: Connection, key: str, now: int) -> None:
    """Let the timer with a key be due now, if it is still to come."""
    statement = update(TIMER).where(TIMER.c.key == key, _TO_COME, TIMER.c.due_at > now)
    connection.execute(statement.values(due_at=now))


def move(connection: Connection, key: str, due_at: int) -> None:
    """Let the timer with a key come at another moment, also if it has come before; it carries the same."""
    connection.execute(update(TIMER).where(TIMER.c.key == key).values(due_at=due_at, fired_at=0))


def due(connection: Connection, now: int, limit: int = 100) -> list[RowMapping]:
    """Timers that have come and not fired, the earliest first."""
    query = select(TIMER).where(TIMER.c.due_at <= now, _TO_COME).order_by(TIMER.c.due_at).limit(limit)
    return list(connection.execute(query).mappings())


def count_due(connection: Connection, now: int) -> int:
    """How many timers have come and not fired."""
    query = select(func.count()).select_from(TIMER).where(_TO_COME, TIMER.c.due_at <= now)
    return int(connection.execute(query).scalar_one())


def fire(connection: Connection, timer: int, now: int) -> bool:
    """Mark a timer fired; False when it was already, or was moved away."""
    statement = update(TIMER).where(TIMER.c.id == timer, TIMER.c.fired_at == 0, TIMER.c.due_at <= now)
    return connection.execute(statement.values(fired_at=now)).rowcount == 1


def empty(connection: Connection, timer: int) -> None:
    """Let a timer that fired carry nothing any more."""
    connection.execute(update(TIMER).where(TIMER.c.id == timer).values(payload=""))


def start_run(connection: Connection, job: str, planned_at: int, now: int) -> bool:
    """Claim a job's run for one planned moment; False when somebody did before."""
    row = {"job": job, "planned_at": planned_at, "started_at": now, "finished_at": 0, "posts": 0, "error": ""}
    return bool(insert_new(connection, JOB_RUN, [row], "job"))


def finish_run(
    connection: Connection, job: str, planned_at: int, now: int, posts: int, error: str = ""
) -> None:
    """Note how a run ended."""
    statement = update(JOB_RUN).where(JOB_RUN.c.job == job, JOB_RUN.c.planned_at == planned_at)
    connection.execute(statement.values(finished_at=now, posts=posts, error=error))


def last_run(connection: Connection, job: str) -> int:
    """The planned moment of the job's newest run, or 0."""
    query = select(JOB_RUN.c.planned_at).where(JOB_RUN.c.job == job).order_by(JOB_RUN.c.planned_at.desc())
    return connection.execute(query.limit(1)).scalar() or 0
