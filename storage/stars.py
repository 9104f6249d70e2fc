"""The platform's own list of Star transactions, as far as it was read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, not_, select, true

from rules.engine.events import Person
from rules.engine.reconciling import HELD, Kept, Line
from storage import tables
from storage.directory import Directory
from storage.purchases import PAYMENT
from storage.store import table
from storage.upsert import insert_new

ROW = table(tables.StarRow)
_SOLD = "invoice_payment"
_AT_ONCE = 500  # charges in a query


def count(connection: Connection, community: int) -> int:
    """How many transactions were read: where reading goes on."""
    query = select(func.count()).select_from(ROW).where(ROW.c.community_id == community)
    return int(connection.execute(query).scalar_one())


def keep(connection: Connection, community: int, offset: int, listed: Sequence[dict[str, Any]]) -> int:
    """Keep transactions from a place of the list on; how many are new. What is no sale has no charge."""
    partners = [row.get("source") or row.get("receiver") or {} for row in listed]
    people = {p["user"]["id"]: p["user"] for p in partners if p.get("user")}
    directory = Directory()
    known = [
        Person(
            number,
            " ".join(filter(None, (u.get("first_name"), u.get("last_name")))),
            u.get("username", ""),
            u.get("language_code", ""),
        )
        for number, u in people.items()
    ]
    directory.resolve(connection, [], known)
    rows = []
    for number, (row, partner) in enumerate(zip(listed, partners, strict=True), offset):
        sale = partner.get("transaction_type") == _SOLD
        rows.append(
            {
                "community_id": community,
                "number": number,
                "charge": row["id"] if sale else "",
                "amount": row["amount"] if "source" in row else -row["amount"],
                "at": row["date"],
                "person_id": directory.person(partner["user"]["id"]).id if partner.get("user") else None,
                "payload": partner.get("invoice_payload", ""),
            }
        )
    return len(insert_new(connection, ROW, rows, "number"))


def lines(connection: Connection, community: int) -> list[Line]:
    """All sales and refunds that the platform lists."""
    return _lines(connection, community, ROW.c.charge != "")


def _lines(connection: Connection, community: int, wanted: ColumnElement[bool]) -> list[Line]:
    query = select(ROW).where(ROW.c.community_id == community, wanted).order_by(ROW.c.number)
    return [
        Line(r["charge"], r["amount"], r["at"], r["person_id"], r["payload"])
        for r in connection.execute(query).mappings()
    ]


def unlike(connection: Connection, community: int) -> tuple[list[Line], list[Kept]]:
    """The lines and the payments of those charges in which the platform's list and ours may differ. All
    others came once and are held, or came and went and are not: they add nothing to a difference.
    """
    listed = (
        select(ROW.c.charge, func.sum(ROW.c.amount).label("amount"), func.count().label("lines"))
        .where(ROW.c.community_id == community, ROW.c.charge != "")
        .group_by(ROW.c.charge)
        .subquery()
    )
    ours = _ours(community)
    alike = case(
        (PAYMENT.c.state.in_(HELD), and_(listed.c.lines == 1, listed.c.amount == PAYMENT.c.amount)),
        else_=and_(listed.c.lines == 2, listed.c.amount == 0),
    )
    joined = listed.outerjoin(PAYMENT, and_(PAYMENT.c.charge == listed.c.charge, ours))
    found = set(connection.execute(select(listed.c.charge).select_from(joined).where(not_(alike))).scalars())
    absent = PAYMENT.outerjoin(listed, listed.c.charge == PAYMENT.c.charge)
    query = select(PAYMENT.c.charge).select_from(absent)
    query = query.where(ours, PAYMENT.c.state.in_(HELD), listed.c.charge.is_(None))
    found |= set(connection.execute(query).scalars())
    charges = sorted(found)
    lines_, kept_ = list[Line](), list[Kept]()
    for start in range(0, len(charges), _AT_ONCE):
        some = charges[start : start + _AT_ONCE]
        lines_ += _lines(connection, community, ROW.c.charge.in_(some))
        kept_ += _kept(connection, community, PAYMENT.c.charge.in_(some))
    return lines_, kept_


def others(connection: Connection, community: int) -> int:
    """Stars that came or went otherwise: gifts, withdrawals, advertising."""
    query = select(func.sum(ROW.c.amount)).where(ROW.c.community_id == community, ROW.c.charge == "")
    return int(connection.execute(query).scalar_one() or 0)


def kept(connection: Connection, community: int) -> list[Kept]:
    """All payments in Stars, as we keep them."""
    return _kept(connection, community, true())


def any_kept(connection: Connection, community: int) -> bool:
    """Whether there was any payment in Stars."""
    return connection.execute(select(PAYMENT.c.id).where(_ours(community)).limit(1)).first() is not None


def _kept(connection: Connection, community: int, wanted: ColumnElement[bool]) -> list[Kept]:
    query = select(PAYMENT.c.charge, PAYMENT.c.amount, PAYMENT.c.state).where(_ours(community), wanted)
    return [Kept(*row) for row in connection.execute(query)]


def _ours(community: int) -> ColumnElement[bool]:
    return and_(PAYMENT.c.community_id == community, PAYMENT.c.provider == "stars")
