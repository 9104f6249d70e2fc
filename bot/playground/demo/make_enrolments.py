"""Draws the demo's enrolments: 240 made-up learners with a leaning each.

`python -m bot.playground.demo.make_enrolments` writes enrolments.csv anew; the same seed gives the same file.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

FILE = Path(__file__).with_name("enrolments.csv")
LEARNERS = 240
# Courses in the order in which people of a leaning tend to take them.
PATHS = {
    "code": ("py-start", "git-basics", "py-auto", "web-api", "py-async", "algo-daily", "llm-apps"),
    "data": ("excel-core", "sql-first", "py-start", "pandas-lab", "viz-story", "stats-life", "bi-dash"),
    "ml": ("py-start", "pandas-lab", "ml-start", "ml-features", "dl-intro", "recsys-lab", "llm-apps"),
    "words": ("write-clear", "write-hook", "story-arc", "speak-up", "ops-content", "read-notes"),
    "english": ("en-listen", "en-write", "en-talk", "write-clear", "speak-up"),
    "product": ("pm-basics", "ux-research", "pm-data", "ui-basics", "ops-community", "sql-first"),
    "life": ("habit-lab", "money-basics", "index-invest", "sleep-well", "read-notes", "prompt-work"),
}
_OTHERS = ("prompt-work", "slides-good", "zh-reading", "stats-life", "git-basics", "habit-lab", "speak-up")


def draw(seed: int = 7) -> list[tuple[str, str, str, int]]:
    """Rows of person, course, kind and days ago (negative), in order of time."""
    chance = random.Random(seed)
    rows = []
    for number in range(LEARNERS):
        path = PATHS[chance.choice(sorted(PATHS))]
        begun = chance.randrange(20, 200)
        taken: list[str] = []
        for course in path[: chance.randrange(1, len(path) + 1)]:
            if chance.random() < 0.15:
                taken.append(chance.choice(_OTHERS))
            if chance.random() < 0.85:
                taken.append(course)
        for step, course in enumerate(dict.fromkeys(taken)):
            ago = max(1, begun - step * chance.randrange(7, 25))
            rows.append((f"learner-{number:03d}", course, "taken", -ago))
    return sorted(rows, key=lambda r: (r[3], r[0]))


def main() -> None:
    """Write the file."""
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("person", "course", "kind", "at"))
        writer.writerows(draw())


if __name__ == "__main__":
    main()
