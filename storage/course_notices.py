"""Store what members were told and asked about courses, so that it happens once; and whom it concerns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct, structs
from sqlalchemy import Connection, RowMapping, func, select

from storage import tables
from storage.learning import COURSE_EVENT
from storage.store import table
from storage.upsert import insert_new

NOTICE = table(tables.CourseNotice)
_AT_ONCE = 1_000  # keys


class Notice(Struct, frozen=True):
    """Something told in a chat: to a person in private, to a group when there is none."""

    key: str
    community_id: int
    chat_id: int
    person_id: int | None
    kind: str
    course: str
    lesson: str
    starts_at: int
    at: int


def claim(connection: Connection, notices: Sequence[Notice]) -> set[str]:
    """Write down what is about to be told; the keys of what nobody was told before."""
    return set(insert_new(connection, NOTICE, [structs.asdict(n) for n in notices], "key"))


def told_since(
    connection: Connection, community: int, kind: str, who: Collection[int], since: int
) -> set[int]:
    """Those of these people who were told something of a kind since a moment."""
    query = select(NOTICE.c.person_id).where(
        NOTICE.c.community_id == community,
        NOTICE.c.kind == kind,
        NOTICE.c.person_id.in_(list(who)),
        NOTICE.c.at > since,
    )
    return set(connection.execute(query).scalars())


def told_under(connection: Connection, prefix: str) -> set[int]:
    """The people to whom something was told under keys that begin so."""
    query = select(NOTICE.c.person_id).where(NOTICE.c.key.startswith(prefix, autoescape=True))
    return {person for person in connection.execute(query).scalars() if person is not None}


def told_of_the_future(connection: Connection, community: int, now: int) -> list[RowMapping]:
    """What was told about lessons that were still to come, by what was told."""
    query = select(NOTICE).where(NOTICE.c.community_id == community, NOTICE.c.starts_at > now)
    return list(connection.execute(query.order_by(NOTICE.c.at, NOTICE.c.key)).mappings())


def enrolled(connection: Connection, community: int, courses: Collection[str]) -> dict[str, dict[int, int]]:
    """By course: who takes it and did not finish it, and since when."""
    ours = (COURSE_EVENT.c.community_id == community, COURSE_EVENT.c.course.in_(list(courses)))
    finished = select(COURSE_EVENT.c.course, COURSE_EVENT.c.person_id).where(
        *ours, COURSE_EVENT.c.kind == "finished"
    )
    over = {tuple(row) for row in connection.execute(finished)}
    query = (
        select(COURSE_EVENT.c.course, COURSE_EVENT.c.person_id, func.min(COURSE_EVENT.c.at))
        .where(*ours, COURSE_EVENT.c.kind == "taken")
        .group_by(COURSE_EVENT.c.course, COURSE_EVENT.c.person_id)
    )
    found: dict[str, dict[int, int]] = {}
    for course, person, at in connection.execute(query):
        if (course, person) not in over:
            found.setdefault(course, {})[person] = at
    return found


def known(connection: Connection, keys: Iterable[str]) -> set[str]:
    """Those of these keys under which something was told."""
    found, wanted = set[str](), sorted(keys)
    for start in range(0, len(wanted), _AT_ONCE):
        query = select(NOTICE.c.key).where(NOTICE.c.key.in_(wanted[start : start + _AT_ONCE]))
        found |= set(connection.execute(query).scalars())
    return found
