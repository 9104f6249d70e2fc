"""The figures of an evaluation as people read them on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.runtime.printing import cell
from bot.text.charts import percent
from bot.text.messages import plain

_COLUMNS = (
    "auc",
    "brier",
    "log_loss",
    "accuracy",
    "balanced_accuracy",
    "precision_at_20",
    "calibration_error",
)
_BETWEEN = ("auc", "brier")  # figures whose intervals are shown
_WIDE = 20  # characters of a bar


def show(found: dict[str, Any], console: Console, language: str) -> None:
    """Print both questions, and how long members stay."""
    for target, part in (("quiet", found), ("engages", found["engages"])):
        _show_target(target, part, found["within_days"], console, language)
    _show_staying(found["staying"], console, language)


def _show_target(target: str, found: dict[str, Any], within: int, console: Console, language: str) -> None:
    test = found["split"]["test"]
    told = {
        "rows": test["rows"],
        "members": test["members"],
        "moments": test["moments"],
        "from": _date(test["from"]),
        "to": _date(test["to"]),
        "share": percent(test["came_true"]),
        "within": within,
    }
    console.print(cell(plain(language, f"members-{target}", **told)), style="bold")
    best = found["model"]["name"]
    heads = [plain(language, "members-method")]
    for column in _COLUMNS:
        heads.append(plain(language, f"members-{column.replace('_', '-')}"))
        heads += ["95 %"] * (column in _BETWEEN)
    rows = []
    methods = found["models"] | found["baselines"]
    for name in sorted(methods, key=lambda n: float(methods[n]["brier"])):
        mark = " *" if name == best else ""
        rows.append([plain(language, f"members-{name.replace('_', '-')}") + mark, *_figures(methods[name])])
    _print(console, heads, rows)
    ahead = found["ahead_of_last_act"]
    values = {
        figure: _with_interval(ahead[figure], ahead[f"{figure}_interval"]) for figure in ("auc", "brier")
    }
    console.print(cell(plain(language, "members-chosen", **values)))
    parts = ", ".join(
        f"{plain(language, f'members-{name}')} {one['auc']:.3f}" for name, one in found["parts"].items()
    )
    console.print(cell(plain(language, "members-parts", parts=parts)))
    _show_calibration(found["calibration"], console, language)
    console.print()


def _figures(one: dict[str, Any]) -> list[str]:
    found = []
    for column in _COLUMNS:
        found.append(f"{one[column]:.4f}")
        if column in _BETWEEN:
            low, high = one[f"{column}_interval"]
            found.append(f"{low:.3f}–{high:.3f}")
    return found


def _show_calibration(bins: Sequence[dict[str, Any]], console: Console, language: str) -> None:
    heads = [plain(language, f"members-{key}") for key in ("promised", "came", "interval", "rows")]
    rows = [
        [
            percent(one["promised"]),
            percent(one["came"]),
            f"{percent(one['low'])} – {percent(one['high'])}",
            f"{one['rows']:,}",
            _bar(one["came"], one["promised"]),
        ]
        for one in bins
    ]
    console.print(cell(plain(language, "members-calibration")))
    _print(console, [*heads, ""], rows)


def _bar(share: float, mark: float | None = None) -> str:
    """A share as a bar, with a mark in it."""
    full = [*("█" * round(share * _WIDE)).ljust(_WIDE, "·")]
    if mark is not None:
        full[min(_WIDE - 1, round(mark * _WIDE))] = "┃"
    return "".join(full)


def _show_staying(found: dict[str, Any], console: Console, language: str) -> None:
    console.print(cell(plain(language, "members-staying", people=found["people"], gone=found["gone"])))
    heads = [plain(language, f"members-{key}") for key in ("days", "still", "interval")]
    rows = [
        [days, percent(share), f"{percent(low)} – {percent(high)}", _bar(share)]
        for days, (share, low, high) in found["after_days"].items()
    ]
    _print(console, [*heads, ""], rows)


def _print(console: Console, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(box=None, pad_edge=False)
    for n, head in enumerate(heads):
        table.add_column(cell(head), justify="left" if n == 0 or not head else "right", no_wrap=True)
    for row in rows:
        table.add_row(*(cell(one) for one in row))
    console.print(table)


def _with_interval(value: float, ends: Sequence[float]) -> str:
    return f"{value:+.4f} [{ends[0]:+.4f}, {ends[1]:+.4f}]"


def _date(moment: float) -> str:
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d}"
