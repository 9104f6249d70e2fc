"""Awards between members, and rings about which moderators were asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, and_, func, insert, select, update

from rules.engine.entries import Entry
from rules.engine.rings import alike
from storage import tables
from storage.ledger import LEDGER, entry_of
from storage.store import table

RING = table(tables.SeenRing)
OPEN, FINE, VOID = "open", "fine", "void"
_WEEK = 7 * 86_400


class Seen(Struct, frozen=True, kw_only=True):
    """A row: a ring that was shown to moderators."""

    id: int
    community_id: int
    members: list[int]
    since: int
    at: int
    state: str
    decided_by: int | None
    decided_at: int


def _awards(community: int, since: int) -> ColumnElement[bool]:
    return and_(
        LEDGER.c.community_id == community,
        LEDGER.c.at >= since,
        LEDGER.c.currency == "xp",
        LEDGER.c.actor_id.is_not(None),
    )


def pairs(connection: Connection, community: int, since: int) -> dict[tuple[int, int], int]:
    """Points that each one's word brought each other since a moment, without what was undone."""
    query = select(LEDGER.c.actor_id, LEDGER.c.person_id, func.sum(LEDGER.c.granted))
    query = query.where(_awards(community, since)).group_by(LEDGER.c.actor_id, LEDGER.c.person_id)
    rows = connection.execute(query)
    return {(int(a), int(b)): int(points) for a, b, points in rows if a != b and points > 0}


def inside(connection: Connection, community: int, members: Collection[int], since: int) -> list[Entry]:
    """Entries by which these members brought each other points that they still have."""
    against = LEDGER.alias()
    query = (
        select(LEDGER)
        .where(_awards(community, since), LEDGER.c.granted > 0, LEDGER.c.key.not_like("limit:%"))
        .where(LEDGER.c.actor_id.in_(members), LEDGER.c.person_id.in_(members))
        .where(~select(against.c.id).where(against.c.reverses == LEDGER.c.key).exists())
        .order_by(LEDGER.c.id)
    )
    return [entry_of(row) for row in connection.execute(query).mappings()]


def taken(connection: Connection, community: int, reason: str, since: int) -> list[Entry]:
    """Entries that took points for a reason, and that nobody gave back."""
    against = LEDGER.alias()
    query = (
        select(LEDGER)
        .where(_awards(community, since), LEDGER.c.granted < 0, LEDGER.c.reason == reason)
        .where(~select(against.c.id).where(against.c.reverses == LEDGER.c.key).exists())
        .order_by(LEDGER.c.id)
    )
    return [entry_of(row) for row in connection.execute(query).mappings()]


def show(connection: Connection, community: int, members: Iterable[int], since: int, now: int) -> int | None:
    """Remember that a ring is shown; None when one like it was within a week, or is left to stand."""
    wanted = sorted(members)
    query = select(RING).where(RING.c.community_id == community, RING.c.at > now - _WEEK)
    before = [seen["members"] or () for seen in connection.execute(query).mappings()]
    if any(alike(wanted, theirs) for theirs in before):
        return None
    row = {"community_id": community, "members": wanted, "since": since, "at": now, "state": OPEN}
    done = connection.execute(insert(RING).values(**row, decided_by=None, decided_at=0).returning(RING.c.id))
    return int(done.scalar_one())


def ring(connection: Connection, number: int) -> Seen | None:
    """A ring by its number."""
    row = connection.execute(select(RING).where(RING.c.id == number)).mappings().first()
    return Seen(**row) if row is not None else None


def decide(connection: Connection, number: int, state: str, by: int, now: int) -> None:
    """What moderators make of it."""
    values = {"state": state, "decided_by": by, "decided_at": now}
    connection.execute(update(RING).where(RING.c.id == number).values(**values))
