"""Store members whom neither rules nor locks nor the door hold up."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select, update

from storage import cache_invalidations, tables
from storage.chats import CHAT, MEMBER
from storage.prepared_statements import Lookup, find, find_records
from storage.store import table
from storage.upsert import insert_new, upsert

TRUSTED, LENT = table(tables.Trusted), table(tables.PlanTrust)
_LENT = Lookup(LENT, ["community_id", "person_id", "level", "until"], ["community_id", "person_id"])
_TRUST = Lookup(TRUSTED, ["at"], ["community_id", "person_id"])


def is_trusted(connection: Connection, community: int, person: int) -> bool:
    """Whether a member has trust."""
    return bool(find_records(connection, _TRUST, [(community, person)]))


def lent(connection: Connection, owners: Iterable[tuple[int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
    """The levels that plans give these (community, person), and until when."""
    rows = find(connection, _LENT, sorted(owners))
    return {(community, person): (level, until) for community, person, level, until in rows}


def lend(connection: Connection, community: int, person: int, level: int, until: int) -> bool:
    """Remember the level that plans give somebody, 0 for none; False when it was so before."""
    owner, blank = (community, person), (0, 0)
    if lent(connection, [owner]).get(owner, blank) == (level, until):
        return False
    row = {"community_id": community, "person_id": person, "level": level, "until": until}
    upsert(connection, LENT, [row], ["community_id", "person_id"], ["level", "until"])
    cache_invalidations.mark(connection, [(0, person)])
    return True


def borrowers(connection: Connection, community: int) -> set[int]:
    """To whom plans give, or gave, a level."""
    query = select(LENT.c.person_id).where(LENT.c.community_id == community, LENT.c.level > 0)
    return set(connection.execute(query).scalars())


def trust(connection: Connection, community: int, person: int, by: int | None, now: int) -> bool:
    """Give trust in every group of the community; False when it was there already. By nobody: a level did."""
    row = {"community_id": community, "person_id": person, "by_id": by, "at": now}
    new = insert_new(connection, TRUSTED, [row], "at")
    _stand(connection, community, person, "member", "trusted")
    return bool(new)


def distrust(connection: Connection, community: int, person: int) -> bool:
    """Take it back; False when there was none."""
    chosen = TRUSTED.c.community_id == community, TRUSTED.c.person_id == person
    gone = connection.execute(delete(TRUSTED).where(*chosen))
    _stand(connection, community, person, "trusted", "member")
    return gone.rowcount == 1


def distrust_level(connection: Connection, community: int, person: int) -> bool:
    """Take back what a level gave: what moderators gave stays."""
    here = (TRUSTED.c.community_id == community, TRUSTED.c.person_id == person, TRUSTED.c.by_id.is_(None))
    if not connection.execute(select(TRUSTED.c.at).where(*here)).first():
        return False
    return distrust(connection, community, person)


def _stand(connection: Connection, community: int, person: int, before: str, after: str) -> None:
    ours = select(CHAT.c.id).where(CHAT.c.community_id == community)
    statement = (
        update(MEMBER)
        .where(MEMBER.c.person_id == person, MEMBER.c.chat_id.in_(ours), MEMBER.c.role == before)
        .values(role=after)
    )
    connection.execute(statement)
    cache_invalidations.mark(connection, [(0, person)])
