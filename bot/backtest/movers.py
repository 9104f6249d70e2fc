"""Who moves under other incentives, as a table for a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from bot.backtest.paying import Moved, Mover
from bot.runtime.printing import cell
from bot.text.messages import plain

_LISTED = 20


def show_moved(found: Moved, console: Console, language: str) -> None:
    """Print who moves, whoever moves most first."""
    moves = [m for m in found.people if m.before != m.after]
    head = {"events": found.events, "people": len(found.people), "moves": len(moves)}
    console.print(cell(plain(language, "economy-moved", **head)), style="bold")
    if not moves:
        return
    heads = [plain(language, f"economy-moved-{name}") for name in ("who", "before", "after", "place")]
    table = Table(*heads, box=None, pad_edge=False)
    for mover in moves[:_LISTED]:
        table.add_row(*map(cell, _row(mover)))
    console.print(table)


def _row(m: Mover) -> list[str]:
    name = m.name or f"#{m.person}"
    return [
        name,
        f"{m.before:,}",
        f"{m.after:,} ({m.after - m.before:+,})",
        f"{m.place_before} → {m.place_after}",
    ]
