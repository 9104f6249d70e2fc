"""Invite links that were made for one person each, and what became of them."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct
from sqlalchemy import Connection, func, select, update

from storage import tables
from storage.store import table
from storage.upsert import insert_new

LINK = table(tables.PlanLink)
OPEN, USED, STRANGE, OVER = "open", "used", "strange", "over"


class PlanLink(Struct, frozen=True, kw_only=True):
    """A row: the link of one person into one group."""

    address: str
    chat_id: int
    person_id: int
    plan: str
    purchase_id: int | None
    at: int
    expires_at: int
    state: str = OPEN
    ended_at: int = 0


def keep(connection: Connection, link: PlanLink) -> None:
    """Remember a link that Telegram made."""
    row = {name: getattr(link, name) for name in PlanLink.__struct_fields__}
    insert_new(connection, LINK, [row], "address")


def find(connection: Connection, address: str, chat: int) -> PlanLink | None:
    """A link of a group, if it was made for somebody."""
    query = select(LINK).where(LINK.c.address == address, LINK.c.chat_id == chat)
    row = connection.execute(query).mappings().first()
    return PlanLink(**row) if row is not None else None


def open_of(connection: Connection, person: int, chats: Collection[int]) -> list[PlanLink]:
    """Somebody's links into these groups that nobody came by yet, the newest last."""
    query = select(LINK).where(
        LINK.c.person_id == person, LINK.c.chat_id.in_(list(chats)), LINK.c.state == OPEN
    )
    rows = connection.execute(query.order_by(LINK.c.at, LINK.c.address)).mappings()
    return [PlanLink(**row) for row in rows]


def made_since(connection: Connection, person: int, chat: int, since: int) -> int:
    """How many links into a group somebody got since a moment."""
    query = select(func.count()).select_from(LINK)
    query = query.where(LINK.c.person_id == person, LINK.c.chat_id == chat, LINK.c.at > since)
    return int(connection.execute(query).scalar_one())


def order_of(connection: Connection, person: int, plan: str) -> int:
    """The order for which somebody got their newest link of a plan; 0: for none."""
    query = select(LINK.c.purchase_id).where(LINK.c.person_id == person, LINK.c.plan == plan)
    return int(connection.execute(query.order_by(LINK.c.at.desc()).limit(1)).scalar() or 0)


def end(connection: Connection, address: str, state: str, now: int) -> bool:
    """Let a link that is open be used, strange or over; False when it was no more open."""
    statement = update(LINK).where(LINK.c.address == address, LINK.c.state == OPEN)
    return connection.execute(statement.values(state=state, ended_at=now)).rowcount == 1
