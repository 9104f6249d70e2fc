"""The figures of an evaluation as a table on one screen."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

_COLUMNS = ("recall", "precision", "phr", "hr", "ndcg", "mrr", "coverage")
_NAMES = {
    "recall": "Recall",
    "precision": "Precision",
    "phr": "PHR",
    "hr": "HR",
    "ndcg": "NDCG",
    "mrr": "MRR",
}


def show(found: dict[str, Any], console: Console) -> None:
    """Print methods, the best NDCG first, and how they were measured."""
    k = found["k"]
    heads = [_NAMES.get(c, c) + ("" if c in ("mrr", "coverage") else f"@{k}") for c in _COLUMNS]
    table = Table(box=None, pad_edge=False)
    table.add_column("method")
    talking = "sentences" in found
    for head in (*heads, *(() if talking else ("NDCG 95 %", "ECE", "s"))):
        table.add_column(head, justify="right")
    methods = found["methods"]
    for name in sorted(methods, key=lambda n: -float(methods[n]["ndcg"])):
        one = methods[name]
        row = [f"{one[c]:.4f}" for c in _COLUMNS]
        if talking:
            table.add_row(name, *row)
            continue
        low, high = one["ndcg_interval"]
        error = f"{one['calibration_error']:.3f}" if "calibration_error" in one else ""
        table.add_row(
            name,
            *row,
            f"{low:.4f}-{high:.4f}",
            error,
            f"{one['seconds_to_learn']:.1f}",
            style="bold" if name == "zhiqun" else None,
        )
    console.print(table)
    if talking:
        console.print(
            f"{found['people']:,} people of whom {found['sentences']} sentences of their courses are known "
            f"and nothing else: {found['times_popularity']:.2f} times popularity's HR@{k}. Full ranking."
        )
        return
    low, high = found["ndcg_ahead_interval"]
    console.print(
        f"Against {found['best_other']}: {found['ndcg_ahead']:+.4f} NDCG [{low:+.4f}, {high:+.4f}]. "
        f"{found['held_out']:,} held-out courses of {found['people']:,} people, full ranking over "
        f"{found['courses']:,} courses without what they took; {found['training_events']:,} events to learn "
        f"from, {found['texts']:,} texts. Settings were chosen inside of those alone."
    )
