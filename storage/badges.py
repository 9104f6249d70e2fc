"""Who has which badge, and what somebody did that still stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Select, and_, func, select, update

from rules.engine.badges import longest_streaks
from rules.engine.state import BEFORE
from rules.engine.streaks import Checkin
from storage import event_log, tables
from storage.chats import CHAT
from storage.ledger import LEDGER, MEMBER, STANDING
from storage.members import is_here
from storage.store import table
from storage.upsert import upsert

HELD, COURSE_EVENT = table(tables.HeldBadge), table(tables.CourseEvent)
_COUNTED = {"accepted": "accepted", "thanks": "thanks", "checkin": "checkins", "referral": "referrals"}


class Held(Struct, frozen=True):
    """A badge that somebody has."""

    person: int
    badge: str
    at: int
    by: int | None
    chat: int | None
    message: int


def held(connection: Connection, community: int, person: int | None = None) -> list[Held]:
    """Badges that members have, or one member, the oldest first."""
    query = select(HELD).where(HELD.c.community_id == community, HELD.c.taken_at == 0)
    if person is not None:
        query = query.where(HELD.c.person_id == person)
    rows = connection.execute(query.order_by(HELD.c.at, HELD.c.badge)).mappings()
    return [
        Held(r["person_id"], r["badge"], r["at"], r["by_id"], r["chat_id"], r["message_id"]) for r in rows
    ]


def give(
    connection: Connection,
    community: int,
    person: int,
    badge: str,
    now: int,
    *,
    by: int | None = None,
    chat: int | None = None,
    message: int = 0,
) -> None:
    """Somebody has a badge from now on."""
    row = {"community_id": community, "person_id": person, "badge": badge, "at": now, "taken_at": 0}
    row |= {"by_id": by, "chat_id": chat, "message_id": message}
    changed = ["at", "taken_at", "by_id", "chat_id", "message_id"]
    upsert(connection, HELD, [row], ["community_id", "person_id", "badge"], changed)


def take(connection: Connection, community: int, person: int, badge: str, now: int) -> bool:
    """Somebody has a badge no more; False when they had none."""
    mine = and_(HELD.c.community_id == community, HELD.c.person_id == person, HELD.c.badge == badge)
    done = connection.execute(update(HELD).where(mine, HELD.c.taken_at == 0).values(taken_at=now))
    return done.rowcount == 1


def without_evidence(connection: Connection, community: int) -> list[Held]:
    """Badges that were given by hand for messages which are gone."""
    given = [h for h in held(connection, community) if h.chat is not None and h.message]
    gone = event_log.removed(connection, {(h.chat or 0, h.message) for h in given})
    return [h for h in given if (h.chat, h.message) in gone]


def counts(connection: Connection, community: int, now: int) -> dict[int, dict[str, int]]:
    """What everybody who is here did that still stands, by what badges take."""
    found = defaultdict[int, dict[str, int]](dict)
    for person, since in _present(connection, community, now).items():
        found[person]["member_for"] = since
    query = select(STANDING.c.person_id, STANDING.c.xp).where(STANDING.c.community_id == community)
    for person, xp in connection.execute(query):
        if person in found:
            found[person]["points"] = int(xp)
    for person, source, acts, people in connection.execute(_acts(community)):
        if person in found:
            found[person][_COUNTED[source]] = int(acts)
            if source == "thanks":
                found[person]["thankers"] = int(people)
    for person, streak in longest_streaks(_checkins(connection, community)).items():
        if person in found:
            found[person]["streak"] = streak
    taken = select(COURSE_EVENT.c.person_id, func.count(COURSE_EVENT.c.course.distinct())).where(
        COURSE_EVENT.c.community_id == community, COURSE_EVENT.c.kind == "taken"
    )
    for person, courses in connection.execute(taken.group_by(COURSE_EVENT.c.person_id)):
        if person in found:
            found[person]["courses"] = int(courses)
    return dict(found)


def _standing(community: int, sources: Iterable[str]) -> tuple[ColumnElement[bool], ...]:
    """Ledger rows that stand for one act each: the last of its chain, worth something."""
    against = LEDGER.alias()
    return (
        LEDGER.c.community_id == community,
        LEDGER.c.currency == "xp",
        LEDGER.c.source.in_(list(sources)),
        LEDGER.c.raw > 0,
        LEDGER.c.status == "final",
        LEDGER.c.key.not_like("limit:%"),
        ~select(against.c.id).where(against.c.reverses == LEDGER.c.key).exists(),
    )


def _acts(community: int) -> Select[Any]:
    query = select(
        LEDGER.c.person_id, LEDGER.c.source, func.count(), func.count(LEDGER.c.actor_id.distinct())
    )
    return query.where(*_standing(community, _COUNTED)).group_by(LEDGER.c.person_id, LEDGER.c.source)


def _checkins(connection: Connection, community: int) -> list[tuple[int, Checkin]]:
    query = select(LEDGER.c.person_id, LEDGER.c.day, LEDGER.c.at, LEDGER.c.zone)
    rows = connection.execute(query.where(*_standing(community, ["checkin"])))
    return [(person, Checkin(day, at, zone)) for person, day, at, zone in rows]


def _present(connection: Connection, community: int, now: int) -> dict[int, int]:
    """Who is in a group of the community, and for how many seconds at most."""
    columns = ("role", "joined_at", "first_seen", "left_at", "messages")
    query = (
        select(MEMBER.c.person_id, *(MEMBER.c[c] for c in columns), CHAT.c.linked_id)
        .join(CHAT, CHAT.c.id == MEMBER.c.chat_id)
        .where(CHAT.c.community_id == community, CHAT.c.role == "members")
    )
    found: dict[int, int] = {}
    for row in connection.execute(query).mappings():
        if is_here(row):
            since = row["joined_at"] or row["first_seen"]
            here = now - since if since != BEFORE and since else 0
            found[row["person_id"]] = max(found.get(row["person_id"], 0), here)
    return found
