"""What `zhiqun recommend report` says: figures, curves and what they mean, in words."""

from __future__ import annotations

import time
from pathlib import Path

from bot.features.courses.curves import NAMES, svg, terminal, told
from bot.features.courses.experiment import ARMS, FEWEST, HELD_OUT, MODEL, Comparison
from bot.text.charts import percent


def sentences(found: Comparison) -> list[str]:
    """What the comparison comes to, the most important first."""
    model, held = found.arms[MODEL], found.arms[HELD_OUT]
    better = f"The recommender is better with a probability of {percent(found.better)}"
    apart, low, high = (f"{100 * value:+.1f}" for value in found.difference)
    match found.verdict:
        case "nothing":
            return ["Nobody was suggested anything in this time: there is nothing to compare yet."]
        case "uneven":
            return [
                f"Do not trust this comparison: {held.people:,} of {held.people + model.people:,} people are "
                f"held out, which should be one in ten and is hardly chance (p = {found.split:.2g}).",
                "Something keeps members of one group from being suggested courses, or counts them twice.",
            ]
        case "few":
            fewest = min(ARMS, key=lambda name: found.arms[name].shown)
            what = "suggestion" if found.arms[fewest].shown == 1 else "suggestions"
            return [
                f"Too little to tell: {found.arms[fewest].shown:,} {what} by {NAMES[fewest]}, "
                f"{FEWEST} are needed at least."
            ]
        case "better":
            return [f"{better}: accepted {apart} points more often [{low}, {high}]."]
        case "worse":
            return [
                f"What is popular is accepted more often: {better[0].lower()}{better[1:]} alone, "
                f"{apart} points [{low}, {high}].",
                "Train it anew (`zhiqun recommend train`), or look at the catalogue's texts.",
            ]
    what = "suggestion" if found.needed == 1 else "suggestions"
    more = f", about {found.needed:,} more {what} to held-out members would tell" if found.needed else ""
    return [f"Not decided yet: {better[0].lower()}{better[1:]}, {apart} points [{low}, {high}]{more}."]


def show(found: Comparison, days: int) -> list[str]:
    """Everything, line by line."""
    lines = [f"The last {days:,} days:" if days > 1 else "The last day:"]
    for name in ARMS:
        arm = found.arms[name]
        people = "person" if arm.people == 1 else "people"
        lines.append(
            f"{NAMES[name]:11} {arm.people:>7,} {people}  {arm.shown:>7,} shown  {arm.accepted:>6,} accepted"
            f"  {arm.dismissed:>6,} dismissed ({told(found.dismissals[name], arm.shown, arm.dismissed)})"
        )
    if found.verdict != "nothing":
        lines += ["", "accepted of those shown:", *terminal(found), ""]
    return [*lines, *sentences(found)]


def refused(file: Path) -> str:
    """Why no picture can be written to this file; empty when it can."""
    if file.suffix.lower() != ".svg":
        return f"{file}: the picture is an SVG: give a name that ends in .svg"
    return "" if file.parent.is_dir() else f"{file}: there is no folder {file.parent}"


def draw(found: Comparison, days: int, file: Path) -> str:
    """Write the picture; a sentence of what was done."""
    if found.verdict == "nothing":
        return f"{file} is not written: there is nothing to draw."
    today = time.strftime("%Y-%m-%d", time.gmtime())
    title = f"Course suggestions: recommender and popularity, {days:,} days to {today}"
    file.write_text(svg(found, title, sentences(found)), encoding="utf-8")
    return f"Drawn into {file}."
