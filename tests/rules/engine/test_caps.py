"""Caps of a day, and what is counted anew when something is taken back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rules.engine.caps import Act, Caps, caps_of, counted_anew, highest, room
from tests.rules.engine.test_incentives import POLICY

CAPS = Caps({"message": 6, "thanks": 10}, talk=12, day=20)
SOURCES = ("message", "thanks", "accepted")
DONE = st.lists(st.tuples(st.sampled_from(SOURCES), st.integers(1, 7), st.booleans()), max_size=12)


def granted(done: list[tuple[str, int, bool]], caps: Caps = CAPS) -> list[Act]:
    """Acts as they were granted one after another, some of which were taken back later."""
    today: dict[str, int] = {}
    acts = []
    for number, (source, raw, stands) in enumerate(done):
        base = max(0, min(raw, room(caps, source, today)[0]))
        today[source] = today.get(source, 0) + base
        acts.append(Act(f"{number}", source, raw, base, stands))
    return acts


@given(DONE)
def test_a_day_of_which_nothing_is_taken_back_stays_as_it_was_granted(
    done: list[tuple[str, int, bool]],
) -> None:
    acts = [Act(a.key, a.source, a.raw, a.base, True) for a in granted(done)]
    wanted = {a.key: a.base for a in acts}
    assert counted_anew(acts, CAPS) == wanted
    wider = highest([CAPS, Caps({"message": 99, "thanks": 99}, 99, 99)])
    assert counted_anew(acts, wider) == wanted


@given(DONE)
def test_what_is_counted_anew_keeps_the_caps_and_gives_no_more_than_acts_are_worth(
    done: list[tuple[str, int, bool]],
) -> None:
    acts = granted(done)
    found = counted_anew(acts, CAPS)
    assert set(found) == {a.key for a in acts if a.stands}
    today: dict[str, int] = {}
    for act in acts:
        if act.stands:
            assert act.base <= found[act.key] <= act.raw
            today[act.source] = today.get(act.source, 0) + found[act.key]
    assert today.get("message", 0) <= 6
    assert today.get("message", 0) + today.get("thanks", 0) <= 12
    assert sum(today.values()) <= 20


def test_what_caps_held_back_gets_what_fake_acts_had_filled() -> None:
    fake = [Act(f"fake{n}", "thanks", 5, 5, False) for n in range(2)]
    real = [Act(f"real{n}", "thanks", 5, 0, True) for n in range(3)]
    assert counted_anew([*fake, *real], CAPS) == {"real0": 5, "real1": 5, "real2": 0}


def test_taking_away_and_giving_again_does_not_get_round_a_cap() -> None:
    """Two come, are taken away, two others fill the day, and the first two come again."""
    first = [Act(f"a{n}", "thanks", 5, 5, True) for n in range(2)]
    second = [Act(f"b{n}", "thanks", 5, 5, True) for n in range(2)]
    assert counted_anew([*first, *second], CAPS) == {"a0": 5, "a1": 5, "b0": 0, "b1": 0}


def test_every_source_of_a_policy_has_its_cap() -> None:
    caps = caps_of(POLICY)
    assert caps.sources == {"message": 10, "reaction": 9, "thanks": 20}
    assert room(caps, "message", {"message": 4}) == (6, "daily limit for message")
    assert room(caps, "thanks", {"message": 10, "reaction": 9}) == (6, "daily limit")
    assert room(caps, "accepted", {"checkin": 99, "rule": 99}) == (25, "daily limit")
    assert room(CAPS, "message", {"thanks": 10}) == (2, "daily limit of talk")
