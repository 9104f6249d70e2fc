"""Orders of the shop and the codes that wait for them: plain rows, coins are in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, func, select, update

from storage import tables
from storage.store import table
from storage.upsert import insert_new

ORDER, CODE = table(tables.ShopOrder), table(tables.ShopCode)
ORDERED, DELIVERED, REFUNDED = "ordered", "delivered", "refunded"


class Order(Struct, frozen=True, kw_only=True):
    """A row: what somebody ordered, and what became of it."""

    id: int
    key: str
    community_id: int
    person_id: int
    good: str
    price: int
    at: int
    state: str
    ended_at: int
    ended_by: int | None
    code: str


def _orders(connection: Connection, *where: Any, most: int = 0) -> list[Order]:
    query = select(ORDER).where(*where).order_by(ORDER.c.id.desc())
    rows = connection.execute(query.limit(most) if most else query).mappings()
    return [Order(**row) for row in rows]


def order(connection: Connection, number: int) -> Order | None:
    """An order by its number."""
    return next(iter(_orders(connection, ORDER.c.id == number)), None)


def by_key(connection: Connection, key: str) -> Order | None:
    """The order that a button made."""
    return next(iter(_orders(connection, ORDER.c.key == key)), None)


def of_person(connection: Connection, community: int, person: int, most: int = 0) -> list[Order]:
    """Somebody's orders, the newest first."""
    return _orders(connection, ORDER.c.community_id == community, ORDER.c.person_id == person, most=most)


def listed(connection: Connection, community: int, state: str = "") -> list[Order]:
    """All orders of a community, or those in a state, the newest first."""
    where = [ORDER.c.community_id == community, *([ORDER.c.state == state] if state else [])]
    return _orders(connection, *where)


def states(connection: Connection) -> dict[str, int]:
    """How many orders are in each state, of all communities."""
    query = select(ORDER.c.state, func.count()).group_by(ORDER.c.state)
    found = {state: int(count) for state, count in connection.execute(query)}
    return {state: found.get(state, 0) for state in (ORDERED, DELIVERED, REFUNDED)}


def add(connection: Connection, **values: Any) -> Order | None:
    """A new order; None when its key ordered before."""
    row = {"state": ORDERED, "ended_at": 0, "ended_by": None, "code": "", **values}
    if not insert_new(connection, ORDER, [row], "key"):
        return None
    return by_key(connection, values["key"])


def end(connection: Connection, number: int, state: str, now: int, by: int | None, code: str = "") -> None:
    """An order is delivered or refunded."""
    values: dict[str, Any] = {"state": state, "ended_at": now, "ended_by": by}
    if code:
        values["code"] = code
    connection.execute(update(ORDER).where(ORDER.c.id == number).values(**values))


def sold(connection: Connection, community: int, good: str, person: int | None = None) -> int:
    """How many of a good are gone, to everybody or to one person; refunded ones are not."""
    query = (
        select(func.count()).select_from(ORDER).where(ORDER.c.community_id == community, ORDER.c.good == good)
    )
    query = query.where(ORDER.c.state != REFUNDED)
    if person is not None:
        query = query.where(ORDER.c.person_id == person)
    return int(connection.execute(query).scalar_one())


def add_codes(connection: Connection, community: int, good: str, codes: Sequence[str], now: int) -> int:
    """Keep new codes of a good; how many were new."""
    known = set(
        connection.execute(
            select(CODE.c.code).where(CODE.c.community_id == community, CODE.c.good == good)
        ).scalars()
    )
    new = [code for code in dict.fromkeys(codes) if code not in known]
    rows = [
        {"community_id": community, "good": good, "code": code, "at": now, "order_id": None} for code in new
    ]
    if rows:
        connection.execute(CODE.insert(), rows)
    return len(new)


def codes_left(connection: Connection, community: int, good: str) -> int:
    """How many codes of a good wait."""
    query = (
        select(func.count()).select_from(CODE).where(CODE.c.community_id == community, CODE.c.good == good)
    )
    return int(connection.execute(query.where(CODE.c.order_id.is_(None))).scalar_one())


def take_code(connection: Connection, community: int, good: str, number: int) -> str | None:
    """Give the oldest code that waits to an order; None when none does."""
    first = (
        select(CODE.c.id)
        .where(CODE.c.community_id == community, CODE.c.good == good, CODE.c.order_id.is_(None))
        .order_by(CODE.c.id)
        .limit(1)
        .scalar_subquery()
    )
    statement = update(CODE).where(CODE.c.id == first, CODE.c.order_id.is_(None)).values(order_id=number)
    return connection.execute(statement.returning(CODE.c.code)).scalar()


def counted(connection: Connection, community: int, goods: Iterable[str]) -> dict[str, dict[str, int]]:
    """How many orders of each good are in which state."""
    found: dict[str, dict[str, int]] = {good: {} for good in goods}
    query = select(ORDER.c.good, ORDER.c.state, func.count()).where(ORDER.c.community_id == community)
    for good, state, count in connection.execute(query.group_by(ORDER.c.good, ORDER.c.state)):
        found.setdefault(good, {})[state] = int(count)
    return found
