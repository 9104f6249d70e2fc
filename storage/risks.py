"""Store how likely members are to go quiet: written by the nightly job, read by moderators' commands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, not_, select

from storage import tables
from storage.directory import PERSON, are_people
from storage.members import MEMBER
from storage.preferences import PREFERENCE
from storage.store import table
from storage.upsert import upsert

RISK, MODEL = table(tables.MemberRisk), table(tables.RiskModel)
SCORING = "scoring"  # the preference; "off" refuses
LASTS = 14 * 86_400  # seconds after which a score that was not made anew goes
_GONE = ("left", "banned", "unknown")


def refused(connection: Connection, community: int) -> set[int]:
    """Who wants no score."""
    query = select(PREFERENCE.c.person_id).where(
        PREFERENCE.c.community_id == community, PREFERENCE.c.name == SCORING, PREFERENCE.c.value == "off"
    )
    return set((connection.execute(query)).scalars())


def save(connection: Connection, community: int, rows: Sequence[dict[str, Any]], now: int) -> None:
    """Store scores, each in place of the member's last one; those of who refused meanwhile are left out."""
    unwilling = refused(connection, community)
    kept = [
        {"community_id": community, "at": now, **row} for row in rows if row["person_id"] not in unwilling
    ]
    upsert(connection, RISK, kept, ["community_id", "person_id"])


def finish(connection: Connection, community: int, method: str, figures: dict[str, Any], now: int) -> None:
    """Remember what made the scores of `now`, and drop those of others."""
    row = {"community_id": community, "method": method, "figures": figures or None, "at": now}
    upsert(connection, MODEL, [row], ["community_id"])
    connection.execute(delete(RISK).where(RISK.c.community_id == community, RISK.c.at != now))


def forget(connection: Connection, community: int, person: int) -> None:
    """Drop a member's score."""
    connection.execute(delete(RISK).where(RISK.c.community_id == community, RISK.c.person_id == person))


def model(connection: Connection, community: int) -> Row[Any] | None:
    """What made the newest scores; None before the first run."""
    query = select(MODEL).where(MODEL.c.community_id == community)
    return (connection.execute(query)).first()


def at_risk(
    connection: Connection,
    community: int,
    chats: Collection[int],
    *,
    least: float,
    days: int,
    limit: int,
) -> list[Row[Any]]:
    """Members of these chats who are likely to go quiet, with their names: by what would be missed of them.

    Args:
        least: the lowest chance.
        days: on how many days a member must have acted, so that guests are left out.

    That is the chance times the acts a week. Staff, who left, and who wants no score are left out.
    """
    there = exists().where(
        MEMBER.c.person_id == RISK.c.person_id,
        MEMBER.c.chat_id.in_(list(chats)),
        MEMBER.c.role == "member",
        MEMBER.c.left_at == 0,
    )
    unwilling = exists().where(
        PREFERENCE.c.person_id == RISK.c.person_id,
        PREFERENCE.c.community_id == community,
        PREFERENCE.c.name == SCORING,
        PREFERENCE.c.value == "off",
    )
    query = (
        select(RISK, PERSON.c.name)
        .join(PERSON, PERSON.c.id == RISK.c.person_id)
        .where(RISK.c.community_id == community, RISK.c.quiet >= least, RISK.c.days >= days)
        .where(there, not_(unwilling), are_people())
        .order_by((RISK.c.quiet * RISK.c.weekly).desc(), RISK.c.person_id)
        .limit(limit)
    )
    return list(connection.execute(query))
