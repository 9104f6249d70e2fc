"""Read in bulk what the recommender learns from, and the settings that were chosen for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, func, insert, not_, or_, select

from storage import tables
from storage.learning import COURSE_EVENT, SUGGESTION
from storage.prepared_statements import Statement, rows_of
from storage.store import table

MODEL_VERSION = table(tables.ModelVersion)
_AT_ONCE = 2_000  # rows; between two loads others have their turn
Ask = Callable[[Callable[[Connection], int]], int]  # makes one connection
_WANTED = ("interested", "taken")
_POPULAR, _LATELY = 90 * 86_400, 30 * 86_400  # seconds


_PAGE = Statement(
    lambda _: (
        select(*(COURSE_EVENT.c[name] for name in ("person_id", "course", "kind", "value", "at", "id")))
        # An index of the community would have all of its rows sorted anew for every page.
        .where(
            COURSE_EVENT.c.id > bindparam("after"), COURSE_EVENT.c.community_id + 0 == bindparam("community")
        )
        .order_by(COURSE_EVENT.c.id)
        .limit(_AT_ONCE)
    ),
    ["after", "community"],
)


def read_course_events(
    ask: Ask,
    community: int,
    take: Callable[[Sequence[tuple[Any, ...]]], None],
) -> None:
    """Hand all course events (person_id, course, kind, value, at, id) over page by page, as they were noted.

    `ask` gives a connection: with `Store.reading` each page is a view of its own.
    """
    after = 0

    def page(connection: Connection) -> int:
        nonlocal after
        rows = rows_of(connection, _PAGE, (after, community))
        if rows:
            after = int(rows[-1][5])
            take(rows)
        return len(rows)

    while ask(page) == _AT_ONCE:
        pass


def count_course_events(connection: Connection, community: int) -> int:
    """How many course events there are."""
    query = select(func.count()).select_from(COURSE_EVENT).where(COURSE_EVENT.c.community_id == community)
    return int(connection.execute(query).scalar_one())


def takers(connection: Connection, community: int, courses: Collection[str]) -> dict[str, int]:
    """How many people took each of these courses."""
    people = func.count(COURSE_EVENT.c.person_id.distinct())
    query = (
        select(COURSE_EVENT.c.course, people)
        .where(COURSE_EVENT.c.community_id == community, COURSE_EVENT.c.kind == "taken")
        .where(COURSE_EVENT.c.course.in_(list(courses)))
        .group_by(COURSE_EVENT.c.course)
    )
    return {course: int(count) for course, count in connection.execute(query)}


def popularity(connection: Connection, community: int, now: int) -> dict[str, tuple[int, int]]:
    """By course: how many people took it in the last ninety days, and of those in the last thirty."""
    person = COURSE_EVENT.c.person_id
    lately = case((COURSE_EVENT.c.at > now - _LATELY, person))
    query = (
        select(COURSE_EVENT.c.course, func.count(person.distinct()), func.count(lately.distinct()))
        .where(COURSE_EVENT.c.community_id == community, COURSE_EVENT.c.kind == "taken")
        .where(COURSE_EVENT.c.at > now - _POPULAR)
        .group_by(COURSE_EVENT.c.course)
    )
    return {course: (int(all_), int(some)) for course, all_, some in connection.execute(query)}


def outcomes(connection: Connection, community: int, since: int) -> tuple[dict[str, int], dict[str, int]]:
    """By course: impressions since then, and how many of those made somebody want or take it."""
    shown = (
        select(SUGGESTION.c.course, func.count())
        .where(SUGGESTION.c.community_id == community, SUGGESTION.c.at >= since)
        .group_by(SUGGESTION.c.course)
    )
    wanted = (
        select(SUGGESTION.c.course, func.count(COURSE_EVENT.c.suggestion_id.distinct()))
        .join(COURSE_EVENT, COURSE_EVENT.c.suggestion_id == SUGGESTION.c.id)
        .where(SUGGESTION.c.community_id == community, SUGGESTION.c.at >= since)
        .where(COURSE_EVENT.c.at >= since, COURSE_EVENT.c.kind.in_(_WANTED))
        .group_by(SUGGESTION.c.course)
    )
    return (
        {course: int(count) for course, count in connection.execute(shown)},
        {course: int(count) for course, count in connection.execute(wanted)},
    )


def add_model_version(
    connection: Connection, community: int, settings: dict[str, Any], figures: dict[str, Any], now: int
) -> None:
    """Settings that the recommender learns with from now on, and how they did on held-out courses."""
    row = {"community_id": community, "settings": settings, "figures": figures, "at": now}
    connection.execute(insert(MODEL_VERSION).values(row))


def model_settings(connection: Connection, community: int) -> dict[str, Any] | None:
    """The newest settings chosen for a community."""
    query = (
        select(MODEL_VERSION.c.settings)
        .where(MODEL_VERSION.c.community_id == community)
        .order_by(MODEL_VERSION.c.id.desc())
        .limit(1)
    )
    found: dict[str, Any] | None = connection.execute(query).scalar()
    return found


def outcomes_by_model(
    connection: Connection, community: int, since: int, ending: str, without: str = ""
) -> dict[bool, tuple[int, int, int, int]]:
    """Since then people, impressions, accepted and dismissed ones: of models with this ending, and of others.

    The last judgement of an impression counts; what was taken stays taken. Impressions of models named with
    the ending `without` are left out.
    """
    apart = SUGGESTION.c.model.endswith(ending).label("apart")
    where = [SUGGESTION.c.community_id == community, SUGGESTION.c.at >= since]
    if without:
        where.append(SUGGESTION.c.model.not_like(f"%{without}"))

    def last(kind: str) -> Any:
        return func.max(case((COURSE_EVENT.c.kind == kind, COURSE_EVENT.c.id), else_=0))

    judged = (
        select(
            COURSE_EVENT.c.suggestion_id.label("id"),
            (last("taken") > 0).label("taken"),
            (last("interested") > last("dismissed")).label("wanted"),
            (last("dismissed") > last("interested")).label("dismissed"),
        )
        .where(COURSE_EVENT.c.community_id == community, COURSE_EVENT.c.at >= since)
        .where(COURSE_EVENT.c.suggestion_id.is_not(None))
        .group_by(COURSE_EVENT.c.suggestion_id)
        .subquery()
    )
    accepted = or_(judged.c.taken, judged.c.wanted)

    def how_many(what: Any) -> Any:
        return func.coalesce(func.sum(case((what, 1), else_=0)), 0)

    query = (
        select(
            apart,
            func.count(SUGGESTION.c.person_id.distinct()),
            func.count(),
            how_many(accepted),
            how_many(and_(judged.c.dismissed, not_(judged.c.taken))),
        )
        .select_from(SUGGESTION.outerjoin(judged, judged.c.id == SUGGESTION.c.id))
        .where(*where)
        .group_by(apart)
    )
    rows = connection.execute(query)
    return {bool(a): (int(people), int(shown), int(yes), int(no)) for a, people, shown, yes, no in rows}
