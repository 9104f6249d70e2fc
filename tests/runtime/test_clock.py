"""The three clocks and how they are spelled."""

from __future__ import annotations

import time

import pytest

from bot.runtime.clock import EventClock, ScaledClock, SystemClock, parse_clock


def test_the_spellings_give_their_clocks() -> None:
    assert isinstance(parse_clock("system"), SystemClock)
    assert isinstance(parse_clock("scaled:0:100:60"), ScaledClock)
    assert isinstance(parse_clock("events:60"), EventClock)


@pytest.mark.parametrize(
    "text", ["", "system:1", "scaled:1:2", "scaled:1:2:0", "events", "events:-1", "events:x"]
)
def test_other_spellings_are_refused_with_the_right_ones(text: str) -> None:
    with pytest.raises(ValueError, match="write system"):
        parse_clock(text)


def test_a_scaled_clock_runs_faster() -> None:
    clock = ScaledClock(time.time() - 10, 1_000.0, 60.0)
    assert clock.now() >= 1_600.0


def test_the_events_clock_follows_events_and_never_runs_back() -> None:
    clock = EventClock(0.001)
    assert clock.now() == 0.0
    clock.observe(500.0)
    clock.observe(400.0)
    assert 500.0 <= clock.now() < 501.0


async def test_sleeping_by_events_ends_when_an_event_is_late_enough() -> None:
    clock = EventClock(1.0)
    clock.observe(100.0)
    clock.observe(1_000.0)
    await clock.sleep(-1)
    assert clock.now() >= 1_000.0
