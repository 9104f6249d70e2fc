"""Links of channels at which the platform charges for a plan, and the channels that plans name."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from sqlalchemy import Connection, select, update

from storage import tables
from storage.directory import ALIAS, CHAT
from storage.store import table
from storage.upsert import insert_new

LINK = table(tables.ChannelLink)


class ChannelLink(Struct, frozen=True, kw_only=True):
    """A row: at this address whoever pays the price is in the channel."""

    address: str
    chat_id: int
    plan: str
    price: int
    at: int
    ended_at: int = 0


def unclaimed(connection: Connection, ids: Iterable[int]) -> list[tuple[int, int]]:
    """The channels of these ids that belong to no community yet and the bot is in: own id, platform's id."""
    query = (
        select(CHAT.c.id, ALIAS.c.platform_id)
        .join(ALIAS, ALIAS.c.chat_id == CHAT.c.id)
        .where(ALIAS.c.platform_id.in_(list(ids)), CHAT.c.community_id.is_(None), CHAT.c.kind == "channel")
        .where(CHAT.c.status.not_in(["left", "kicked"]))
    )
    return [(row.id, row.platform_id) for row in connection.execute(query)]


def keep(connection: Connection, link: ChannelLink) -> None:
    """Remember a link that Telegram made."""
    row = {name: getattr(link, name) for name in ChannelLink.__struct_fields__}
    insert_new(connection, LINK, [row], "address")


def of_plan(connection: Connection, chat: int, plan: str) -> list[ChannelLink]:
    """The links of a channel that still lead in for a plan, the newest first."""
    query = select(LINK).where(LINK.c.chat_id == chat, LINK.c.plan == plan, LINK.c.ended_at == 0)
    rows = connection.execute(query.order_by(LINK.c.at.desc(), LINK.c.address)).mappings()
    return [ChannelLink(**row) for row in rows]


def plan_of(connection: Connection, address: str, chat: int) -> str:
    """The plan that somebody paid for at a link of a channel; empty when it is none of ours."""
    query = select(LINK.c.plan).where(LINK.c.address == address, LINK.c.chat_id == chat)
    return str(connection.execute(query).scalar() or "")


def end(connection: Connection, address: str, now: int) -> None:
    """Let a link lead in no more. Whoever came by it is still known to have."""
    connection.execute(update(LINK).where(LINK.c.address == address).values(ended_at=now))
