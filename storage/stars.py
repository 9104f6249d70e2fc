"""The platform's own list of Star transactions, as far as it was read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from rules.engine.events import Person
from rules.engine.reconciling import Kept, Line
from storage import tables
from storage.directory import Directory
from storage.purchases import PAYMENT
from storage.store import table
from storage.upsert import insert_new

ROW = table(tables.StarRow)
_SOLD = "invoice_payment"


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
    query = select(ROW).where(ROW.c.community_id == community, ROW.c.charge != "").order_by(ROW.c.number)
    return [
        Line(r["charge"], r["amount"], r["at"], r["person_id"], r["payload"])
        for r in connection.execute(query).mappings()
    ]


def others(connection: Connection, community: int) -> int:
    """Stars that came or went otherwise: gifts, withdrawals, advertising."""
    query = select(func.sum(ROW.c.amount)).where(ROW.c.community_id == community, ROW.c.charge == "")
    return int(connection.execute(query).scalar_one() or 0)


def kept(connection: Connection, community: int) -> list[Kept]:
    """All payments in Stars, as we keep them."""
    query = select(PAYMENT.c.charge, PAYMENT.c.amount, PAYMENT.c.state).where(
        PAYMENT.c.community_id == community, PAYMENT.c.provider == "stars"
    )
    return [Kept(*row) for row in connection.execute(query)]
