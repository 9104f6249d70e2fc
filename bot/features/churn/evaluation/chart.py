"""The evaluation as a picture: what was promised beside what came, and how long members stay."""

from __future__ import annotations

from typing import Any

from bot.text.charts import BLUE, GREY, RED, Plot, picture, steps, text
from bot.text.messages import plain

_WIDTH, _HEIGHT = 900, 430
_TOP, _TALL, _WIDE = 92, 270, 350
_FEW = 0.02  # the curve ends where fewer stay


def svg(found: dict[str, Any], title: str, language: str) -> str:
    """Calibration of who goes quiet on the left, Kaplan-Meier on the right."""
    parts = [text(24, 32, title, size=16, weight=600), *_calibration(found, language)]
    parts += _staying(found["staying"], language)
    return picture(_WIDTH, _HEIGHT, title, parts)


def _calibration(found: dict[str, Any], language: str) -> list[str]:
    plot = Plot(70, _TOP, _WIDE, _TALL, (0.0, 1.0), (0.0, 1.0))
    across, up = (plain(language, f"members-chart-{key}") for key in ("promised", "came"))
    plot.axes(across, up, x_label=_round, y_label=_round)
    plot.line([(0.0, 0.0), (1.0, 1.0)], GREY, dashed=True)
    for one in found["calibration"]:
        plot.dot(one["promised"], one["came"], BLUE, (one["low"], one["high"]))
    return plot.parts


def _staying(found: dict[str, Any], language: str) -> list[str]:
    whole = found["curve"]
    curve = whole[: sum(point[1] >= _FEW for point in whole) + 1]
    longest = max((point[0] for point in curve), default=0.0) or 1.0
    plot = Plot(520, _TOP, _WIDE, _TALL, (0.0, longest), (0.0, 1.0))
    across, up = (plain(language, f"members-chart-{key}") for key in ("days", "still"))
    plot.axes(across, up, y_label=_round)
    if curve:
        low = steps([(0.0, 1.0), *((point[0], point[2]) for point in curve)])
        high = steps([(0.0, 1.0), *((point[0], point[3]) for point in curve)])
        plot.band(low, high, RED)
        plot.line(steps([(0.0, 1.0), *((point[0], point[1]) for point in curve)]), RED)
    return plot.parts


def _round(share: float) -> str:
    return f"{100 * share:.0f} %"
