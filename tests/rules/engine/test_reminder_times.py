"""Which reminder is due when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine.quiet_hours import Due, Hours, due, is_quiet

DAY, HOUR, MINUTE = 86_400, 3600, 60
NOON = 20_000 * DAY + 12 * HOUR
AWAKE, NIGHT = Hours(None, None, "UTC"), Hours(22 * 60, 8 * 60, "UTC")
BEFORE = (DAY, 15 * MINUTE)


@pytest.mark.parametrize(
    ("now", "lead"),
    [
        (NOON - DAY - 1, 0),
        (NOON - DAY, DAY),
        (NOON - DAY + 5 * MINUTE, DAY),
        (NOON - 13 * HOUR, DAY),  # the bot was down
        (NOON - 12 * HOUR, 0),  # for too long
        (NOON - 15 * MINUTE - 1, 0),
        (NOON - 15 * MINUTE, 15 * MINUTE),
        (NOON - 5 * MINUTE - 1, 15 * MINUTE),
        (NOON - 5 * MINUTE, 0),
        (NOON, 0),
        (NOON + 1, 0),
    ],
)
def test_a_reminder_is_due_at_its_time_and_not_much_later(now: int, lead: int) -> None:
    found = due(NOON, BEFORE, now, AWAKE)
    assert (found.lead if found else 0) == lead


@pytest.mark.parametrize(
    ("hour", "lead", "now", "expected"),
    [
        # At seven, a day before: when the night is over.
        (7, DAY, (-DAY, 7), None),
        (7, DAY, (-DAY, 8), Due(DAY, -DAY + 8 * HOUR, False)),
        # At a quarter to seven there is no time to wait, so it is silent.
        (7, 15 * MINUTE, (0, 6.75), Due(15 * MINUTE, 7 * HOUR - 15 * MINUTE, True)),
        # At ten past eight there is.
        (8 + 1 / 6, 15 * MINUTE, (0, 7.95), None),
        (8 + 1 / 6, 15 * MINUTE, (0, 8), Due(15 * MINUTE, 8 * HOUR, False)),
    ],
)
def test_in_quiet_hours_it_waits_or_is_silent(
    hour: float, lead: int, now: tuple[int, float], expected: Due | None
) -> None:
    midnight = 20_000 * DAY
    found = due(midnight + round(hour * HOUR), [lead], midnight + now[0] + round(now[1] * HOUR), NIGHT)
    assert found == (expected and expected._replace(since=midnight + expected.since))


@given(
    st.integers(0, 2 * DAY // MINUTE),
    st.lists(st.integers(MINUTE, 3 * DAY), min_size=1, max_size=4),
    st.integers(-4 * DAY // MINUTE, 1),
    st.sampled_from([AWAKE, NIGHT, Hours(0, 720, "Asia/Tokyo")]),
)
def test_it_is_before_the_beginning_after_its_moment_and_aloud_only_when_nobody_sleeps(
    start: int, before: list[int], minute: int, hours: Hours
) -> None:
    starts_at = NOON + start * MINUTE
    now = starts_at + minute * MINUTE
    found = due(starts_at, before, now, hours)
    if found is not None:
        assert found.lead in before
        assert starts_at - found.lead <= found.since <= now < starts_at
        assert found.silent == is_quiet(now, hours) or not found.silent


@given(st.integers(10, 1440), st.integers(0, 1439), st.sampled_from([AWAKE, NIGHT]))
def test_whoever_looks_every_five_minutes_finds_every_reminder(lead: int, start: int, hours: Hours) -> None:
    starts_at = NOON + start * MINUTE
    first = (starts_at - lead * MINUTE) // 300 * 300
    found = [due(starts_at, [lead * MINUTE], now, hours) for now in range(first, starts_at, 300)]
    assert any(found)
