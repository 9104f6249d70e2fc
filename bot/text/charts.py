"""Draw charts as SVG, for pages and files: axes, lines, steps, bands, points and their words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from math import ceil, floor, log10

FONT = (
    "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', "
    "'WenQuanYi Micro Hei', 'DejaVu Sans', sans-serif"
)
INK, GREY, FAINT = "#222", "#555", "#e3e3e3"
BLUE, RED = "#2a6f97", "#c1440e"
Point = tuple[float, float]


def percent(share: float) -> str:
    """A share as people read it."""
    return f"{100 * share:.1f} %"


def picture(width: int, height: int, title: str, parts: Sequence[str]) -> str:
    """A whole SVG with a white ground; screen readers are told its title."""
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" role="img" font-family="{FONT}" font-size="13" fill="{INK}">',
            f"<title>{escape(title)}</title>",
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            *parts,
            "</svg>",
            "",
        ]
    )


def text(
    x: float,
    y: float,
    says: str,
    anchor: str = "start",
    size: int = 13,
    weight: int = 400,
    fill: str = INK,
) -> str:
    """A line of text; `anchor` is start, middle or end."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" '
        f'fill="{fill}">{escape(says)}</text>'
    )


def rule(start: Point, end: Point, colour: str, width: float = 1, dashed: bool = False) -> str:
    """A straight line."""
    dashes = ' stroke-dasharray="5 4"' if dashed else ""
    return (
        f'<line x1="{start[0]:.1f}" x2="{end[0]:.1f}" y1="{start[1]:.1f}" y2="{end[1]:.1f}" '
        f'stroke="{colour}" stroke-width="{width:g}"{dashes}/>'
    )


def ticks(low: float, high: float) -> list[float]:
    """Round numbers between two, some four to eight of them."""
    span = high - low
    power = 10.0 ** floor(log10(span / 4))
    step = next(power * m for m in (1, 2, 5, 10) if span / (power * m) <= 8)
    return [n * step for n in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]


@dataclass
class Plot:
    """A box of a picture with two scales; what is drawn collects in `parts`.

    Attributes:
        left, top, width, height: the box, in pixels.
        x, y: the lowest and highest value of each scale.
    """

    left: float
    top: float
    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]
    parts: list[str] = field(default_factory=list)

    def at(self, x: float, y: float) -> Point:
        """Where a point is, in pixels."""
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (y - self.y[0]) / (self.y[1] - self.y[0])
        return self.left + across * self.width, self.top + (1 - up) * self.height

    def axes(
        self,
        across: str,
        up: str,
        x_label: Callable[[float], str] = "{:g}".format,
        y_label: Callable[[float], str] = percent,
    ) -> None:
        """A grid with numbers, and what both scales tell: `across` below, `up` above the box."""
        bottom = self.top + self.height
        for tick in ticks(*self.x):
            x, _ = self.at(tick, self.y[0])
            self.parts.append(rule((x, self.top), (x, bottom), FAINT))
            self.parts.append(text(x, bottom + 18, x_label(tick), "middle", fill=GREY))
        for tick in ticks(*self.y):
            _, y = self.at(self.x[0], tick)
            self.parts.append(rule((self.left, y), (self.left + self.width, y), FAINT))
            self.parts.append(text(self.left - 6, y + 4, y_label(tick), "end", fill=GREY))
        self.parts.append(text(self.left + self.width / 2, bottom + 38, across, "middle", fill=GREY))
        self.parts.append(text(self.left, self.top - 10, up, fill=GREY))

    def line(self, points: Sequence[Point], colour: str, dashed: bool = False) -> None:
        """Points joined by straight lines."""
        dashes = ' stroke-dasharray="5 4"' if dashed else ""
        self.parts.append(
            f'<polyline points="{self._joined(points)}" fill="none" stroke="{colour}" stroke-width="2"'
            f"{dashes}/>"
        )

    def band(self, low: Sequence[Point], high: Sequence[Point], colour: str) -> None:
        """The area between two lines."""
        around = self._joined([*low, *reversed(high)])
        self.parts.append(f'<polygon points="{around}" fill="{colour}" fill-opacity="0.18"/>')

    def dot(self, x: float, y: float, colour: str, ends: tuple[float, float] | None = None) -> None:
        """A point, and from where to where it may lie."""
        place = self.at(x, y)
        if ends is not None:
            self.parts.append(rule(self.at(x, ends[0]), self.at(x, ends[1]), colour, 1.5))
        self.parts.append(f'<circle cx="{place[0]:.1f}" cy="{place[1]:.1f}" r="4" fill="{colour}"/>')

    def _joined(self, points: Sequence[Point]) -> str:
        return " ".join("{:.1f},{:.1f}".format(*self.at(*point)) for point in points)


def steps(points: Sequence[Point]) -> list[Point]:
    """The corners of a staircase through points, which holds each value until the next one."""
    found: list[Point] = []
    for n, (x, y) in enumerate(points):
        if n:
            found.append((x, points[n - 1][1]))
        found.append((x, y))
    return found
