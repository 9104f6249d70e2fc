"""Find what came of suggestions: which impression led to which click, enrolment or rating."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, RowMapping, func, select, update

from storage.learning import COURSE_EVENT, POSTED, SUGGESTION, is_post

WEEK = 7 * 86_400  # seconds in which an enrolment is the suggestion's
_ENROLLED = ("taken", "finished")
_SAID = ("interested", "taken", "dismissed", "clicked")


def same_post(connection: Connection, suggestion: RowMapping) -> list[RowMapping]:
    """The suggestions that stand in the same message, in their order."""
    query = select(SUGGESTION).where(SUGGESTION.c.id == suggestion["id"])
    if is_post(suggestion):
        run = suggestion["key"].rpartition(":")[0]
        query = select(SUGGESTION).where(
            SUGGESTION.c.at == suggestion["at"],
            SUGGESTION.c.chat_id == suggestion["chat_id"],
            SUGGESTION.c.key.startswith(f"{run}:", autoescape=True),
        )
    return list(connection.execute(query.order_by(SUGGESTION.c.id)).mappings())


def attribute(connection: Connection, community: int, within: int = WEEK) -> int:
    """Let enrolments from elsewhere name the suggestion they followed within this time; how many do now."""
    theirs = (
        (SUGGESTION.c.community_id == community)
        & (SUGGESTION.c.person_id == COURSE_EVENT.c.person_id)
        & (SUGGESTION.c.course == COURSE_EVENT.c.course)
        & (SUGGESTION.c.at <= COURSE_EVENT.c.at)
        & (SUGGESTION.c.at > COURSE_EVENT.c.at - within)
    )
    newest = select(func.max(SUGGESTION.c.id)).where(theirs).correlate(COURSE_EVENT).scalar_subquery()
    statement = (
        update(COURSE_EVENT)
        .where(COURSE_EVENT.c.community_id == community, COURSE_EVENT.c.suggestion_id.is_(None))
        .where(COURSE_EVENT.c.kind.in_(_ENROLLED))
        .where(select(SUGGESTION.c.id).where(theirs).correlate(COURSE_EVENT).exists())
        .values(suggestion_id=newest)
    )
    return connection.execute(statement).rowcount


def last_of(connection: Connection, community: int, person: int, course: str) -> int | None:
    """The newest suggestion of a course to somebody."""
    query = select(func.max(SUGGESTION.c.id)).where(
        SUGGESTION.c.community_id == community,
        SUGGESTION.c.person_id == person,
        SUGGESTION.c.course == course,
    )
    found: int | None = connection.execute(query).scalar()
    return found


def posted(
    connection: Connection, community: int, people: Collection[int], since: int
) -> dict[int, list[int]]:
    """By person: when something was suggested to them on schedule since then."""
    query = select(SUGGESTION.c.person_id, SUGGESTION.c.at).where(
        SUGGESTION.c.community_id == community,
        SUGGESTION.c.person_id.in_(list(people)),
        SUGGESTION.c.at > since,
        SUGGESTION.c.key.startswith(POSTED),
    )
    found: dict[int, list[int]] = {}
    for person, at in connection.execute(query):
        found.setdefault(person, []).append(at)
    return found


def served(connection: Connection, community: int, people: Collection[int], run: str) -> set[int]:
    """Those of these people to whom this run (the beginning of its keys) suggested something already."""
    query = select(SUGGESTION.c.person_id).where(
        SUGGESTION.c.community_id == community,
        SUGGESTION.c.person_id.in_(list(people)),
        SUGGESTION.c.key.startswith(run, autoescape=True),
    )
    return set(connection.execute(query).scalars())


def judged(
    connection: Connection, community: int, people: Collection[int]
) -> dict[int, list[tuple[int, str]]]:
    """By person: what they said of suggestions that were made to them, in order of time."""
    query = (
        select(COURSE_EVENT.c.person_id, COURSE_EVENT.c.at, COURSE_EVENT.c.kind)
        .where(COURSE_EVENT.c.community_id == community, COURSE_EVENT.c.person_id.in_(list(people)))
        .where(COURSE_EVENT.c.suggestion_id.is_not(None), COURSE_EVENT.c.kind.in_(_SAID))
        .order_by(COURSE_EVENT.c.at, COURSE_EVENT.c.id)
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for person, at, kind in connection.execute(query):
        found.setdefault(person, []).append((at, kind))
    return found
