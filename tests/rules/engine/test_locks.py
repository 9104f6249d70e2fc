"""Locks, slow mode and the door's hours as pure functions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.platforms.telegram.permissions import denied
from rules.engine.events import Forward, Media, Mention, Sender
from rules.engine.join_checks import arrivals, found_in, within_hours
from rules.engine.locks import KINDS, Marks, broken, marks_of, removed, too_soon
from rules.engine.quiet_hours import Hours, is_quiet, next_change
from tests.rules.make import NOW, event, link, seen


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("links", {"links": (link("https://a.org"),)}),
        ("forwards", {"forward": Forward("channel")}),
        ("mentions", {"mentions": (Mention("ann"),)}),
        ("inline", {"via_bot": "gif"}),
        ("contacts", {"media": Media.CONTACT}),
        ("channels", {"sender": Sender.CHANNEL}),
    ],
)
def test_a_locked_kind_is_found_and_nothing_else(kind: str, content: dict[str, Any]) -> None:
    every = removed(KINDS)
    assert broken(event("hello", **content), frozenset({kind})) == kind
    assert broken(event("hello", **content), every - {kind}) == ""
    assert broken(event("hello"), every) == ""


def test_every_kind_is_telegrams_or_the_bots() -> None:
    for kind in KINDS:
        assert bool(denied([kind])) is not bool(removed([kind]))
    assert "can_send_messages" in denied(["all"])


@given(st.frozensets(st.sampled_from(sorted(removed(KINDS)))), st.integers(0, 86_400))
def test_marks_survive_their_row(kinds: frozenset[str], slow: int) -> None:
    marks = Marks(kinds, slow)
    assert marks_of(marks.text) == marks


@pytest.mark.parametrize(
    ("ago", "refused"),
    [
        ([], 0),
        ([31], 0),
        ([30], 0),
        ([29], 1),
        ([29, 10], 2),
        ([40, 20], 0),
        ([60, 29], 1),
        ([70, 45, 20], 1),
    ],
)
def test_slow_mode_counts_from_the_last_message_it_let_through(ago: list[int], refused: int) -> None:
    earlier = [seen(seconds, n) for n, seconds in enumerate(ago)]
    assert too_soon(earlier, NOW, 30) == refused


@pytest.mark.parametrize(
    ("minute", "start", "end", "inside"),
    [
        (600, 540, 660, True),
        (540, 540, 660, True),
        (660, 540, 660, False),
        (1430, 1380, 420, True),
        (10, 1380, 420, True),
        (420, 1380, 420, False),
        (700, 1380, 420, False),
        (700, None, None, False),
    ],
)
def test_hours_may_go_past_midnight(minute: int, start: int | None, end: int | None, inside: bool) -> None:
    assert within_hours(minute, start, end) is inside


ZONES = st.sampled_from(
    ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut"]
)
MINUTES = st.integers(0, 1439)


@given(MINUTES, MINUTES, ZONES, st.integers(1_704_067_200, 1_830_297_600))
def test_the_next_change_is_the_first_minute_on_the_other_side(
    start: int, end: int, zone: str, now: int
) -> None:
    assume(start != end)
    hours = Hours(start, end, zone)
    change = next_change(now, hours)
    assert now < change <= now + 25 * 3600
    assert is_quiet(change, hours) != is_quiet(now, hours)
    assert is_quiet(change - 1, hours) == is_quiet(now, hours)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # Berlin's clocks go forward on 2026-03-29 at two: that night has one hour less.
        ("2026-03-29 00:30+01:00", "2026-03-29 07:00+02:00"),
        ("2026-10-25 00:30+02:00", "2026-10-25 07:00+01:00"),
    ],
)
def test_a_night_ends_by_the_wall_clock_when_clocks_are_changed(now: str, expected: str) -> None:
    hours = Hours(1380, 420, "Europe/Berlin")
    found = next_change(datetime.fromisoformat(now).timestamp(), hours)
    assert found == datetime.fromisoformat(expected).timestamp()


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("加微信 abc", "加微信"),
        ("加 微-信", "加微信"),
        ("Ａｎｎ Crypto Signals", "crypto signals"),
        ("c r y p t o s i g n a l s", "crypto signals"),
        ("加丨微丨信", "加微信"),
        ("ᴄʀʏᴘᴛᴏ sígnáls", "crypto signals"),
        ("Ann", ""),
        ("", ""),
    ],
)
def test_words_of_the_door_are_found_in_disguise(name: str, found: str) -> None:
    assert found_in(name, ("加微信", "crypto signals")) == found


def test_arrivals_count_people_once_and_only_those_who_come() -> None:
    past = [
        seen(90, 0, person=1, kind="join"),
        seen(20, 0, person=2, kind="join_request"),
        seen(15, 0, person=2, kind="join"),
        seen(10, 0, person=3, kind="join"),
        seen(5, 9, person=4),
    ]
    assert arrivals(past, NOW - 60) == 2
