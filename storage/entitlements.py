"""The ledger of entitlements: grants and their early ends, each once, and what follows for access."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, exists, not_, or_, select

from rules.engine.entitlements import Entry, Span, life, spans
from rules.engine.state import FOREVER
from storage import members, tables
from storage.store import table
from storage.upsert import insert_new

ENTITLEMENT, TOLD, DOOR = table(tables.Entitlement), table(tables.ToldOnce), table(tables.PlanDoor)


def add(
    connection: Connection,
    community: int,
    person: int,
    entries: Iterable[Entry],
    now: int,
    *,
    by: int | None = None,
    reason: str = "",
) -> list[str]:
    """Add rows to the ledger; the keys of those that are new."""
    rows = [
        {
            "key": entry.key,
            "community_id": community,
            "person_id": person,
            "plan": entry.plan,
            "source": entry.source,
            "begins": entry.begins,
            "ends": entry.ends,
            "cuts": entry.cuts,
            "stacks": entry.stacks,
            "at": now,
            "by_id": by,
            "reason": reason[:500],
        }
        for entry in entries
    ]
    return insert_new(connection, ENTITLEMENT, rows, "key")


def rows_of(
    connection: Connection, community: int, person: int, plans: Collection[str] | None = None
) -> list[RowMapping]:
    """Somebody's rows of the ledger, of these plans or of all, the oldest first."""
    query = select(ENTITLEMENT).where(
        ENTITLEMENT.c.community_id == community, ENTITLEMENT.c.person_id == person
    )
    if plans is not None:
        query = query.where(ENTITLEMENT.c.plan.in_(list(plans)))
    return list(connection.execute(query.order_by(ENTITLEMENT.c.id)).mappings())


def entry_of(row: Any) -> Entry:
    """A row as the engine reads it."""
    return Entry(
        row["key"], row["plan"], row["source"], row["begins"], row["ends"], row["cuts"], row["stacks"]
    )


def spans_of(connection: Connection, community: int, person: int, plans: Collection[str]) -> list[Span]:
    """When somebody has one of these plans."""
    return [s for found in by_plan(connection, community, person, plans).values() for s in found]


def by_plan(
    connection: Connection, community: int, person: int, plans: Collection[str] | None = None
) -> dict[str, list[Span]]:
    """When somebody has which of these plans."""
    return _spans(rows_of(connection, community, person, plans))


def opens(connection: Connection, community: int, person: int, graces: Mapping[str, int], now: int) -> bool:
    """Whether what somebody has of these plans, each with its time of grace, opens anything now."""
    found = by_plan(connection, community, person, graces) if graces else {}
    return any(life(held, graces[plan], now).inside for plan, held in found.items())


def _spans(rows: Sequence[RowMapping]) -> dict[str, list[Span]]:
    entries = defaultdict[str, list[Entry]](list)
    for row in rows:
        entries[row["plan"]].append(entry_of(row))
    return {plan: spans(found) for plan, found in entries.items()}


def everybody(connection: Connection, community: int) -> dict[int, dict[str, list[Span]]]:
    """The same of all members."""
    query = select(ENTITLEMENT).where(ENTITLEMENT.c.community_id == community).order_by(ENTITLEMENT.c.id)
    rows = defaultdict[int, list[RowMapping]](list)
    for row in connection.execute(query).mappings():
        rows[row["person_id"]].append(row)
    return {person: _spans(found) for person, found in rows.items()}


def unsure(connection: Connection, community: int, now: int) -> list[tuple[int, str]]:
    """Who is in a group, with each plan they have or had, unless a grant says plainly that they have it now:
    whether they do is for the engine to say.
    """
    grant, end = ENTITLEMENT.alias(), ENTITLEMENT.alias()
    cut = exists().where(end.c.community_id == community, end.c.person_id == grant.c.person_id)
    holds = exists().where(
        grant.c.community_id == community,
        grant.c.person_id == ENTITLEMENT.c.person_id,
        grant.c.plan == ENTITLEMENT.c.plan,
        grant.c.cuts == "",
        grant.c.begins <= now,
        or_(grant.c.ends > now, grant.c.ends == FOREVER),
        not_(cut.where(end.c.cuts == grant.c.key)),
    )
    query = select(ENTITLEMENT.c.person_id, ENTITLEMENT.c.plan).distinct()
    query = query.where(ENTITLEMENT.c.community_id == community, not_(holds))
    query = query.where(ENTITLEMENT.c.person_id.in_(members.everybody(community)))
    return [(row.person_id, row.plan) for row in connection.execute(query.order_by(*query.selected_columns))]


def holders(connection: Connection, community: int, plan: str, now: int) -> set[int]:
    """Who has a plan now: who takes its seats."""
    query = select(ENTITLEMENT).where(ENTITLEMENT.c.community_id == community, ENTITLEMENT.c.plan == plan)
    rows = defaultdict[int, list[RowMapping]](list)
    for row in connection.execute(query).mappings():
        rows[row["person_id"]].append(row)
    found = {person: _spans(mine).get(plan, []) for person, mine in rows.items()}
    return {person for person, mine in found.items() if any(s.begins <= now < s.ends for s in mine)}


def tell_once(connection: Connection, key: str, now: int) -> bool:
    """Whether this was not told yet; from now on it was."""
    return bool(insert_new(connection, TOLD, [{"key": key, "at": now}], "key"))


def told_at(connection: Connection, key: str) -> int:
    """When this was told; 0 when it was not."""
    return int(connection.execute(select(TOLD.c.at).where(TOLD.c.key == key)).scalar() or 0)


def doors(connection: Connection, chats: Iterable[int]) -> dict[int, str]:
    """The invite links by which members of plans ask to be let into these groups."""
    query = select(DOOR.c.chat_id, DOOR.c.address).where(DOOR.c.chat_id.in_(list(chats)))
    return {row.chat_id: row.address for row in connection.execute(query)}


def keep_door(connection: Connection, chat: int, address: str, now: int) -> None:
    """Remember such a link, unless one is known."""
    insert_new(connection, DOOR, [{"chat_id": chat, "address": address, "at": now}], "chat_id")
