"""Draw the comparison of both rates of acceptance, on a terminal and as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

import numpy as np
from numpy.typing import NDArray

from bot.features.courses.experiment import ARMS, HELD_OUT, MODEL, Comparison, shape
from bot.text.charts import BLUE, FAINT, GREY, RED, percent, picture, rule, text, ticks
from bot.text.messages import plain

_COLOURS = {MODEL: BLUE, HELD_OUT: RED}
_BLOCKS = " ▁▂▃▄▅▆▇█"
_COLUMNS = 56
_POINTS = 240
_BEYOND = 0.0005  # of each posterior is outside of the picture
_WIDTH, _HEIGHT = 760, 430
_LEFT, _RIGHT, _TOP, _GROUND = 40, 40, 112, 282  # the curves' box; the intervals are below it
_ROW = 42
_LINE = 96  # characters


def told(rate: tuple[float, float, float], of: int, happened: int) -> str:
    """How often something happened, and where its rate is likely; of nothing there is none."""
    if not of:
        return "–"
    share = min(1.0, happened / of)
    return f"{percent(share)} [{percent(min(rate[1], share))}, {percent(max(rate[2], share))}]"


def _rate(found: Comparison, name: str) -> str:
    arm = found.arms[name]
    return told(found.rates[name], arm.shown, arm.accepted)


def terminal(language: str, found: Comparison, columns: int = _COLUMNS) -> list[str]:
    """A line of blocks for each posterior, as high as the rate is likely, and the axis below."""
    low, high = _ends(found)
    lines = []
    curves = _heights(found, np.linspace(low, high, columns + 1))
    for name in ARMS:
        blocks = ""
        if name in curves:
            levels = np.round(curves[name] / curves[name].max() * (len(_BLOCKS) - 1)).astype(int)
            blocks = "".join(_BLOCKS[n] for n in levels)
        lines.append(f"{plain(language, f'report-{name}'):11} {blocks:{columns}}  {_rate(found, name)}")
    marks = [" "] * columns
    for tick in ticks(low, high):
        mark, place = percent(tick), round((tick - low) / (high - low) * (columns - 1))
        start = min(max(0, place - len(mark) // 2), columns - len(mark))
        if "".join(marks[max(0, start - 1) : start + len(mark) + 1]).isspace():
            marks[start : start + len(mark)] = mark
    return [*lines, f"{'':11} {'─' * columns}", f"{'':11} {''.join(marks).rstrip()}"]


def svg(language: str, found: Comparison, title: str, sentences: Sequence[str]) -> str:
    """The same as a picture: both densities, their means and 95 % intervals, and what is said of them."""
    low, high = _ends(found)
    edges = np.linspace(low, high, _POINTS + 1)
    middles = (edges[1:] + edges[:-1]) / 2
    said = wrap(" ".join(sentences), _LINE if language == "en" else _LINE // 2)
    parts = [
        text(_LEFT, 32, title, size=16, weight=600),
        *(text(_LEFT, 54 + 18 * n, line, fill=GREY) for n, line in enumerate(said[:3])),
        *_axis(language, low, high),
    ]
    curves = _heights(found, edges)
    highest = max((float(heights.max()) for heights in curves.values()), default=1.0)
    for name, heights in curves.items():
        ys = _GROUND - heights / highest * (_GROUND - _TOP)
        points = " ".join(f"{_x(v, low, high):.1f},{y:.1f}" for v, y in zip(middles, ys, strict=True))
        colour = _COLOURS[name]
        parts.append(
            f'<polygon points="{_LEFT},{_GROUND} {points} {_WIDTH - _RIGHT},{_GROUND}" fill="{colour}" '
            f'fill-opacity="0.22"/>'
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )
    for row, name in enumerate(ARMS):
        parts += _interval(language, found, name, _GROUND + 48 + row * _ROW, low, high)
    return picture(_WIDTH, _HEIGHT, title, parts)


def _interval(language: str, found: Comparison, name: str, y: int, low: float, high: float) -> list[str]:
    """The arm's mean and interval under the curves, and above them its figures."""
    mean, start, stop = (_x(v, low, high) for v in found.rates[name])
    arm, colour = found.arms[name], _COLOURS[name]
    counts = {"rate": _rate(found, name), "accepted": arm.accepted, "shown": arm.shown}
    says = plain(language, "report-drawn-arm", name=plain(language, f"report-{name}"), **counts)
    figures = text(_LEFT, y, says, fill=colour)
    if not arm.shown:
        return [figures]
    return [
        figures,
        rule((start, y + 13), (stop, y + 13), colour, 3),
        f'<circle cx="{mean:.1f}" cy="{y + 13}" r="5" fill="{colour}"/>',
    ]


def _axis(language: str, low: float, high: float) -> list[str]:
    parts = [
        rule((_LEFT, _GROUND), (_WIDTH - _RIGHT, _GROUND), "#888"),
        text(_WIDTH / 2, _HEIGHT - 16, plain(language, "report-axis"), "middle"),
    ]
    for tick in ticks(low, high):
        x = _x(tick, low, high)
        parts.append(rule((x, _TOP), (x, _GROUND + 5), FAINT))
        parts.append(text(x, _GROUND + 20, percent(tick), "middle", fill=GREY))
    return parts


def _x(value: float, low: float, high: float) -> float:
    return _LEFT + (value - low) / (high - low) * (_WIDTH - _LEFT - _RIGHT)


def _ends(found: Comparison) -> tuple[float, float]:
    """Between which rates nearly all of both posteriors lies."""
    from scipy.stats import beta

    shapes = [shape(arm.accepted, arm.shown) for arm in found.arms.values() if arm.shown]
    if not shapes:
        return 0.0, 1.0
    low = min(float(beta.ppf(_BEYOND, *s)) for s in shapes)
    high = max(float(beta.ppf(1 - _BEYOND, *s)) for s in shapes)
    return (0.0 if low < 0.05 * (high - low) else low), high


def _heights(found: Comparison, edges: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """How likely the rates between each two edges are, where any were shown: no peak is between."""
    from scipy.stats import beta

    arms = {name: found.arms[name] for name in ARMS if found.arms[name].shown}
    return {name: np.diff(beta.cdf(edges, *shape(a.accepted, a.shown))) for name, a in arms.items()}
