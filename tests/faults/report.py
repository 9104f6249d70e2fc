"""The printed table, and the JSON line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.faults.scenario import Found

_COLUMNS = ("injected", "survived", "lost", "doubled", "in_doubt")
_HEAD = ("scenario", "injected", "survived", "lost", "doubled", "in doubt", "recover (s)", "updates")
_SHOWN = 3  # calls in doubt that are named


def total(found: Mapping[str, Found]) -> dict[str, int]:
    """The sums."""
    ran = [f.figures() for f in found.values() if not f.skipped]
    return {column: sum(f[column] for f in ran) for column in _COLUMNS}


def good(found: Mapping[str, Found]) -> bool:
    """Whether nothing of ours is lost or doubled, and everything survived."""
    return all(f.skipped or f.good for f in found.values())


def table(found: Mapping[str, Found]) -> str:
    """A Markdown table, with what is wrong and what is in doubt below it."""
    lines = ["| " + " | ".join(_HEAD) + " |", "|---|" + "--:|" * (len(_HEAD) - 1)]
    lines += [_row(name, f) for name, f in found.items()]
    sums = total(found)
    updates = sum(f.verdict.updates for f in found.values())
    lines.append("| **all** | " + " | ".join(str(sums[c]) for c in _COLUMNS) + f" | | {updates} |")
    for name, f in found.items():
        lines += [f"{name}: {said}" for said in (*f.verdict.problems, *f.verdict.notes)]
        doubt = f.verdict.in_doubt
        if doubt:
            more = f" and {len(doubt) - _SHOWN} more" if len(doubt) > _SHOWN else ""
            lines.append(f"in doubt in {name}: {', '.join(doubt[:_SHOWN])}{more}")
    return "\n".join(lines) + "\n"


def _row(name: str, found: Found) -> str:
    if found.skipped:
        return f"| {name} | skipped: {found.skipped} |" + " |" * (len(_HEAD) - 2)
    figures = found.figures()
    times = figures["recover_s"]
    recovery = f"{times['median']} (most {times['most']})" if times else ""
    cells = [name, *(str(figures[c]) for c in _COLUMNS), recovery, str(found.verdict.updates)]
    return "| " + " | ".join(cells) + " |"


def as_json(found: Mapping[str, Found], seed: int) -> dict[str, Any]:
    """The sums, and each scenario's figures."""
    each = {name: f.figures() for name, f in found.items()}
    return {**total(found), "ok": good(found), "seed": seed, "scenarios": each}
