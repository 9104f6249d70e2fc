"""Member states for a batch: loaded in a few queries, changed in memory, written back at once."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.engine.state import MemberState, Role, Warning
from storage import tables
from storage.chats import blank_member
from storage.store import table
from storage.upsert import upsert

MEMBER, WARNING, STANDING = table(tables.Member), table(tables.Warning), table(tables.Standing)
Pair = tuple[int, int]  # own ids of chat and person


async def load(
    connection: AsyncConnection, pairs: Iterable[Pair], community: dict[int, int]
) -> dict[Pair, MemberState]:
    """The states of these members; a newcomer's is blank. `community` maps chats to communities."""
    wanted = sorted(set(pairs))
    if not wanted:
        return {}
    people = {person for _, person in wanted}
    query = select(MEMBER).where(tuple_(MEMBER.c.chat_id, MEMBER.c.person_id).in_(wanted))
    rows = {(r["chat_id"], r["person_id"]): r for r in (await connection.execute(query)).mappings()}
    warnings = await _warnings(connection, people)
    query = select(STANDING.c.community_id, STANDING.c.person_id, STANDING.c.xp)
    query = query.where(STANDING.c.person_id.in_(people))
    xp = {(r.community_id, r.person_id): r.xp for r in await connection.execute(query)}
    states = {}
    for chat, person in wanted:
        here = community.get(chat, 0)
        row = rows.get((chat, person)) or blank_member(chat, person)
        states[chat, person] = MemberState(
            person=person,
            chat=chat,
            community=here,
            role=Role(row["role"]),
            joined_at=row["joined_at"],
            first_seen=row["first_seen"],
            messages=row["messages"],
            muted_until=row["muted_until"],
            xp=xp.get((here, person), 0),
            warnings=warnings.get((here, person), ()),
        )
    return states


async def _warnings(connection: AsyncConnection, people: set[int]) -> dict[Pair, tuple[Warning, ...]]:
    query = (
        select(WARNING)
        .where(WARNING.c.person_id.in_(people), WARNING.c.revoked_at == 0)
        .order_by(WARNING.c.at, WARNING.c.id)
    )
    found: dict[Pair, tuple[Warning, ...]] = {}
    for row in (await connection.execute(query)).mappings():
        warning = Warning(row["at"], row["points"], row["rule"], row["expires_at"])
        owner = (row["community_id"], row["person_id"])
        found[owner] = (*found.get(owner, ()), warning)
    return found


async def save(connection: AsyncConnection, states: Iterable[MemberState], now: int) -> None:
    """Write the states back. Warnings are rows of their own and are not written here."""
    rows = [
        {
            "chat_id": s.chat,
            "person_id": s.person,
            "role": str(s.role),
            "joined_at": s.joined_at,
            "first_seen": s.first_seen,
            "last_seen": now,
            "messages": s.messages,
            "muted_until": s.muted_until,
        }
        for s in states
    ]
    await upsert(connection, MEMBER, rows, ["chat_id", "person_id"])


async def add_warning(connection: AsyncConnection, state: MemberState, warning: Warning, reason: str) -> None:
    """Store one warning of a member."""
    await connection.execute(
        WARNING.insert().values(
            community_id=state.community,
            person_id=state.person,
            chat_id=state.chat,
            points=warning.points,
            rule=warning.rule,
            reason=reason,
            at=warning.at,
            expires_at=warning.expires_at,
            revoked_at=0,
        )
    )


async def revoke_warnings(
    connection: AsyncConnection, community: int, person: int, now: int, *, newest_only: bool
) -> int:
    """Take back the newest warning, or all that count; how many went."""
    counts = (
        select(WARNING.c.id)
        .where(WARNING.c.community_id == community, WARNING.c.person_id == person)
        .where(WARNING.c.revoked_at == 0)
        .where((WARNING.c.expires_at == 0) | (WARNING.c.expires_at > now))
        .order_by(WARNING.c.at.desc(), WARNING.c.id.desc())
    )
    ids = list((await connection.execute(counts.limit(1) if newest_only else counts)).scalars())
    if ids:
        await connection.execute(update(WARNING).where(WARNING.c.id.in_(ids)).values(revoked_at=now))
    return len(ids)


async def warnings_of(connection: AsyncConnection, community: int, person: int) -> list[tables.Warning]:
    """All warnings ever given to a member in a community, newest first."""
    query = (
        select(WARNING)
        .where(WARNING.c.community_id == community, WARNING.c.person_id == person)
        .order_by(WARNING.c.at.desc(), WARNING.c.id.desc())
    )
    return [tables.Warning(**row) for row in (await connection.execute(query)).mappings()]


async def expire(connection: AsyncConnection, now: int) -> tuple[int, int]:
    """Close mutes and warnings whose time is over; how many of each.

    A warning is closed by the moment it ran out, which tells it from one that was taken back.
    """
    mutes = update(MEMBER).where(MEMBER.c.muted_until > 0, MEMBER.c.muted_until <= now).values(muted_until=0)
    warnings = (
        update(WARNING)
        .where(WARNING.c.expires_at > 0, WARNING.c.expires_at <= now, WARNING.c.revoked_at == 0)
        .values(revoked_at=WARNING.c.expires_at)
    )
    return (await connection.execute(mutes)).rowcount, (await connection.execute(warnings)).rowcount
