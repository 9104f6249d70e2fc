"""Store dead letters: updates that could not be read or decided, until they are decided again or given up.

States: open; retry (the running bot is to decide it again); dropped (given up, the body is gone).
A letter that was decided is one no more: its row goes in the transaction that holds what was decided.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, delete, func, select, update

from storage.event_log import DEAD
from storage.timers import TIMER

OPEN, CLOSED = ("open", "retry"), ("dropped",)
_SHOWN = (DEAD.c.id, DEAD.c.update_id, DEAD.c.at, DEAD.c.reason, DEAD.c.state)


def listed(connection: Connection, *, every: bool = False, limit: int = 100) -> list[RowMapping]:
    """Letters without their bodies, but with the `size` of these in characters, oldest first.

    Dropped ones only with `every`.
    """
    query = select(*_SHOWN, func.length(DEAD.c.body).label("size")).order_by(DEAD.c.id).limit(limit)
    if not every:
        query = query.where(DEAD.c.state.not_in(CLOSED))
    return list(connection.execute(query).mappings())


def letter(connection: Connection, number: int) -> RowMapping | None:
    """One letter, whole."""
    return connection.execute(select(DEAD).where(DEAD.c.id == number)).mappings().one_or_none()


def open_count(connection: Connection) -> int:
    """How many nobody has dealt with."""
    query = select(func.count()).select_from(DEAD).where(DEAD.c.state.in_(OPEN))
    return int(connection.execute(query).scalar_one())


def ask_again(connection: Connection, numbers: Sequence[int] | None) -> list[int]:
    """Mark open letters to be decided again, all of them with None; those that were marked."""
    where = [DEAD.c.state == "open"] + ([DEAD.c.id.in_(numbers)] if numbers is not None else [])
    statement = update(DEAD).where(*where).values(state="retry").returning(DEAD.c.id)
    return sorted(connection.execute(statement).scalars())


def drop(connection: Connection, numbers: Sequence[int]) -> list[int]:
    """Give letters up, and forget their bodies; those that were not given up before."""
    statement = update(DEAD).where(DEAD.c.id.in_(numbers), DEAD.c.state.not_in(CLOSED))
    statement = statement.values(state="dropped", body="")
    return sorted(connection.execute(statement.returning(DEAD.c.id)).scalars())


def to_decide(connection: Connection, limit: int = 100) -> list[RowMapping]:
    """Letters that are to be decided again, oldest first."""
    query = select(DEAD).where(DEAD.c.state == "retry").order_by(DEAD.c.id).limit(limit)
    return list(connection.execute(query).mappings())


def states(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[str, str]]:
    """State and reason of those of these letters that are still there."""
    query = select(DEAD.c.id, DEAD.c.state, DEAD.c.reason).where(DEAD.c.id.in_(numbers))
    return {r.id: (r.state, r.reason) for r in connection.execute(query)}


def take_out(connection: Connection, number: int, update_id: int, *, fresh: bool) -> bool:
    """Remove a letter because its update is decided in this transaction; False when that must not be.

    That is when the letter is not waiting any more, or when its update id was unreadable before and turns
    out to be one that was committed (not `fresh`).
    """
    statement = delete(DEAD).where(DEAD.c.id == number, DEAD.c.state == "retry")
    buried_as = connection.execute(statement.returning(DEAD.c.update_id)).scalar()
    if buried_as is None:
        return False
    if update_id < 0:  # of a timer, which was over when the letter was buried
        connection.execute(update(TIMER).where(TIMER.c.id == -update_id).values(fired_at=0))
        return True
    return buried_as == update_id or fresh


def stays_dead(connection: Connection, number: int, reason: str) -> None:
    """Open again a letter that could not be decided this time either, with the new reason."""
    statement = update(DEAD).where(DEAD.c.id == number, DEAD.c.state == "retry")
    connection.execute(statement.values(state="open", reason=reason))
