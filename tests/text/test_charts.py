"""Charts as SVG."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.charts import BLUE, Plot, picture, steps, text, ticks

SVG = "{http://www.w3.org/2000/svg}"


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_ticks_are_few_round_and_inside(low: float, span: float) -> None:
    found = ticks(low, low + span)
    assert len(found) <= 9
    assert all(low - 1e-6 * span <= tick <= low + span + 1e-6 * span for tick in found)


def test_a_point_is_where_its_scales_say() -> None:
    plot = Plot(10, 20, 100, 50, (0.0, 4.0), (0.0, 1.0))
    assert plot.at(0, 0) == (10, 70)
    assert plot.at(4, 1) == (110, 20)
    assert plot.at(2, 0.5) == (60, 45)


def test_a_staircase_holds_each_value_until_the_next() -> None:
    assert steps([(0, 1), (2, 0.5), (3, 0.2)]) == [(0, 1), (2, 1), (2, 0.5), (3, 0.5), (3, 0.2)]


def test_words_stay_words() -> None:
    root = ElementTree.fromstring(picture(200, 100, "A <&> B", [text(1, 2, "<script>")]))
    assert [t.text for t in root.iter(f"{SVG}text")] == ["<script>"]
    assert root.findtext(f"{SVG}title") == "A <&> B"


@pytest.mark.parametrize("points", [[], [(0.0, 0.5)], [(0.0, 0.5), (1.0, 0.2)]])
def test_whatever_there_is_to_draw_is_svg(points: list[tuple[float, float]]) -> None:
    plot = Plot(40, 40, 100, 50, (0.0, 1.0), (0.0, 1.0))
    plot.axes("across", "up")
    plot.line(points, BLUE)
    plot.band(points, points, BLUE)
    for x, y in points:
        plot.dot(x, y, BLUE, (y - 0.1, y + 0.1))
    root = ElementTree.fromstring(picture(200, 150, "Title", plot.parts))
    assert len(list(root.iter(f"{SVG}circle"))) == len(points)
