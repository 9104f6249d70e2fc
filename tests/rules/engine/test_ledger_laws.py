"""Laws of points, whatever happens: caps hold, keys are unique, reversals undo."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from rules.engine.counter_entries import counter, reverse
from rules.engine.decision import Decision
from rules.engine.entries import Entry
from rules.engine.events import Event, Kind, Person, Reply
from rules.engine.incentives import award
from rules.engine.standings import credited
from rules.engine.state import Activity, Standing
from rules.engine.streaks import local_day
from tests.rules.engine.test_incentives import POLICY
from tests.rules.make import NOW, event, member

PEOPLE = (1, 2, 3)
TEXTS = ["打卡", "谢谢！", "good morning all", "an answer that helps", "ok", "thanks"]
ACT = st.tuples(
    st.integers(0, 7200),  # seconds since the act before
    st.sampled_from(PEOPLE),
    st.sampled_from([0, *PEOPLE]),
    st.sampled_from(["react", *TEXTS]),
)
ACTS = st.lists(ACT, max_size=60)


def lived(acts: list[tuple[int, int, int, str]]) -> tuple[list[Entry], dict[int, Standing]]:
    """The ledger after some acts, and everybody's standing, kept as storage keeps them."""
    at, entries = NOW, list[Entry]()
    standings = {p: Standing(person=p) for p in PEOPLE}
    for number, (after, author, answered, what) in enumerate(acts):
        at += after
        day = local_day(at, "UTC")
        standings = {p: s if s.day == day else _next_day(s, day) for p, s in standings.items()}
        happened = _event(at, number, answered, what)
        judged = Decision(update_id=number, book="", state=member(person=author))
        earned = award(
            happened,
            judged,
            standings,
            POLICY,
            author=author,
            receiver=answered or None,
            activity=Activity(),
            timezone="UTC",
        )
        for entry in earned.entries:
            entries.append(entry)
            standings = {p: credited(s, entry) for p, s in standings.items()}
    return entries, standings


def _next_day(standing: Standing, day: str) -> Standing:
    """What stays when a day begins."""
    return structs.replace(standing, day=day, today={}, given_today={})


def _event(at: int, number: int, answered: int, what: str) -> Event:
    if what == "react":
        return Event(
            update_id=number,
            kind=Kind.REACTION,
            at=at,
            chat=event().chat,
            person=Person(1),
            message_id=number,
            added=("👍",),
            reactions=("👍",),
        )
    return event(what, at=at, message=number, reply=Reply(1, Person(answered)) if answered else None)


@given(ACTS)
def test_nobody_gets_more_in_a_day_than_the_caps_allow(acts: list[tuple[int, int, int, str]]) -> None:
    by_source: defaultdict[tuple[int, str, str], int] = defaultdict(int)
    in_all: defaultdict[tuple[int, str], int] = defaultdict(int)
    for entry in lived(acts)[0]:
        assert 0 <= entry.granted <= entry.raw
        assert (entry.granted == entry.raw) == (entry.reason == "")
        by_source[entry.person, entry.day, entry.source] += entry.granted
        if entry.source != "checkin":
            in_all[entry.person, entry.day] += entry.granted
    caps = {"message": 10, "reaction": 9, "thanks": 20, "checkin": 8}
    assert all(total <= caps[source] for (_, _, source), total in by_source.items())
    assert all(total <= POLICY.per_day for total in in_all.values())


@given(ACTS)
def test_no_key_is_used_twice_and_nobody_pays_themselves(acts: list[tuple[int, int, int, str]]) -> None:
    entries = lived(acts)[0]
    assert max(Counter(e.key for e in entries).values(), default=1) == 1
    assert all(e.actor != e.person for e in entries)


@given(ACTS)
def test_a_standing_is_the_sum_of_its_entries(acts: list[tuple[int, int, int, str]]) -> None:
    entries, standings = lived(acts)
    for person, standing in standings.items():
        assert standing.xp == sum(e.granted for e in entries if e.person == person)
        today = [e for e in entries if e.person == person and e.day == standing.day]
        for source in {e.source for e in today}:
            assert standing.today[source] == sum(e.granted for e in today if e.source == source)


@given(ACTS)
def test_taking_everything_back_leaves_nothing(acts: list[tuple[int, int, int, str]]) -> None:
    entries, standings = lived(acts)
    back = reverse(entries, NOW, "undone")
    assert [b.reverses for b in back] == [e.key for e in entries]
    assert {b.key for b in back}.isdisjoint({e.key for e in entries})
    for entry in back:
        standings = {p: credited(s, entry) for p, s in standings.items()}
    assert all(s.xp == 0 and not any(s.today.values()) for s in standings.values())


def test_what_was_taken_back_is_not_taken_back_again() -> None:
    entries = lived([(0, 1, 0, "good morning all")])[0]
    assert reverse(reverse(entries, NOW, "once"), NOW, "twice") == []


def test_taking_back_opens_the_cap_again() -> None:
    (entry,), standings = lived([(0, 1, 0, "good morning all")])
    again = credited(standings[1], reverse([entry], NOW + 5, "removed")[0])
    assert again.today == {"message": 0}
    assert again.last_at == {"message": NOW}


@given(st.lists(st.booleans(), max_size=30), st.booleans())
def test_a_chain_of_taking_and_giving_ends_with_what_was_said_last(said: list[bool], gives: bool) -> None:
    (first,), _ = lived([(0, 1, 0, "good morning all")])
    chain = [first if gives else structs.replace(first, raw=-first.raw, granted=-first.granted)]
    for stands in said:
        if stands != (chain[-1].granted > 0):
            chain.append(counter(chain[-1], NOW, ""))
    assert len({e.key for e in chain}) == len(chain)
    assert all(entry.reverses == before.key for before, entry in pairwise(chain))
    assert all(len(e.key) <= len(first.key) + 20 for e in chain)
    assert {e.day for e in chain} == {first.day}
