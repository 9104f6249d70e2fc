"""Deleting a message and restoring it returns the same balance, through the real pipeline."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bots import write_rules
from tests.features.points.town import CALM, HOUR, MINUTE, OWNER, Town

INCENTIVES = """
per_day: 30
talk_per_day: 20
givers: {member_for: 0s, messages: 0}
message: {points: 2, cooldown: 1s, per_day: 8}
reaction: {points: 3, per_day: 9, member_for: 0s}
reply: {points: 2, per_day: 6}
thanks: {points: 5, per_day: 15, words: [thanks]}
essence: {points: 12, per_day: 20}
checkin: {points: 3, words: [check in]}
"""
# Who does what to the message so many before: write, check in, answer, thank, react, pick.
ACTS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(["write", "check in", "answer", "thank", "react", "pick"]),
        st.integers(0, 5),
    ),
    min_size=3,
    max_size=20,
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One town for all examples: each has people of its own, on a day of its own."""
    folder: Path = tmp_path_factory.mktemp("town")
    rules = write_rules(folder / "rules", incentives=INCENTIVES, community=CALM, moderation="rules: []\n")
    found = Town(folder, rules)
    yield found
    found.close()


def play(town: Town, acts: list[tuple[int, str, int]]) -> tuple[list[int], list[tuple[int, int]]]:
    """Let people do these things; who they are, and the messages with whose they are."""
    people = [town.somebody(0) for _ in range(4)]
    said = [(town.write(people[0], "a first message to answer"), people[0])]
    for number, (place, what, back) in enumerate(acts):
        who, about = people[place], said[max(0, len(said) - 1 - back)]
        town.pass_(MINUTE)
        if what == "react":
            town.react(who, about[0])
        elif what == "pick":
            town.write(OWNER, "/essence", to=about)
        else:
            text = {"check in": "check in", "thank": f"thanks {number}"}.get(what, f"message number {number}")
            to = about if what in ("answer", "thank") else None
            said.append((town.write(who, text, to=to), who))
    return people, said


@pytest.mark.sqlite
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    acts=ACTS, which=st.lists(st.integers(0, 19), min_size=1, max_size=3, unique=True), days=st.integers(0, 1)
)
def test_deleting_messages_and_undoing_that_returns_the_same_balances(
    town: Town, acts: list[tuple[int, str, int]], which: list[int], days: int
) -> None:
    town.to_day(8 * HOUR)
    people, said = play(town, acts)
    before = {who: town.earned(who) for who in people}
    town.pass_(HOUR)
    if days:
        town.to_day(8 * HOUR)
    cases = []
    for place in dict.fromkeys(number % len(said) for number in which):
        town.write(OWNER, "/del", to=said[place])
        cases.append(town.newest_case())
    removed = {who: town.earned(who) for who in people}
    assert sum(removed.values()) <= sum(before.values())
    for case in cases:
        town.write(OWNER, f"/undo {case}")
    assert {who: town.earned(who) for who in people} == before
    assert all(xp == ledger for xp, ledger in town.balances().values())


@pytest.mark.sqlite
def test_while_it_is_removed_a_message_brings_its_author_nothing(town: Town) -> None:
    town.to_day(8 * HOUR)
    people, said = play(town, [(1, "thank", 0), (2, "react", 1), (3, "answer", 1), (0, "pick", 0)])
    whole = town.earned(people[0])
    town.write(OWNER, "/del", to=said[0])
    assert whole == 2 + 5 + 3 + 2
    assert town.earned(people[0]) == 5 + 2, "what others wrote still stands"
    case = town.newest_case()
    for _ in range(2):
        town.write(OWNER, f"/undo {case}")
        assert town.earned(people[0]) == whole, "once is once"
