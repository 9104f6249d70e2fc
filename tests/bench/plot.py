"""One picture of what was measured: rates beside each other, targets, and what changed over time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.bench.measurement import Found

_SIDES = {"ours": "#2a6f97", "theirs": "#bbbbbb"}
_TARGETS = {None: ("no target", "#bbbbbb"), True: ("met", "#2a6f97"), False: ("not met", "#c1440e")}
_KINDS = (".png", ".svg")


def refused(file: Path) -> str:
    """Why nothing can be drawn into this file; empty when it can."""
    if file.suffix.lower() not in _KINDS:
        return f"{file}: a plot ends in {' or '.join(_KINDS)}"
    return "" if file.parent.is_dir() else f"{file}: there is no folder {file.parent}"


def specification(found: dict[str, Found]) -> dict[str, Any]:
    """A Vega-Lite chart of everything that can be drawn.

    Raises:
        ValueError: there is nothing among it.
    """
    charts = [c for c in (_rates(found), _ratios(found)) if c]
    charts += [_over_time(name, f) for name, f in found.items() if any(f.series.values())]
    if not charts:
        raise ValueError("nothing that was measured can be drawn")
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "white",
        "vconcat": charts,
        "resolve": {"scale": {"color": "independent"}},
    }


def draw(found: dict[str, Found], file: Path) -> None:
    """Write the picture.

    Raises:
        ValueError: there is nothing to draw.
    """
    import vl_convert

    made = specification(found)
    if file.suffix.lower() == ".svg":
        file.write_text(vl_convert.vegalite_to_svg(made), encoding="utf-8")
    else:
        file.write_bytes(vl_convert.vegalite_to_png(made, scale=2))


def _rates(found: dict[str, Found]) -> dict[str, Any] | None:
    rows = [
        {"name": name, "side": side, "rate": f.figures[key]}
        for name, f in found.items()
        for side, key in (("ours", "ours_per_s"), ("theirs", "theirs_per_s"))
        if key in f.figures
    ]
    scale = {"domain": list(_SIDES), "range": list(_SIDES.values())}
    colour = {"field": "side", "type": "nominal", "title": None, "scale": scale}
    return _bars("updates a second", rows, "rate", colour) if rows else None


def _ratios(found: dict[str, Found]) -> dict[str, Any] | None:
    rows = [
        {"name": name, "ratio": f.figures["ratio"], "target": _TARGETS[f.met][0]}
        for name, f in found.items()
        if "ratio" in f.figures
    ]
    names, shades = zip(*_TARGETS.values(), strict=True)
    colour = {"field": "target", "type": "nominal", "scale": {"domain": names, "range": shades}}
    return _bars("ratio", rows, "ratio", colour) if rows else None


def _bars(title: str, rows: list[dict[str, Any]], value: str, colour: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": title,
        "width": 520,
        "data": {"values": rows},
        "mark": {"type": "bar", "tooltip": True},
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": None, "title": None},
            "x": {"field": value, "type": "quantitative", "title": title},
            "color": colour,
            **({"yOffset": {"field": "side"}} if value == "rate" else {}),
        },
    }


def _over_time(name: str, found: Found) -> dict[str, Any]:
    rows = [
        {"line": line, "seconds": x, "value": y} for line, points in found.series.items() for x, y in points
    ]
    return {
        "title": name,
        "width": 520,
        "height": 180,
        "data": {"values": rows},
        "mark": "line",
        "encoding": {
            "x": {"field": "seconds", "type": "quantitative"},
            "y": {"field": "value", "type": "quantitative", "scale": {"zero": False}, "title": None},
            "color": {"field": "line", "type": "nominal", "title": None},
        },
    }
