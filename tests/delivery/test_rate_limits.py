"""Telegram's limits as sliding windows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.rate_limits import CHAT, GROUP, OVERALL, RateLimits, counts


def sends(pacing: RateLimits, lanes: list[int], *, group: bool = True) -> list[tuple[float, int]]:
    """When messages to these lanes leave, each as soon as it may."""
    now, left = 1000.0, []
    for lane in lanes:
        now = max(now, pacing.ready_at(lane, group, "sendMessage", now))
        pacing.sent(lane, "sendMessage", now)
        left.append((now, lane))
    return left


def most_within(times: list[float], span: float) -> int:
    """The largest number of times in any window of this length."""
    return max(sum(1 for t in times if start <= t < start + span) for start in times)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=150))
def test_no_window_ever_holds_more_than_its_limit(lanes: list[int]) -> None:
    left = sends(RateLimits(), lanes)
    assert most_within([t for t, _ in left], OVERALL[1]) <= OVERALL[0]
    for lane in set(lanes):
        mine = [t for t, other in left if other == lane]
        assert most_within(mine, CHAT[1]) <= CHAT[0]
        assert most_within(mine, GROUP[1]) <= GROUP[0]


def test_a_private_chat_knows_no_limit_a_minute() -> None:
    left = sends(RateLimits(), [1] * 30, group=False)
    assert left[-1][0] - left[0][0] < GROUP[1]


def test_removing_and_banning_never_wait() -> None:
    pacing = RateLimits()
    sends(pacing, [1] * 20)
    assert pacing.ready_at(1, True, "deleteMessage", 1000.0) == 1000.0
    assert not counts("banChatMember")


def test_a_pause_for_a_removal_holds_everything_in_its_lane() -> None:
    pacing = RateLimits()
    pacing.pause(1, "deleteMessage", 1030.0)
    assert pacing.ready_at(1, True, "deleteMessage", 1000.0) == 1030.0
    assert pacing.ready_at(1, True, "sendMessage", 1000.0) == 1030.0
    assert pacing.ready_at(2, True, "deleteMessage", 1000.0) == 1000.0


def test_a_pause_for_a_message_holds_no_removal() -> None:
    pacing = RateLimits(on=False)
    pacing.pause(1, "sendMessage", 1030.0)
    assert pacing.ready_at(1, True, "sendPhoto", 1000.0) == 1030.0
    assert pacing.ready_at(1, True, "deleteMessage", 1000.0) == 1000.0


def test_a_message_that_left_late_counts_from_when_it_left() -> None:
    pacing = RateLimits()
    pacing.sent(1, "sendMessage", 1000.0)
    pacing.left(1, "sendMessage", 1000.0, 1000.4)
    assert pacing.ready_at(1, True, "sendMessage", 1001.1) > 1001.4


def test_without_pacing_only_pauses_hold() -> None:
    pacing = RateLimits(on=False)
    assert {t for t, _ in sends(pacing, [1] * 50)} == {1000.0}
