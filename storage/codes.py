"""Codes that give a plan for a time, each once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from storage import tables
from storage.store import table

CODE = table(tables.PlanCode)


def add(connection: Connection, rows: Iterable[dict[str, Any]]) -> None:
    """Keep new codes: code, community_id, plan, seconds, batch, made_at, expires_at."""
    connection.execute(insert(CODE), [{"used_by": None, "used_at": 0, **row} for row in rows])


def spend(
    connection: Connection, community: int, code: str, person: int, now: int
) -> tuple[str, int, str] | None:
    """Use a code up; the plan, the time that it gives and its batch. None when it is none, was used, or is
    too old.
    """
    statement = (
        update(CODE)
        .where(CODE.c.community_id == community, CODE.c.code == code)
        .where(CODE.c.used_at == 0, CODE.c.expires_at > now)
        .values(used_by=person, used_at=now)
        .returning(CODE.c.plan, CODE.c.seconds, CODE.c.batch)
    )
    row = connection.execute(statement).first()
    return (row.plan, row.seconds, row.batch) if row is not None else None


def of_batches(connection: Connection, community: int, batches: Collection[str]) -> list[RowMapping]:
    """The codes of these batches."""
    query = select(CODE).where(CODE.c.community_id == community, CODE.c.batch.in_(list(batches)))
    return list(connection.execute(query.order_by(CODE.c.made_at, CODE.c.code)).mappings())


def void(connection: Connection, community: int, code: str, now: int) -> None:
    """Let a code end that nobody used."""
    mine = (CODE.c.community_id == community, CODE.c.code == code, CODE.c.used_at == 0)
    connection.execute(update(CODE).where(*mine).values(expires_at=now))


def listed(connection: Connection, community: int) -> list[RowMapping]:
    """All codes, the oldest batch first, with who used which."""
    query = select(CODE).where(CODE.c.community_id == community)
    return list(connection.execute(query.order_by(CODE.c.made_at, CODE.c.code)).mappings())
