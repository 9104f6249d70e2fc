"""Ratings of courses, and who may be asked for one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select, text

from storage.course_notices import NOTICE
from storage.learning import COURSE_EVENT

_RATED = text("course_event.kind = 'rated'")  # written out: a parameter would hide that the index fits
DONE = ("taken", "finished")


def means(connection: Connection, community: int) -> dict[str, tuple[float, int]]:
    """By course: the mean of the newest rating of each person, and of how many people."""
    order = func.row_number().over(
        partition_by=(COURSE_EVENT.c.course, COURSE_EVENT.c.person_id),
        order_by=(COURSE_EVENT.c.at.desc(), COURSE_EVENT.c.id.desc()),
    )
    newest = (
        select(COURSE_EVENT.c.course, COURSE_EVENT.c.value, order.label("place"))
        .where(COURSE_EVENT.c.community_id == community, _RATED, COURSE_EVENT.c.value > 0)
        .subquery()
    )
    query = (
        select(newest.c.course, func.avg(newest.c.value), func.count())
        .where(newest.c.place == 1)
        .group_by(newest.c.course)
    )
    return {course: (float(mean), int(count)) for course, mean, count in connection.execute(query)}


def done(connection: Connection, number: int) -> RowMapping | None:
    """The event by which somebody took or finished a course."""
    query = select(COURSE_EVENT).where(COURSE_EVENT.c.id == number, COURSE_EVENT.c.kind.in_(DONE))
    return connection.execute(query).mappings().first()


def of_person(connection: Connection, community: int, person: int) -> dict[str, dict[str, Any]]:
    """By course: the newest event of each kind of somebody's, as kind → row."""
    query = (
        select(COURSE_EVENT)
        .where(COURSE_EVENT.c.community_id == community, COURSE_EVENT.c.person_id == person)
        .order_by(COURSE_EVENT.c.at, COURSE_EVENT.c.id)
    )
    found: dict[str, dict[str, Any]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["course"], {})[row["kind"]] = row
    return found


def finished_since(connection: Connection, community: int, since: int) -> list[RowMapping]:
    """Who finished what since then, in order of time."""
    query = (
        select(COURSE_EVENT)
        .where(COURSE_EVENT.c.community_id == community, COURSE_EVENT.c.at > since)
        .where(COURSE_EVENT.c.kind == "finished")
        .order_by(COURSE_EVENT.c.at, COURSE_EVENT.c.id)
    )
    return list(connection.execute(query).mappings())


def rated_by(connection: Connection, community: int, people: Collection[int]) -> set[tuple[int, str]]:
    """Which of these people (person, course) rated which courses."""
    query = select(COURSE_EVENT.c.person_id, COURSE_EVENT.c.course).where(
        COURSE_EVENT.c.community_id == community, COURSE_EVENT.c.person_id.in_(list(people)), _RATED
    )
    return {(person, course) for person, course in connection.execute(query)}


def asked_since(connection: Connection, community: int, people: Collection[int], since: int) -> set[int]:
    """Those of these people who were asked for a rating since then."""
    query = select(NOTICE.c.person_id).where(
        NOTICE.c.community_id == community,
        NOTICE.c.person_id.in_(list(people)),
        NOTICE.c.kind == "rate",
        NOTICE.c.at > since,
    )
    return set(connection.execute(query).scalars())
