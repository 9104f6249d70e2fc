"""What happens inside of windows is compared with stretches of the same length outside."""

from __future__ import annotations

from collections.abc import Sequence

from tests.bench.windows import Wait, noise, split

EVERY_SECOND = [(float(at), float(at)) for at in range(30)]


def test_waits_are_told_apart_and_stretches_are_as_long_as_a_window() -> None:
    inside, outside = split(EVERY_SECOND, [(5.0, 8.0), (20.0, 23.0)])
    assert inside == [[5, 6, 7], [20, 21, 22]]
    assert outside == [[0, 1, 2], *([n, n + 1, n + 2] for n in (8, 11, 14, 17, 23, 26))]


def test_windows_that_touch_leave_nothing_between_them() -> None:
    inside, outside = split(EVERY_SECOND[:9], [(3.0, 6.0), (6.0, 9.0)])
    assert inside == [[3, 4, 5], [6, 7, 8]]
    assert outside == [[0, 1, 2]]


def test_stretches_that_are_all_alike_make_no_noise() -> None:
    assert noise([[1.0, 2.0], [2.0, 1.0]], 5, 0.99) == (1, 1)


def test_one_bad_stretch_in_four_is_often_drawn_and_often_not() -> None:
    stretches: Sequence[Sequence[float]] = [[1.0], [1.0], [1.0], [3.0]]
    low, high = noise(stretches, 2, 0.5)
    assert (low, high) == (1, 3)


def test_waits_need_not_be_in_order() -> None:
    waits: list[Wait] = EVERY_SECOND[::-1]
    assert split(waits, [(20.0, 23.0), (5.0, 8.0)]) == split(EVERY_SECOND, [(5.0, 8.0), (20.0, 23.0)])
