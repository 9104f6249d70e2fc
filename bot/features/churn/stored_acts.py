"""Read messages, and a community's stored past, as acts: messages, reactions, thanks, questions and courses.

All of it is kept as long as events are, while texts go earlier: what somebody wrote counts by its length and
by the words of their questions, and what they take by the courses' own words.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from bot.features.churn.history import Act, History
from bot.features.courses.text_features import course_text, words
from rules.config.courses import Course
from storage import member_acts, recommender_data, risks
from storage.prepared_statements import Record
from storage.store import Store

KEPT = 182 * 86_400  # seconds of the past that are looked at


def read(store: Store, community: int, courses: Sequence[Course], now: int) -> History:
    """What members did in the last half year; of those who refused a score, nothing."""
    with store.read() as connection:
        unwilling = risks.refused(connection, community)
    found: list[Act] = []
    since = now - KEPT
    member_acts.read(store.reading, community, since, lambda rows: found.extend(map(_said, rows)))
    for giver, taker, at in store.reading(
        lambda connection: member_acts.thanks(connection, community, since)
    ):
        found.append(Act(at, giver, (taker,), thanks=True))
    subjects = {course.id: tuple(words(course_text(course))) for course in courses}
    recommender_data.read_course_events(
        store.reading, community, lambda rows: found.extend(_taken(rows, subjects, since))
    )
    return History.of(a for a in found if a.person not in unwilling and a.at < now)


def _said(row: Record) -> Act:
    to = (row["other"],) if row["other"] is not None else ()
    if row["kind"] == "reaction":
        return Act(row["at"], row["person_id"], to)
    words = tuple(row["words"] or ())
    asks = row["words"] is not None
    return Act(row["at"], row["person_id"], to, asks=asks, length=row["length"], words=words)


def _taken(rows: Sequence[Sequence[Any]], subjects: Mapping[str, tuple[str, ...]], since: int) -> list[Act]:
    return [
        Act(at, person, words=subjects.get(course, ()))
        for person, course, _kind, _value, at, _id in rows
        if at >= since
    ]


_NAMED = re.compile(r"@(\w+)")
_ASKS = re.compile(r"[?？]|吗\s*$|请问|怎么|如何")
_THANKS = re.compile(r"谢谢|多谢|感谢|\b(?:thanks|thank you|thx|tysm|ty)\b", re.IGNORECASE)


def act(at: float, person: Hashable, text: str, answers: Iterable[Hashable] = ()) -> Act:
    """A message as an act.

    Args:
        at: unix seconds.
        person: its author.
        text: what it says. `@name` turns to the one of that name.
        answers: whom it replies to.
    """
    return Act(
        at=at,
        person=person,
        to=(*answers, *_NAMED.findall(text)),
        asks=bool(_ASKS.search(text)),
        thanks=bool(_THANKS.search(text)),
        length=len(text),
        words=tuple(words(_NAMED.sub(" ", text))),
    )
