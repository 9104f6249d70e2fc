"""The comparison as a picture: what is known of both rates of acceptance, on a terminal and as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from textwrap import wrap

import numpy as np
from numpy.typing import NDArray

from bot.features.courses.experiment import ARMS, HELD_OUT, MODEL, Comparison, shape

NAMES = {MODEL: "recommender", HELD_OUT: "popularity"}
_COLOURS = {MODEL: "#2a6f97", HELD_OUT: "#c1440e"}
_BLOCKS = " ▁▂▃▄▅▆▇█"
_COLUMNS = 56
_POINTS = 240
_BEYOND = 0.0005  # of each posterior is outside of the picture
_WIDTH, _HEIGHT = 760, 430
_LEFT, _RIGHT, _TOP, _GROUND = 40, 40, 112, 282  # the curves' box; the intervals are below it
_ROW = 42
_LINE = 96  # characters
_FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif"


def percent(share: float) -> str:
    """A share as people read it."""
    return f"{100 * share:.1f} %"


def told(rate: tuple[float, float, float], of: int, happened: int) -> str:
    """How often something happened, and where its rate is likely; of nothing there is none."""
    if not of:
        return "–"
    share = min(1.0, happened / of)
    return f"{percent(share)} [{percent(min(rate[1], share))}, {percent(max(rate[2], share))}]"


def _rate(found: Comparison, name: str) -> str:
    arm = found.arms[name]
    return told(found.rates[name], arm.shown, arm.accepted)


def terminal(found: Comparison, columns: int = _COLUMNS) -> list[str]:
    """A line of blocks for each posterior, as high as the rate is likely, and the axis below."""
    low, high = _ends(found)
    lines = []
    curves = _heights(found, np.linspace(low, high, columns + 1))
    for name in ARMS:
        blocks = ""
        if name in curves:
            levels = np.round(curves[name] / curves[name].max() * (len(_BLOCKS) - 1)).astype(int)
            blocks = "".join(_BLOCKS[n] for n in levels)
        lines.append(f"{NAMES[name]:11} {blocks:{columns}}  {_rate(found, name)}")
    marks = [" "] * columns
    for tick in _ticks(low, high):
        text, place = percent(tick), round((tick - low) / (high - low) * (columns - 1))
        start = min(max(0, place - len(text) // 2), columns - len(text))
        if "".join(marks[max(0, start - 1) : start + len(text) + 1]).isspace():
            marks[start : start + len(text)] = text
    return [*lines, f"{'':11} {'─' * columns}", f"{'':11} {''.join(marks).rstrip()}"]


def svg(found: Comparison, title: str, sentences: Sequence[str]) -> str:
    """The same as a picture: both densities, their means and 95 % intervals, and what is said of them."""
    low, high = _ends(found)
    edges = np.linspace(low, high, _POINTS + 1)
    middles = (edges[1:] + edges[:-1]) / 2
    said = wrap(" ".join(sentences), _LINE)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" font-family="{_FONT}" font-size="13" fill="#222">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        _text(_LEFT, 32, title, size=16, weight=600),
        *(_text(_LEFT, 54 + 18 * n, line, fill="#555") for n, line in enumerate(said[:3])),
        *_axis(low, high),
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
        parts += _interval(found, name, _GROUND + 48 + row * _ROW, low, high)
    return "\n".join([*parts, "</svg>", ""])


def _interval(found: Comparison, name: str, y: int, low: float, high: float) -> list[str]:
    """The arm's mean and interval under the curves, and above them its figures."""
    mean, start, stop = (_x(v, low, high) for v in found.rates[name])
    arm, colour = found.arms[name], _COLOURS[name]
    says = f"{NAMES[name]}: {_rate(found, name)}, {arm.accepted:,} of {arm.shown:,} accepted"
    figures = _text(_LEFT, y, says, fill=colour)
    if not arm.shown:
        return [figures]
    return [
        figures,
        f'<line x1="{start:.1f}" x2="{stop:.1f}" y1="{y + 13}" y2="{y + 13}" stroke="{colour}" '
        'stroke-width="3"/>',
        f'<circle cx="{mean:.1f}" cy="{y + 13}" r="5" fill="{colour}"/>',
    ]


def _axis(low: float, high: float) -> list[str]:
    parts = [
        f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{_GROUND}" y2="{_GROUND}" stroke="#888"/>',
        _text(_WIDTH / 2, _HEIGHT - 16, "accepted of those shown (Beta posterior, bars: 95 %)", "middle"),
    ]
    for tick in _ticks(low, high):
        x = _x(tick, low, high)
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{_GROUND + 5}" stroke="#e3e3e3"/>')
        parts.append(_text(x, _GROUND + 20, percent(tick), "middle", fill="#555"))
    return parts


def _text(
    x: float,
    y: float,
    says: str,
    anchor: str = "start",
    size: int = 13,
    weight: int = 400,
    fill: str = "#222",
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" '
        f'fill="{fill}">{escape(says)}</text>'
    )


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


def _ticks(low: float, high: float) -> list[float]:
    """Round rates, some four to eight of them."""
    span = high - low
    power = 10.0 ** np.floor(np.log10(span / 4))
    step = next(power * m for m in (1, 2, 5, 10) if span / (power * m) <= 8)
    first = int(np.ceil(low / step - 1e-9))
    return [float(n * step) for n in range(first, int(np.floor(high / step + 1e-9)) + 1)]
