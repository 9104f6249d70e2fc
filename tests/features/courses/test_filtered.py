"""No filtered course is ever suggested, whichever way a suggestion takes.

The ways: the job's post in a group and its private messages, /suggest, and advice in bulk; by a fresh model,
by one that learned from another catalogue, and by popularity while there is none; to members who are held out
and to those with whom courses are tried out; with a history, with talk alone, with nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from bot.core.command_router import run_command
from bot.features.courses import advisor as advisor_module
from bot.features.courses.advisor import Advisor
from bot.features.courses.jobs.suggestions import suggestions
from bot.features.courses.model import Model
from rules.config.courses import Course
from rules.engine.events import Person
from storage import learning
from storage.outbox import OUTBOX
from tests.features.courses.worlds import ANN, BEN, CAI, DAY, NOW, PEOPLE, Town, book, command, course, taken
from tests.services import services

IDS = tuple("abcdefg")
PAUSE = 14 * DAY
WORDS = ("基金", "python", "写作")
NAMES = {ANN.id: {"@ann", "ann", "11"}, BEN.id: {"@ben", "ben", "12"}, CAI.id: {"13"}}


def day(offset: int) -> str:
    """A day near NOW."""
    return (datetime.fromtimestamp(NOW, UTC) + timedelta(days=offset)).date().isoformat()


@st.composite
def catalogues(draw: st.DrawFn) -> tuple[Course, ...]:
    """Courses of which some are hidden, over, begun, small, somebody's own, or need others."""
    courses = list[Course]()
    for number, id_ in enumerate(draw(st.lists(st.sampled_from(IDS), unique=True, max_size=len(IDS)))):
        earlier = [c.id for c in courses]
        more = draw(
            st.fixed_dictionaries(
                {"tags": st.lists(st.sampled_from(WORDS), max_size=2)},
                optional={
                    "hidden": st.booleans(),
                    "kind": st.sampled_from(["live", "camp", "course"]),
                    "starts": st.integers(-20, 40).map(day),
                    "ends": st.integers(-20, 40).map(day),
                    "seats": st.integers(1, 3),
                    "authors": st.lists(st.sampled_from(["@Ann", "12", "13", "ben", "@dan"]), max_size=2),
                    "language": st.sampled_from(["zh", "en"]),
                },
            )
        )
        if number:
            more["prerequisites"] = draw(st.lists(st.sampled_from(earlier), unique=True, max_size=2))
        courses.append(course(id_, **more))
    return tuple(courses)


kinds = st.sampled_from(["taken", "taken", "interested", "dismissed", "clicked"])


@dataclass
class Case:
    """A catalogue, what people did, what they were shown, and by which model they are advised."""

    courses: tuple[Course, ...]
    before: tuple[Course, ...]  # the catalogue that a stale model knows
    events: list[tuple[Person, str, str, int]]  # person, course, kind, days ago
    impressions: list[tuple[Person, str, int]]
    terms: dict[int, dict[str, float]]
    held: set[int]
    model: str
    now: int
    private: bool
    rows: list[dict[str, Any]] = field(default_factory=list)


cases = st.builds(
    Case,
    courses=catalogues(),
    before=catalogues(),
    events=st.lists(
        st.tuples(st.sampled_from(PEOPLE), st.sampled_from(IDS), kinds, st.integers(0, 60)), max_size=12
    ),
    impressions=st.lists(
        st.tuples(st.sampled_from(PEOPLE), st.sampled_from(IDS), st.integers(0, 20)), max_size=6
    ),
    terms=st.dictionaries(
        st.sampled_from([p.id for p in PEOPLE]),
        st.dictionaries(st.sampled_from(WORDS), st.floats(0.1, 5), min_size=1, max_size=2),
        max_size=3,
    ),
    held=st.sets(st.sampled_from([p.id for p in PEOPLE])),
    model=st.sampled_from(["fresh", "stale", "none"]),
    now=st.integers(0, 30).map(lambda days: NOW + days * DAY),
    private=st.booleans(),
)


@pytest.fixture
def place(town: Town) -> Town:
    """Two of three members opened their private chat."""
    with town.store.write() as connection:
        for person in (ANN, BEN):
            town.start_private(connection, person)
    return town


def prepare(town: Town, case: Case) -> None:
    """Forget the case before, and write this one down."""
    town.book = book(case.courses)
    town.services = services(Advisor(town.community))
    case.rows = [
        taken(town.id(person), id_, ago, kind)
        | {"key": f"e{n}", "community_id": town.community, "value": 1, "at": case.now - ago * DAY}
        | {"suggestion_id": None}
        for n, (person, id_, kind, ago) in enumerate(sorted(case.events, key=lambda e: -e[3]))
    ]
    with town.store.write() as connection:
        for table in (learning.SUGGESTION, learning.COURSE_EVENT, learning.INTERESTS, OUTBOX):
            connection.execute(delete(table))
        learning.add_course_events(connection, case.rows)
        interests = {town.id(p): case.terms[p.id] for p in PEOPLE if p.id in case.terms}
        learning.save_interests(connection, town.community, interests, case.now)
    for person, id_, ago in case.impressions:
        town.suggested(person, id_, case.now - ago * DAY)
    if case.model == "stale":
        advisor: Any = town.services.of(Advisor)
        advisor._model = Model.fit(case.rows, case.before, case.now)


def impressions(town: Town) -> list[Mapping[str, Any]]:
    """Every impression, in order."""
    with town.store.read() as connection:
        query = select(learning.SUGGESTION).order_by(learning.SUGGESTION.c.id)
        return [dict(r) for r in connection.execute(query).mappings()]


def forbidden(town: Town, case: Case, person: Person, id_: str, shown: Iterable[tuple[str, int]]) -> str:
    """Why somebody may not be suggested a course, by nothing but the rows; empty when they may."""
    found = next((c for c in case.courses if c.id == id_), None)
    own = [(r["course"], r["kind"]) for r in case.rows if r["person_id"] == town.id(person)]
    has = {c for c, kind in own if kind == "taken"}
    judged = [kind for c, kind in own if c == id_ and kind in ("taken", "interested", "dismissed")]
    today = datetime.fromtimestamp(case.now, UTC).date().isoformat()
    takers = {r["person_id"] for r in case.rows if r["course"] == id_ and r["kind"] == "taken"}
    if found is None:
        return "gone"
    reasons = {
        "hidden": found.hidden,
        "owned": id_ in has,
        "dismissed": judged[-1:] == ["dismissed"],
        "shown lately": any(c == id_ and case.now - at < PAUSE for c, at in shown),
        "begun": found.kind in ("live", "camp") and bool(found.starts) and found.starts <= today,
        "over": bool(found.ends) and found.ends < today,
        "full": bool(found.seats) and len(takers) >= found.seats,
        "authored": bool(NAMES[person.id] & {a.lower() for a in found.authors}),
        "prerequisites": not set(found.prerequisites) <= has,
    }
    return ", ".join(name for name, holds in reasons.items() if holds)


def suggest_everything(town: Town, case: Case) -> None:
    """Take every way there is, and look at each suggestion that was made."""
    people = {town.id(p): p for p in PEOPLE}
    before = {r["id"] for r in impressions(town)}
    with town.store.read() as connection:
        advised = town.services.of(Advisor).advise(connection, people, town.book, case.now, len(IDS))
    shown = [(r["person_id"], r["course"], r["at"]) for r in impressions(town)]
    for number, listed in advised.items():
        assert len({a.course for a in listed}) == len(listed)
        for advice in listed:
            seen = [(c, at) for who, c, at in shown if who == number]
            assert not forbidden(town, case, people[number], advice.course, seen), advice
    with town.run("suggestions", case.now, group=2, private=case.private) as run:
        suggestions(run)
    for update, person in enumerate((*PEOPLE, *PEOPLE), 1):
        with town.batch(case.now) as batch:
            run_command(batch, command(person, "/suggest", update_id=update))
    for row in impressions(town):
        if row["id"] not in before:
            person = people[row["person_id"]]
            earlier = [(c, at) for who, c, at in shown if who == row["person_id"]]
            assert not forbidden(town, case, person, row["course"], earlier), row
            shown.append((row["person_id"], row["course"], row["at"]))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(cases)
def test_no_filtered_course_is_suggested_in_any_way(place: Town, case: Case) -> None:
    with pytest.MonkeyPatch.context() as patch:
        held = {place.id(p) for p in PEOPLE if p.id in case.held}
        patch.setattr("bot.features.courses.experiment.held_out", lambda person: person in held)
        patch.setattr("bot.features.courses.exploration.EVERY", 2)
        if case.model != "fresh":
            patch.setattr(advisor_module, "_EVENTS", -1)  # whoever asks waits for no fit
        prepare(place, case)
        suggest_everything(place, case)
