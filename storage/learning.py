"""Store courses taken and judged, impressions and interests."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, func, select

from storage import tables
from storage.directory import are_people
from storage.prepared_statements import Statement, rows_of
from storage.store import table
from storage.upsert import insert_new, upsert

COURSE_EVENT, SUGGESTION = table(tables.CourseEvent), table(tables.Suggestion)
INTERESTS, WATERMARK, TEXT = table(tables.Interests), table(tables.Watermark), table(tables.MessageText)
MEMBER, PERSON, CHAT = table(tables.Member), table(tables.Person), table(tables.Chat)
POSTED = "job:"  # how the keys of suggestions on schedule begin


def course_event(
    key: str,
    community: int,
    person: int,
    course: str,
    kind: str,
    at: int,
    *,
    value: int = 1,
    suggestion: int | None = None,
) -> dict[str, Any]:
    """A row of what somebody did with a course: `value` are the stars of a rating."""
    return {
        "key": key,
        "community_id": community,
        "person_id": person,
        "course": course,
        "kind": kind,
        "value": value,
        "at": at,
        "suggestion_id": suggestion,
    }


def add_course_events(connection: Connection, rows: Sequence[dict[str, Any]]) -> int:
    """Add course events whose keys are new; how many were."""
    return len(insert_new(connection, COURSE_EVENT, rows, "key"))


def course_events(
    connection: Connection, community: int, people: Iterable[int] | None = None
) -> list[RowMapping]:
    """Course events in order of time, of everybody or of these people."""
    query = select(COURSE_EVENT).where(COURSE_EVENT.c.community_id == community)
    if people is not None:
        query = query.where(COURSE_EVENT.c.person_id.in_(list(people)))
    query = query.order_by(COURSE_EVENT.c.at, COURSE_EVENT.c.id)
    return list(connection.execute(query).mappings())


_TAKEN = Statement(
    lambda _: select(func.count(COURSE_EVENT.c.course.distinct())).where(
        COURSE_EVENT.c.community_id == bindparam("community"),
        COURSE_EVENT.c.person_id == bindparam("person"),
        COURSE_EVENT.c.kind == "taken",
    ),
    ["community", "person"],
)


def texts_of_people(
    connection: Connection, community: int, people: Collection[int], since: int, limit: int = 5_000
) -> list[RowMapping]:
    """What these people wrote in a community's groups since a moment, as far as that is kept."""
    query = (
        select(TEXT.c.person_id, TEXT.c.text)
        .join(CHAT, CHAT.c.id == TEXT.c.chat_id)
        .where(CHAT.c.community_id == community, TEXT.c.person_id.in_([*people]), TEXT.c.at >= since)
        .where(TEXT.c.text != "", TEXT.c.deleted_at == 0)
        .order_by(TEXT.c.at.desc())
        .limit(limit)
    )
    return list(connection.execute(query).mappings())


def courses_taken(connection: Connection, community: int, person: int) -> int:
    """How many courses somebody took."""
    ((count,),) = rows_of(connection, _TAKEN, (community, person))
    return int(count)


def add_suggestion(connection: Connection, row: dict[str, Any]) -> int:
    """Record an impression; its id, or 0 when the same one is there already."""
    new = insert_new(connection, SUGGESTION, [row], "id")
    return int(new[0]) if new else 0


def suggestion(connection: Connection, id_: int) -> RowMapping | None:
    """One impression."""
    return connection.execute(select(SUGGESTION).where(SUGGESTION.c.id == id_)).mappings().first()


def is_post(suggestion: RowMapping) -> bool:
    """Whether it was posted on schedule, not asked for."""
    return str(suggestion["key"]).startswith(POSTED)


def shown(connection: Connection, community: int, people: Iterable[int]) -> dict[int, dict[str, int]]:
    """By person: each course shown to them, and when last."""
    query = (
        select(SUGGESTION.c.person_id, SUGGESTION.c.course, func.max(SUGGESTION.c.at).label("at"))
        .where(SUGGESTION.c.community_id == community, SUGGESTION.c.person_id.in_(list(people)))
        .group_by(SUGGESTION.c.person_id, SUGGESTION.c.course)
    )
    found: dict[int, dict[str, int]] = {}
    for row in connection.execute(query):
        found.setdefault(row.person_id, {})[row.course] = row.at
    return found


def interests(connection: Connection, community: int, people: Iterable[int]) -> dict[int, RowMapping]:
    """Stored interest profiles by person."""
    query = select(INTERESTS).where(
        INTERESTS.c.community_id == community, INTERESTS.c.person_id.in_(list(people))
    )
    return {r["person_id"]: r for r in connection.execute(query).mappings()}


def save_interests(
    connection: Connection, community: int, profiles: dict[int, dict[str, float]], now: int
) -> None:
    """Replace interest profiles."""
    rows = [
        {"community_id": community, "person_id": person, "terms": terms, "updated_at": now}
        for person, terms in profiles.items()
    ]
    upsert(connection, INTERESTS, rows, ["community_id", "person_id"])


def watermark(connection: Connection, name: str) -> int:
    """How far the job `name` has read."""
    return (connection.execute(select(WATERMARK.c.position).where(WATERMARK.c.name == name))).scalar() or 0


def set_watermark(connection: Connection, name: str, position: int) -> None:
    """Remember how far the job `name` has read."""
    upsert(connection, WATERMARK, [{"name": name, "position": position}], ["name"])


def texts_between(connection: Connection, community: int, after: int, upto: int) -> list[RowMapping]:
    """Stored messages with after < at <= upto in the community's chats, in order of time."""
    query = (
        select(TEXT.c.person_id, TEXT.c.text, TEXT.c.at)
        .join(CHAT, CHAT.c.id == TEXT.c.chat_id)
        .where(CHAT.c.community_id == community, TEXT.c.at > after, TEXT.c.at <= upto)
        .where(TEXT.c.text != "")
        .order_by(TEXT.c.at, TEXT.c.message_id)
    )
    return list(connection.execute(query).mappings())


def texts_of(connection: Connection, community: int, people: Iterable[int], after: int) -> list[RowMapping]:
    """What these people wrote after a moment in the community's chats and still stands, in order of time."""
    query = (
        select(TEXT.c.person_id, TEXT.c.text, TEXT.c.at)
        .join(CHAT, CHAT.c.id == TEXT.c.chat_id)
        .where(CHAT.c.community_id == community, TEXT.c.person_id.in_(list(people)))
        .where(TEXT.c.at > after, TEXT.c.text != "", TEXT.c.deleted_at == 0)
        .order_by(TEXT.c.at, TEXT.c.message_id)
    )
    return list(connection.execute(query).mappings())


def audience(connection: Connection, community: int, chat: int, active_since: int) -> list[RowMapping]:
    """People of a chat who are there, may write, are no staff, and were seen since `active_since`."""
    query = (
        select(PERSON.c.id, PERSON.c.name, PERSON.c.language, MEMBER.c.last_seen)
        .join(MEMBER, MEMBER.c.person_id == PERSON.c.id)
        .where(MEMBER.c.chat_id == chat, MEMBER.c.role == "member", are_people())
        .where(
            MEMBER.c.last_seen >= active_since, MEMBER.c.muted_until == 0, PERSON.c.platform_id.is_not(None)
        )
        .order_by(MEMBER.c.last_seen.desc(), PERSON.c.id)
    )
    return list(connection.execute(query).mappings())


def last_suggestion(connection: Connection, community: int, person: int) -> RowMapping | None:
    """The newest impression of a member."""
    query = (
        select(SUGGESTION)
        .where(SUGGESTION.c.community_id == community, SUGGESTION.c.person_id == person)
        .order_by(SUGGESTION.c.id.desc())
        .limit(1)
    )
    return connection.execute(query).mappings().first()
