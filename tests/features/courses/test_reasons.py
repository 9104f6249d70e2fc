"""Whatever people did: the reason is the largest true term, counted right, and small groups stay unknown."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.command_router import run_command
from bot.features.courses.blend import Settings
from bot.features.courses.ease import Ease
from bot.features.courses.explain import reason_of, sentence
from bot.features.courses.model import Model, histories_of, sequences_of
from bot.features.courses.profile import Profile
from bot.features.courses.ratings import FEWEST
from bot.text.html import words
from bot.text.messages import LANGUAGES
from storage import learning
from tests.features.courses.worlds import ANN, BEN, NOW, PEOPLE, Town, book, command, course, taken

NAMES = ("alpha", "beta", "gamma", "delta")
SHOP = tuple(
    course(n, title={"zh": f"课{n}", "en": f"T {n}"}, tags=[n], description=f"{n} words") for n in NAMES
)
TITLES = {c.id: c.title["en"] for c in SHOP}

EVENT = st.tuples(
    st.integers(1, 14),
    st.sampled_from(NAMES),
    st.sampled_from(["taken", "rated"]),
    st.integers(1, 5),
    st.integers(1, 60),
)


class World(NamedTuple):
    """What everybody did, in order of time, and a member."""

    events: list[dict[str, Any]]
    profile: Profile


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Some people, and a member of whom something is known, or nothing."""
    drawn = draw(st.lists(EVENT, max_size=60))
    events = [taken(person, id_, days, kind) | {"value": value} for person, id_, kind, value, days in drawn]
    events.sort(key=lambda e: e["at"])
    history = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=3))
    liked = frozenset(draw(st.lists(st.sampled_from(NAMES), max_size=1)))
    terms = draw(st.sampled_from([{}, {"alpha": 2.0}, {"beta": 1.0, "~alph": 1.0}]))
    return World(
        events, Profile(tuple(history), liked, frozenset(), {}, terms, draw(st.sampled_from(["", "en"])))
    )


def fitted(world: World) -> Model:
    """A model; with EASE, however few the people."""
    model = Model.fit(world.events, SHOP, NOW, Settings(ease=0.5))
    histories = histories_of(sequences_of(world.events).values(), [c.id for c in SHOP])
    return replace(model, blend=replace(model.blend, ease=Ease.fit(histories, 10.0)))


class Counted(NamedTuple):
    """The same figures, counted one by one from the events."""

    orders: dict[int, list[str]]
    recent: dict[str, set[int]]
    stars: dict[str, dict[int, int]]

    @classmethod
    def of(cls, events: list[dict[str, Any]]) -> Counted:
        """Count."""
        orders, recent = defaultdict[int, list[str]](list), defaultdict[str, set[int]](set)
        stars: dict[str, dict[int, int]] = {}
        for e in events:
            if e["kind"] == "taken" and e["course"] not in orders[e["person_id"]]:
                orders[e["person_id"]].append(e["course"])
            if e["kind"] == "taken" and e["at"] > NOW - 30 * 86_400:
                recent[e["course"]].add(e["person_id"])
            if e["kind"] == "rated":
                stars.setdefault(e["course"], {})[e["person_id"]] = e["value"]
        return cls(dict(orders), dict(recent), stars)

    def went(self, first: str, then: str) -> int:
        """How many people took one course after the other."""
        return sum(first in o and then in o and o.index(first) < o.index(then) for o in self.orders.values())

    def took(self, *courses: str) -> int:
        """How many people took all of these."""
        return sum(set(courses) <= set(o) for o in self.orders.values())

    def supports(self, kind: str, world: World, id_: str) -> bool:
        """Whether there is anything true to tell about a term."""
        history = world.profile.taken
        return {
            "popular": bool(self.recent.get(id_)),
            "rated": bool(self.stars.get(id_)),
            "liked": id_ in world.profile.liked,
            "talk": id_ in world.profile.terms,
            "alike": bool(history),
            "next": any(self.went(h, id_) for h in history),
            "together": any(self.took(h, id_) for h in history),
        }.get(kind, False)

    def check(self, reason: dict[str, Any], world: World, id_: str) -> None:
        """Compare a reason's figures."""
        kind, history = reason["kind"], world.profile.taken
        if kind == "next":
            assert reason["course"] in history
            assert reason["count"] == self.went(reason["course"], id_) > 0
            assert reason["of"] == self.took(reason["course"]) >= reason["count"]
        elif kind == "together":
            assert reason["course"] in history
            assert reason["count"] == self.took(reason["course"], id_) > 0
        elif kind == "popular":
            assert reason["count"] == len(self.recent[id_]) > 0
        elif kind == "rated":
            given = self.stars[id_].values()
            assert reason["count"] == len(given)
            assert reason["stars"] == pytest.approx(sum(given) / len(given), abs=0.05)
        elif kind == "alike":
            assert reason["course"] in history
        elif kind == "beyond":
            assert not history
            assert self.went(reason["course"], id_) > 0
            assert set(reason["words"]) <= world.profile.terms.keys()
        elif kind == "talk":
            assert set(reason["words"]) <= world.profile.terms.keys()
            assert id_ in reason["words"]
        else:
            assert kind in ("liked", "new")


@settings(max_examples=150)
@given(worlds())
def test_the_reason_is_the_largest_term_of_which_something_true_can_be_told(world: World) -> None:
    model, counted = fitted(world), Counted.of(world.events)
    for ranked in model.rank(world.profile):
        reason = reason_of(model, world.profile, ranked)
        counted.check(reason, world, ranked.course)
        told = ranked.terms.get(reason["kind"], 0.0) if reason["kind"] != "new" else 0.0
        assert reason["kind"] == "new" or told > 0
        larger = [k for k, v in ranked.terms.items() if v > max(told, 0.0)]
        assert [k for k in larger if counted.supports(k, world, ranked.course)] == []


@settings(max_examples=150)
@given(worlds())
def test_no_group_under_five_is_told_in_either_language_and_no_figure_is_made_up(world: World) -> None:
    model = fitted(world)
    for ranked in model.rank(world.profile):
        reason = reason_of(model, world.profile, ranked)
        for language in LANGUAGES:
            said = sentence(language, reason, TITLES)
            assert said
            numbers = [
                float(n)
                for n in re.findall(r"\d+(?:\.\d+)?", said.replace("30 天", "").replace("30 days", ""))
            ]
            if reason.get("count", 0) < FEWEST:
                assert numbers == []
            else:
                given = {float(reason["count"]), float(reason.get("of", 0)), reason.get("stars", 0), 5.0}
                assert float(reason["count"]) in numbers
                assert set(numbers) <= given


@settings(max_examples=60)
@given(st.integers(1, 12), st.integers(0, 12))
def test_the_people_who_went_on_are_told_from_five_on(went: int, others: int) -> None:
    events = [taken(p, c, 60) for p in range(went) for c in ("alpha", "beta")]
    events += [taken(100 + p, "alpha", 60) for p in range(others)]
    model, profile = Model.fit(events, SHOP, NOW), Profile(taken=("alpha",))
    ranked = next(r for r in model.rank(profile) if r.course == "beta")
    reason = reason_of(model, profile, ranked)
    if reason["kind"] == "next":
        assert (reason["count"], reason["of"]) == (went, went + others)
        said = sentence("en", reason, TITLES)
        assert (f"{went} of the {went + others}" in said) == (went >= FEWEST)
        assert bool(re.search(r"\d", said)) == (went >= FEWEST)


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_gives_the_reason_that_the_suggestion_gave(town: Town, language: str) -> None:
    town.book, asker = book(language=language), ANN if language == "en" else BEN
    for person in PEOPLE:
        town.take(person, "python")
    with town.batch() as batch:
        run_command(batch, command(asker, "/suggest"))
    shown = town.calls()[-1].params["text"]
    with town.batch() as batch:
        run_command(batch, command(asker, "/why", update_id=2))
    told = town.calls()[-1].params["text"]
    with town.store.read() as connection:
        row = learning.last_suggestion(connection, town.community, town.id(asker))
    assert row is not None
    titles = {c.id: words(c.title[language]) for c in town.book.courses}
    reason = sentence(language, row["reason"], titles)
    assert reason in shown
    assert reason in told
    assert titles[row["course"]] in told


def test_a_course_that_nobody_went_on_from_gives_way_to_one_that_somebody_did() -> None:
    events = [taken(p, c, 100 - d) for p in range(40) for d, c in enumerate(("gamma", "beta"))]
    events += [taken(100 + p, c, 100 - d) for p in range(6) for d, c in enumerate(("alpha", "gamma"))]
    events += [taken(200 + p, "alpha", 90) for p in range(14)]
    model, profile = Model.fit(sorted(events, key=lambda e: e["at"]), SHOP, NOW), Profile(("alpha", "beta"))
    ranked = next(r for r in model.rank(profile) if r.course == "gamma")
    told = {k: v for k, v in ranked.terms.items() if v > 0}
    assert max(told, key=lambda k: told[k]) == "next"
    assert reason_of(model, profile, ranked) == {"kind": "next", "course": "alpha", "count": 6, "of": 20}
