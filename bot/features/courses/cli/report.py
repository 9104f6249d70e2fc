"""What `zhiqun recommend report` says: figures, curves and what they mean, in words."""

from __future__ import annotations

import time
from pathlib import Path

from bot.features.courses.acceptance_chart import svg, terminal, told
from bot.features.courses.experiment import ARMS, FEWEST, HELD_OUT, MODEL, Comparison
from bot.text.charts import percent
from bot.text.messages import plain


def sentences(language: str, found: Comparison) -> list[str]:
    """What the comparison comes to, the most important first."""
    model, held = found.arms[MODEL], found.arms[HELD_OUT]
    low, high = (f"{100 * value:+.1f}" for value in found.difference[1:])
    values = {"better": percent(found.better), "apart": f"{100 * found.difference[0]:+.1f}"}
    values |= {"interval": f"[{low}, {high}]"}
    match found.verdict:
        case "nothing":
            return [plain(language, "report-nothing")]
        case "uneven":
            people = {"held": held.people, "people": held.people + model.people}
            chance = f"{found.split:.2g}"
            return [plain(language, "report-uneven", chance=chance, **people), plain(language, "report-why")]
        case "few":
            fewest = min(ARMS, key=lambda name: found.arms[name].shown)
            by, shown = plain(language, f"report-{fewest}"), found.arms[fewest].shown
            return [plain(language, "report-few", count=shown, by=by, needed=FEWEST)]
        case "better":
            return [plain(language, "report-better", **values)]
        case "worse":
            return [plain(language, "report-worse", **values), plain(language, "report-train")]
    more = plain(language, "report-needed", count=found.needed) if found.needed else ""
    return [plain(language, "report-undecided", more=more, **values)]


def show(language: str, found: Comparison, days: int) -> list[str]:
    """Everything, line by line."""
    lines = [plain(language, "report-days", days=days)]
    for name in ARMS:
        arm = found.arms[name]
        counts = {
            "people": plain(language, "report-people", count=arm.people, shown=f"{arm.people:>7,}"),
            "shown": f"{arm.shown:>7,}",
            "accepted": f"{arm.accepted:>6,}",
            "dismissed": f"{arm.dismissed:>6,}",
            "rate": told(found.dismissals[name], arm.shown, arm.dismissed),
        }
        lines.append(f"{plain(language, f'report-{name}'):11} {plain(language, 'report-arm', **counts)}")
    if found.verdict != "nothing":
        lines += ["", plain(language, "report-accepted"), *terminal(language, found), ""]
    return [*lines, *sentences(language, found)]


def draw(language: str, found: Comparison, days: int, file: Path) -> str:
    """Write the picture; a sentence of what was done."""
    if found.verdict == "nothing":
        return plain(language, "report-undrawn", file=str(file))
    today = time.strftime("%Y-%m-%d", time.gmtime())
    title = plain(language, "report-title", days=days, day=today)
    picture = svg(language, found, title, sentences(language, found))
    file.write_text(picture, encoding="utf-8")
    return plain(language, "report-drawn", file=str(file))
