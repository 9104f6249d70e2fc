"""Laws of earning under the file that comes along: order, replays, and counting anew."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

import rules
from bot.features import extensions
from rules.config.book import load_book
from rules.engine.decision import Decision
from rules.engine.entries import Entry
from rules.engine.events import Event, Kind, Person, Reply
from rules.engine.grants import grant, picks
from rules.engine.incentives import award, thank
from rules.engine.policy import EssencePolicy, IncentivesPolicy
from rules.engine.standings import credited, on_day
from rules.engine.state import Activity, Standing
from rules.engine.streaks import local_day
from tests.rules.make import NOW, event, member

PEOPLE = range(1, 6)
DAY = 86_400
SAID = ["谢谢！", "thanks a lot", "打卡", "this is how I would write it", "ok then", "react", "press", "pick"]
Said = tuple[int, int, str]  # when, to whom, what
WHO, WHAT = st.sampled_from(PEOPLE), st.sampled_from(SAID)
DAYS_ACTS = st.lists(st.tuples(st.integers(0, DAY - 1), WHO, WHAT), max_size=25)
PAST = st.lists(st.tuples(st.integers(0, 20 * DAY), WHO, WHO, WHAT), max_size=60)
Act = tuple[int, int, int, int, str]  # number, when, who, to whom, what


@pytest.fixture(scope="module")
def policy() -> IncentivesPolicy:
    """The policy that comes along, with caps that nobody reaches, and reactions that count at once."""
    found, _ = load_book(Path(rules.__file__).parent, extensions())
    assert found is not None
    whole = found.incentives
    assert whole.message is not None
    assert whole.reaction is not None
    assert whole.reply is not None
    assert whole.thanks is not None
    return structs.replace(
        whole,
        per_day=10**6,
        talk_per_day=0,
        message=structs.replace(whole.message, per_day=10**6),
        reaction=structs.replace(whole.reaction, per_day=10**6, settles_after=0),
        reply=structs.replace(whole.reply, per_day=10**6),
        thanks=structs.replace(whole.thanks, per_day=10**6),
    )


def lived(
    acts: Iterable[Act], policy: IncentivesPolicy, later: IncentivesPolicy | None = None, change: int = 2**40
) -> list[Entry]:
    """The ledger after these acts, in the order in which they come; `later` holds from act `change` on."""
    standings = {p: Standing(person=p, xp=100) for p in PEOPLE}
    entries: list[Entry] = []
    for number, at, who, whom, said in acts:
        day = local_day(at, "UTC")
        standings = {p: s if s.day == day else on_day(s, day) for p, s in standings.items()}
        in_force = policy if later is None or number < change else later
        if said in ("press", "pick"):
            found = _granted(number, at, who, whom, said, standings, in_force)
            for entry in found:
                entries.append(entry)
                standings = {p: credited(s, entry) for p, s in standings.items()}
            continue
        earned = award(
            _event(number, at, whom, said),
            Decision(update_id=number, book="", state=member(person=who, messages=50)),
            standings,
            in_force,
            author=who,
            receiver=whom,
            activity=Activity(),
            timezone="UTC",
        )
        for entry in earned.entries:
            entries.append(entry)
            standings = {p: credited(s, entry) for p, s in standings.items()}
    return entries


def _granted(
    number: int,
    at: int,
    who: int,
    whom: int,
    said: str,
    standings: dict[int, Standing],
    policy: IncentivesPolicy,
) -> list[Entry]:
    """Thanks by a button, or a message that a moderator picks as one of the best."""
    key = f"{said}:{number}"
    if said == "press":
        return thank(
            _event(number, at, whom, "thanks"),
            member(person=who, messages=50),
            standings,
            policy,
            giver=who,
            helper=whom,
            key=key,
            message=number,
            timezone="UTC",
        )
    if not picks(EssencePolicy(), standings[who], standings[whom]):
        return []
    entry = grant(key, "essence", 20, standings[whom], policy, at=at, timezone="UTC", actor=who)
    return [entry] if entry is not None else []


def _event(number: int, at: int, whom: int, said: str) -> Event:
    answered = Reply(1, Person(whom, f"P{whom}"))
    if said != "react":
        return event(said, at=at, message=number, reply=answered)
    found = event(kind=Kind.REACTION, at=at, message=number)
    return structs.replace(found, content=None, reactions=("👍",))


def totals(entries: Iterable[Entry]) -> dict[int, int]:
    """What everybody has."""
    found = dict.fromkeys(PEOPLE, 0)
    for entry in entries:
        found[entry.person] += entry.granted
    return found


def of(person: int, found: list[Said]) -> list[Act]:
    """Somebody's acts of one day, in their order."""
    begin = NOW - NOW % DAY
    return [
        (1000 * person + n, begin + at, person, whom, said)
        for n, (at, whom, said) in enumerate(sorted(found))
    ]


@given(DAYS_ACTS, DAYS_ACTS, st.randoms(use_true_random=False))
def test_no_order_of_two_members_acts_of_a_day_changes_what_either_gets(
    policy: IncentivesPolicy, one: list[Said], two: list[Said], chance: Random
) -> None:
    first, second = of(1, one), of(2, two)
    in_time = sorted([*first, *second], key=lambda act: act[1])
    mixed: list[Act] = []
    left, right = list(first), list(second)
    while left or right:
        take = left if left and (not right or chance.random() < 0.5) else right
        mixed.append(take.pop(0))
    expected = totals(lived(in_time, policy))
    assert totals(lived(mixed, policy)) == expected
    assert totals(lived([*second, *first], policy)) == expected


@given(PAST)
def test_the_same_past_gives_the_same_ledger_and_no_act_is_paid_twice(
    policy: IncentivesPolicy, found: list[tuple[int, int, int, str]]
) -> None:
    acts = [(n, NOW + at, who, whom, said) for n, (at, who, whom, said) in enumerate(sorted(found))]
    entries = lived(acts, policy)
    assert lived(acts, policy) == entries
    assert len({e.key for e in entries}) == len(entries)
    assert all(e.actor != e.person for e in entries)


def test_two_who_only_thank_each_other_soon_get_nothing_for_it(policy: IncentivesPolicy) -> None:
    days = [(day, who) for day in range(3) for who in (1, 2)]
    acts = [(n, NOW + day * DAY + n, who, 3 - who, "谢谢！") for n, (day, who) in enumerate(days)]
    thanks = [e.granted for e in lived(acts, policy) if e.source == "thanks"]
    assert thanks == [5, 5, 0, 0, 0, 0]  # the second day is worth a tenth of a half, rounded down


@given(PAST, st.integers(0, 60))
def test_a_recount_after_a_rule_change_reproduces_the_ledger(
    policy: IncentivesPolicy, found: list[tuple[int, int, int, str]], change: int
) -> None:
    """Each act is paid by the rules of its time; told which those were, the same past gives the same rows."""
    assert policy.thanks is not None
    later = structs.replace(policy, thanks=structs.replace(policy.thanks, points=50), talk_per_day=60)
    acts = [(n, NOW + at, who, whom, said) for n, (at, who, whom, said) in enumerate(sorted(found))]
    entries = lived(acts, policy, later, change)
    versions = {e.key: e.at >= _at(acts, change) for e in entries}
    assert lived(acts, policy, later, change) == entries
    for entry in entries:
        if entry.source == "thanks" and entry.raw > 5:
            assert versions[entry.key]


def _at(acts: list[Act], number: int) -> int:
    return acts[number][1] if number < len(acts) else 2**40
