"""The figures of an evaluation as a table on one screen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from bot.runtime.printing import cell
from bot.text.messages import plain

_DEFAULT = "zhiqun"
_GAP = 2  # between columns
_KEY = re.compile(r"\W+")  # between the words of a message's name
_COLUMNS = ("recall", "precision", "phr", "hr", "ndcg", "mrr", "coverage")
_NAMES = {
    "recall": "Recall",
    "precision": "Precision",
    "phr": "PHR",
    "hr": "HR",
    "ndcg": "NDCG",
    "mrr": "MRR",
}


def show(language: str, found: dict[str, Any], console: Console) -> None:
    """Print methods, the best NDCG first, and how they were measured."""
    k = found["k"]
    heads = [_NAMES.get(c, c) + ("" if c in ("mrr", "coverage") else f"@{k}") for c in _COLUMNS]
    talking = "sentences" in found
    heads = [plain(language, "evaluate-method"), *heads, *(() if talking else ("NDCG 95 %", "ECE", "s"))]
    methods, rows = found["methods"], list[list[str]]()
    for name in sorted(methods, key=lambda n: -float(methods[n]["ndcg"])):
        one = methods[name]
        row = [name, *(f"{one[c]:.4f}" for c in _COLUMNS)]
        if not talking:
            low, high = one["ndcg_interval"]
            error = f"{one['calibration_error']:.3f}" if "calibration_error" in one else ""
            row += [f"{low:.4f}-{high:.4f}", error, f"{one['seconds_to_learn']:.1f}"]
        rows.append(row)
    _print(console, heads, rows)
    if found["suggests_all"]:
        console.print(cell(plain(language, "evaluate-all", k=k)))
    if talking:
        values = {name: found[name] for name in ("people", "sentences", "k")}
        times = f"{found['times_popularity']:.2f}"
        console.print(cell(plain(language, "evaluate-talk", times=times, **values)))
        return
    _show_slices(language, found, console)
    low, high = found["ndcg_ahead_interval"]
    if "split_at" in found:
        moment = datetime.fromtimestamp(found["split_at"], UTC)
        console.print(cell(plain(language, "evaluate-from", at=f"{moment:%Y-%m-%d %H:%M} UTC")))
    counts = {name: found[name] for name in ("held_out", "people", "courses", "training_events", "texts")}
    ahead = f"{found['ndcg_ahead']:+.4f} NDCG [{low:+.4f}, {high:+.4f}]"
    counts = {name.replace("_", "-"): count for name, count in counts.items()}
    console.print(cell(plain(language, "evaluate-against", other=found["best_other"], ahead=ahead, **counts)))


def _show_slices(language: str, found: dict[str, Any], console: Console) -> None:
    """Below the methods: the default beside its best rival and popularity, part by part."""
    k = found["k"]
    methods = list(dict.fromkeys([_DEFAULT, found["best_other"], "popularity"]))
    heads = [plain(language, f"evaluate-{name}") for name in ("part", "people", "held-out")]
    heads += [*(f"{m} HR@{k}" for m in methods), *(f"{m} NDCG" for m in methods)]
    rows = list[list[str]]()
    for name, part in found.get("slices", {}).items():
        one = part["methods"]
        rows.append(
            [
                plain(language, f"evaluate-part-{_KEY.sub('-', name).strip('-')}"),
                f"{part['people']:,}" if "people" in part else "",
                f"{part['held_out']:,}",
                *(f"{one[m]['hr']:.4f}" for m in methods),
                *(f"{one[m]['ndcg']:.4f}" if "ndcg" in one[m] else "" for m in methods),
            ]
        )
    console.print()
    _print(console, heads, rows)
    console.print()


def _print(console: Console, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table; several, below each other, where its columns find no room in one: no figure is cut."""
    widths = [max(cell_len(row[n]) for row in (heads, *rows)) + _GAP for n in range(len(heads))]
    tables, left = [[0]], 0
    for n in range(1, len(heads)):
        if left < widths[n]:
            tables.append([0])
            left = console.width - widths[0]
        tables[-1].append(n)
        left -= widths[n]
    for columns in tables[1:]:
        table = Table(box=None, pad_edge=False)
        for n in columns:
            table.add_column(heads[n], justify="left" if n == 0 else "right", no_wrap=True)
        for row in rows:
            table.add_row(*(row[n] for n in columns), style="bold" if row[0] == _DEFAULT else None)
        console.print(table)
