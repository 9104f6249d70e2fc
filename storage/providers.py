"""What passes between us and payment providers: calls to them, their notices, their own lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, delete, func, insert, literal, or_, select, update

from rules.engine.reconciling import Kept, Line
from storage import tables
from storage.purchases import PAYMENT, PURCHASE
from storage.store import table
from storage.upsert import insert_new, upsert

CALL, NOTICE = table(tables.ProviderCall), table(tables.ProviderNotice)
REFUSED, ROW = table(tables.RefusedNotice), table(tables.ProviderRow)


class Wanted(Struct, frozen=True, kw_only=True):
    """A row: something that a provider is to be asked. States: pending, done, failed."""

    id: int
    key: str
    provider: str
    what: str
    lane: int
    purchase_id: int | None
    payload: str
    state: str
    attempts: int
    due_at: int
    at: int
    result: str


def want(connection: Connection, row: dict[str, Any]) -> bool:
    """Let a provider be asked: key, provider, what, lane, purchase_id, payload, due_at, at. False when that
    is known.
    """
    blank = {"state": "pending", "attempts": 0, "result": "", "payload": "", "purchase_id": None}
    return bool(insert_new(connection, CALL, [blank | row], "key"))


def waiting(connection: Connection, limit: int = 200) -> list[Wanted]:
    """What is to be asked, the earliest first."""
    query = select(CALL).where(CALL.c.state == "pending").order_by(CALL.c.due_at, CALL.c.id).limit(limit)
    return [Wanted(**row) for row in connection.execute(query).mappings()]


def wanted(connection: Connection, key: str) -> Wanted | None:
    """One of them, by its key."""
    row = connection.execute(select(CALL).where(CALL.c.key == key)).mappings().first()
    return Wanted(**row) if row is not None else None


def answered(connection: Connection, number: int, **values: Any) -> None:
    """Note what came of asking: state, attempts, due_at, result."""
    connection.execute(update(CALL).where(CALL.c.id == number).values(**values))


def last_listed(connection: Connection, provider: str) -> str:
    """What came of reading a provider's list last; empty when it was never read."""
    query = select(CALL.c.result).where(
        CALL.c.provider == provider, CALL.c.what == "list", CALL.c.state == "done"
    )
    return connection.execute(query.order_by(CALL.c.id.desc()).limit(1)).scalar() or ""


def note(connection: Connection, row: dict[str, Any]) -> bool:
    """Keep that a notice came: provider, number, kind, charge, at; False when it came before."""
    return bool(insert_new(connection, NOTICE, [row], "number"))


def refuse(connection: Connection, row: dict[str, Any], most: int) -> None:
    """Keep a notice that was refused, among the newest `most` of its reason."""
    connection.execute(insert(REFUSED).values(**row))
    same = (REFUSED.c.provider == row["provider"], REFUSED.c.reason == row["reason"])
    newest = select(REFUSED.c.id).where(*same).order_by(REFUSED.c.id.desc()).limit(most)
    connection.execute(delete(REFUSED).where(*same, REFUSED.c.id.not_in(newest.scalar_subquery())))


def refused(connection: Connection, limit: int) -> list[dict[str, Any]]:
    """Notices that were refused, the newest first."""
    query = select(REFUSED).order_by(REFUSED.c.id.desc()).limit(limit)
    return [dict(row) for row in connection.execute(query).mappings()]


def list_rows(
    connection: Connection, community: int, provider: str, lines: Sequence[tuple[str, str, Line]]
) -> None:
    """Keep what a provider lists: currency, number of what went back, line."""
    rows = [
        {
            "provider": provider,
            "charge": line.charge,
            "number": number,
            "community_id": community,
            "amount": line.amount,
            "currency": currency,
            "at": line.at,
            "reference": line.payload,
        }
        for currency, number, line in lines
    ]
    if rows:
        upsert(connection, ROW, rows, ["provider", "charge", "number"], ["amount"])


def listed(connection: Connection, community: int, provider: str) -> dict[str, list[Line]]:
    """What a provider lists, by currency; charges as payments have them."""
    query = select(ROW).where(ROW.c.community_id == community, ROW.c.provider == provider)
    found: dict[str, list[Line]] = {}
    for r in connection.execute(query.order_by(ROW.c.at, ROW.c.charge)).mappings():
        line = Line(f"{provider}:{r['charge']}", r["amount"], r["at"], None, r["reference"])
        found.setdefault(r["currency"], []).append(line)
    return found


def kept(connection: Connection, community: int, provider: str, until: int) -> dict[str, list[Kept]]:
    """Payments by a provider as we keep them, by currency: those before a moment, and those that it lists."""
    its = select(literal(f"{provider}:").concat(ROW.c.charge)).where(ROW.c.provider == provider)
    query = select(PAYMENT.c.currency, PAYMENT.c.charge, PAYMENT.c.amount, PAYMENT.c.state).where(
        PAYMENT.c.community_id == community,
        PAYMENT.c.provider == provider,
        or_(PAYMENT.c.at < until, PAYMENT.c.charge.in_(its)),
    )
    found: dict[str, list[Kept]] = {}
    for currency, *row in connection.execute(query):
        found.setdefault(currency, []).append(Kept(*row))
    return found


def used(connection: Connection) -> set[str]:
    """Providers by which something was ordered."""
    query = select(PURCHASE.c.provider).where(PURCHASE.c.provider != "stars").distinct()
    return set(connection.execute(query).scalars())


def first_order(connection: Connection, provider: str) -> int:
    """When the first order of a provider was begun; 0 when there was none."""
    query = select(func.min(PURCHASE.c.at)).where(PURCHASE.c.provider == provider)
    return int(connection.execute(query).scalar() or 0)
