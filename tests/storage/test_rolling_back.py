"""What is remembered of the past is what the rows say, also after a transaction that came to nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rules.engine.state import PastEvent
from storage.activity import ActivityLog

EVENTS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(0, 2)), max_size=30
)  # chat, person, text


def _fill(log: ActivityLog, events: list[tuple[int, int, int]], first: int = 0) -> None:
    for number, (chat, person, digest) in enumerate(events, first):
        log.add(chat, PastEvent(number, person, number, "message", digest))


def _told(log: ActivityLog) -> object:
    """All that a log knows, by value."""
    windows = {
        chat: (list(w.chat), {p: list(own) for p, own in w.members.items()}, dict(w.digests))
        for chat, w in log._windows.items()
    }
    return windows, list(log._order), dict(log._passed)


@given(EVENTS, EVENTS, EVENTS)
def test_a_log_that_is_rolled_back_is_as_it_was(
    before: list[tuple[int, int, int]],
    lost: list[tuple[int, int, int]],
    later: list[tuple[int, int, int]],
) -> None:
    log, other = ActivityLog(size=4, most=9), ActivityLog(size=4, most=9)
    for each in (log, other):
        _fill(each, before)
    log.begin()
    _fill(log, lost, 100)
    log.roll_back()
    assert _told(log) == _told(other)
    for each in (log, other):
        each.begin()
        _fill(each, later, 200)
    assert _told(log) == _told(other)
