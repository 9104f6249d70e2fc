"""Members' own invite links, who came by them, and what is known of these since."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from sqlalchemy import BigInteger, Connection, bindparam, func, select, update

from rules.engine.entries import Entry
from rules.engine.state import BEFORE
from storage import tables
from storage.chats import CHAT, MEMBER
from storage.ledger import LEDGER, STANDING, entry_of
from storage.prepared_statements import Lookup, Statement, find, records
from storage.store import table
from storage.upsert import insert_new, upsert

LINK, REFERRAL = table(tables.InviteLink), table(tables.Referral)
ASKED, WAITING, COUNTS, VOID = "asked", "waiting", "counts", "void"
_OWNER = Lookup(LINK, ["person_id", "chat_id"], ["address"])
_SLACK = 2 * 86_400  # seconds: updates may come late, and rows stand in the order in which they came
_COLUMNS = ["community_id", "person_id", "inviter_id", "chat_id", "at", "state", "decided_at", "reason"]
_BY_PERSON = Lookup(REFERRAL, _COLUMNS, ["community_id", "person_id"])


class Referral(Struct, frozen=True):
    """Somebody who came by a link, or asked to."""

    community: int
    person: int
    inviter: int
    chat: int
    at: int
    state: str
    decided_at: int
    reason: str


def links_of(connection: Connection, person: int, chats: Iterable[int]) -> dict[int, str]:
    """Somebody's own links of these groups."""
    query = select(LINK.c.chat_id, LINK.c.address).where(LINK.c.person_id == person)
    return {row.chat_id: row.address for row in connection.execute(query.where(LINK.c.chat_id.in_([*chats])))}


def keep_link(connection: Connection, chat: int, person: int, address: str, now: int) -> None:
    """Remember somebody's link of a group, unless they have one."""
    row = {"chat_id": chat, "person_id": person, "address": address, "at": now}
    insert_new(connection, LINK, [row], "chat_id")


def owner_of(connection: Connection, address: str, chat: int) -> int | None:
    """Whose link of a group this is."""
    found = find(connection, _OWNER, [(address,)])
    return int(found[0][0]) if found and found[0][1] == chat else None


def of(connection: Connection, community: int, person: int) -> Referral | None:
    """Whose link somebody came by."""
    found = find(connection, _BY_PERSON, [(community, person)])
    return Referral(*found[0]) if found else None


def note(connection: Connection, referral: Referral) -> None:
    """Write a referral down, in the place of a request to join."""
    row = dict(zip(_COLUMNS, _values(referral), strict=True))
    upsert(connection, REFERRAL, [row], ["community_id", "person_id"])


def _values(r: Referral) -> tuple[Any, ...]:
    return (r.community, r.person, r.inviter, r.chat, r.at, r.state, r.decided_at, r.reason)


def decide(connection: Connection, referral: Referral, state: str, reason: str, now: int) -> None:
    """Say what became of a referral."""
    chosen = REFERRAL.c.community_id == referral.community, REFERRAL.c.person_id == referral.person
    connection.execute(update(REFERRAL).where(*chosen).values(state=state, reason=reason, decided_at=now))


def came_since(connection: Connection, community: int, inviter: int, since: int) -> int:
    """How many came by somebody's links since a moment, whatever became of them."""
    query = select(func.count()).select_from(REFERRAL).where(*_of(community, inviter))
    query = query.where(REFERRAL.c.at > since, REFERRAL.c.state != ASKED)
    return int(connection.execute(query).scalar_one())


def counted_since(connection: Connection, community: int, inviter: int, since: int) -> int:
    """How many began to count for somebody since a moment, and still do."""
    query = select(func.count()).select_from(REFERRAL).where(*_of(community, inviter))
    query = query.where(REFERRAL.c.state == COUNTS, REFERRAL.c.decided_at > since)
    return int(connection.execute(query).scalar_one())


def _of(community: int, inviter: int) -> tuple[Any, ...]:
    return REFERRAL.c.community_id == community, REFERRAL.c.inviter_id == inviter


def figures_of(connection: Connection, community: int, inviter: int) -> dict[str, int]:
    """How many somebody brought, by what became of them."""
    query = select(REFERRAL.c.state, func.count()).where(*_of(community, inviter)).group_by(REFERRAL.c.state)
    return {state: int(count) for state, count in connection.execute(query)}


def counting(connection: Connection, community: int, since: int) -> dict[int, int]:
    """By inviter: how many count that came since a moment."""
    query = (
        select(REFERRAL.c.inviter_id, func.count())
        .where(REFERRAL.c.community_id == community, REFERRAL.c.state == COUNTS, REFERRAL.c.at >= since)
        .group_by(REFERRAL.c.inviter_id)
    )
    return {person: int(count) for person, count in connection.execute(query)}


def brought_by(connection: Connection, community: int) -> dict[int, int]:
    """By whose link everybody came who came by one, also those who do not count."""
    query = select(REFERRAL.c.person_id, REFERRAL.c.inviter_id).where(REFERRAL.c.community_id == community)
    rows = connection.execute(query.where(REFERRAL.c.state != ASKED))
    return {row.person_id: row.inviter_id for row in rows}


def here_since(connection: Connection, community: int, people: Iterable[int]) -> dict[int, int]:
    """Since when these people have been in a community, as far as that is known; the first of its groups."""
    query = (
        select(MEMBER.c.person_id, MEMBER.c.first_seen, MEMBER.c.joined_at)
        .join(CHAT, CHAT.c.id == MEMBER.c.chat_id)
        .where(MEMBER.c.person_id.in_([*people]), CHAT.c.community_id == community)
    )
    found: dict[int, int] = {}
    for person, first, joined in connection.execute(query):
        told = [moment for moment in (first, joined) if moment]
        if told:
            found[person] = min(found.get(person, told[0]), *told)
    return found


def was_here(connection: Connection, community: int, person: int, before: int) -> bool:
    """Whether somebody was in a community before a moment, or before the bot."""
    since = here_since(connection, community, [person]).get(person, 0)
    return since == BEFORE or 0 < since < before


def _since(_insert: Any) -> Any:
    """A person's ledger rows from the newest back, as long as they are younger than `since`."""
    head = (
        select(STANDING.c.head)
        .where(STANDING.c.community_id == bindparam("community"), STANDING.c.person_id == bindparam("person"))
        .scalar_subquery()
    )
    start = select(LEDGER).where(LEDGER.c.key == head).cte("since_join", recursive=True)
    step = select(LEDGER).where(
        LEDGER.c.key == start.c.previous, LEDGER.c.at >= bindparam("since", type_=BigInteger)
    )
    return select(start.union_all(step))


_ENTRIES = Statement(_since, ("community", "person", "since"))


def entries_since(connection: Connection, community: int, person: int, since: int) -> list[Entry]:
    """What somebody's ledger holds since a moment, the oldest first."""
    rows = records(connection, _ENTRIES, (community, person, since - _SLACK))
    return [entry_of(r) for r in sorted(rows, key=lambda r: int(r["id"])) if int(r["at"]) >= since]
