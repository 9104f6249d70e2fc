"""The shares as a table for a terminal, as a picture, and as plain values."""

from __future__ import annotations

from math import log10
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.runtime.printing import cell
from bot.simulation.economy.simulate import Simulated
from bot.text.charts import BLUE, FAINT, GREY, RED, Plot, picture, rule, text
from bot.text.messages import plain

_WIDTH, _ROW, _TOP = 900, 34, 96
_LEAST, _MOST = 0.05, 200.0  # shares at the ends of the picture's scale


def as_values(found: Simulated) -> dict[str, Any]:
    """One line of JSON."""
    return {
        "days": found.days,
        "honest": found.honest,
        "shares": found.shares,
        "schemes": {name: shares for name, shares in found.schemes.items() if name != "ours"},
    }


def show(found: Simulated, limits: dict[str, float], console: Console, language: str) -> None:
    """Print everybody's share of an honest member's points under each scheme."""
    console.print(cell(plain(language, "economy-head", days=found.days)), style="bold")
    schemes = list(found.schemes)
    heads = ["", plain(language, "economy-limit"), *(plain(language, f"economy-{_key(s)}") for s in schemes)]
    table = Table(*heads, box=None, pad_edge=False)
    honest = [f"{found.honest[s]:,.0f}" for s in schemes]
    table.add_row(cell(plain(language, "economy-honest")), cell(""), *map(cell, honest))
    for who in found.shares:
        most = f"≤ {limits[who]:g}" if who in limits else ""
        row = [f"{found.schemes[s][who]:.2f}×" for s in schemes]
        table.add_row(cell(plain(language, f"economy-{_key(who)}")), cell(most), *map(cell, row))
    console.print(table)
    console.print(cell(plain(language, "economy-simplified")))


def svg(found: Simulated, language: str) -> str:
    """A line for each who farms: their shares under each scheme, on a scale of powers of ten."""
    title = plain(language, "economy-title", days=found.days)
    people = list(found.shares)
    height = _TOP + _ROW * len(people) + 110
    low, high = log10(_LEAST), log10(_MOST)
    plot = Plot(210, _TOP, _WIDTH - 250, _ROW * len(people), (low, high), (0.0, float(len(people))))
    for share in (0.1, 1.0, 10.0, 100.0):
        x, _ = plot.at(log10(share), 0)
        plot.parts.append(rule((x, _TOP), (x, _TOP + plot.height), GREY if share == 1 else FAINT))
        plot.parts.append(text(x, _TOP + plot.height + 18, f"{share:g}×", "middle", fill=GREY))
    for number, who in enumerate(people):
        up = len(people) - number - 0.5
        _, y = plot.at(low, up)
        plot.parts.append(text(200, y + 4, plain(language, f"economy-{_key(who)}"), "end"))
        for scheme, shares in found.schemes.items():
            share = min(_MOST, max(_LEAST, shares[who]))
            plot.dot(log10(share), up, _COLOURS[scheme])
    legend = []
    for number, scheme in enumerate(found.schemes):
        x, y = 60 + number * 165, height - 30
        legend.append(f'<circle cx="{x}" cy="{y - 4}" r="5" fill="{_COLOURS[scheme]}"/>')
        legend.append(text(x + 12, y, plain(language, f"economy-{_key(scheme)}")))
    heads = [text(24, 32, title, size=16, weight=600)]
    heads.append(text(24, 56, plain(language, "economy-scale"), fill=GREY))
    return picture(_WIDTH, height, title, [*heads, *plot.parts, *legend])


_COLOURS = {
    "ours": BLUE,
    "mee6": RED,
    "discourse": "#8a6d3b",
    "skool": "#6a4c93",
    "stack_exchange": "#5f8d4e",
}


def _key(name: str) -> str:
    return name.replace("_", "-")
