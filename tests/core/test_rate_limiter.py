"""The sliding window of commands: exact, repeatable, bounded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.rate_limiter import Limiter, Turn

GIVEN, TOLD, SILENT = Turn(given=True), Turn(given=False, first=True), Turn(given=False)
Asks = list[tuple[int, int]]  # member, seconds since the one before


def turns(moments: list[int], times: int = 3, within: int = 30) -> list[Turn]:
    """The turns of one member's commands at these moments."""
    limiter = Limiter()
    return [limiter.take((1, 1), n, at, times, within) for n, at in enumerate(moments, 1)]


def test_so_many_are_answered_then_one_note_then_silence() -> None:
    assert turns([0, 1, 2, 3, 4, 5]) == [GIVEN, GIVEN, GIVEN, TOLD, SILENT, SILENT]


def test_the_window_slides() -> None:
    assert turns([0, 10, 20, 29, 30, 31, 40]) == [GIVEN, GIVEN, GIVEN, TOLD, GIVEN, SILENT, GIVEN]


def test_who_keeps_on_is_told_once_a_window() -> None:
    found = turns([0, 0, 0, *range(1, 30)])
    assert found.count(TOLD) == 1


asks = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 20)), max_size=60)


def play(found: Asks, *, twice: bool) -> list[Turn]:
    """Every member's turns; `twice` decides each of them again, as after a batch that failed."""
    limiter, at, result = Limiter(), 1000, []
    for number, (member, wait) in enumerate(found, 1):
        at += wait
        turn = limiter.take((1, member), number, at, 3, 30)
        if twice:
            assert limiter.take((1, member), number, at, 3, 30) == turn
        result.append(turn)
    return result


@given(asks)
def test_deciding_twice_counts_once(found: Asks) -> None:
    assert play(found, twice=True) == play(found, twice=False)


@given(asks)
def test_nobody_is_answered_more_often_than_allowed_in_any_window(found: Asks) -> None:
    at, given_at = 1000, dict[int, list[int]]()
    for (member, wait), turn in zip(found, play(found, twice=False), strict=True):
        at += wait
        if turn.given:
            given_at.setdefault(member, []).append(at)
    for moments in given_at.values():
        assert all(late - early >= 30 for early, late in zip(moments, moments[3:], strict=False))


def test_only_so_many_members_and_moments_are_remembered() -> None:
    limiter = Limiter(most=10)
    for number in range(10_000):
        limiter.take((1, number % 500), number + 1, number, 3, 30)
    assert len(limiter) == 10
    limiter = Limiter()
    for number in range(10_000):
        limiter.take((1, 1), number + 1, 0, 3, 30)
    assert len(limiter) == 1
