"""Prints the figures; with --json the last line is one JSON object."""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import sys
from typing import Any

from bot import logs
from bot.courses.evaluate import leave_last_out
from bot.playground.demo.make_enrolments import FILE
from rules.config.shelf import Shelf
from tests.bench import speed

_COUNT = 5_000
_NOW = 1_800_000_000.0
_DAY = 86_400


def recommender() -> dict[str, Any]:
    """How often everybody's last course of the demo's enrolments is among the first five."""
    with FILE.open(encoding="utf-8") as rows:
        events = [
            {
                "person_id": r["person"],
                "course": r["course"],
                "kind": r["kind"],
                "at": _NOW + int(r["at"]) * _DAY,
            }
            for r in csv.DictReader(rows)
        ]
    scores = leave_last_out(events, Shelf(speed.RULES).book.courses, _NOW, k=5)
    model, popularity = scores["model"], scores["popularity"]
    return {
        "hit_rate@5": round(model.hit_rate, 3),
        "popularity": round(popularity.hit_rate, 3),
        "ratio": round(model.hit_rate / popularity.hit_rate, 2),
        "people": model.people,
    }


async def measure(count: int) -> dict[str, Any]:
    """Everything, one after the other in this process."""
    ours, theirs = await speed.pipeline(count), await speed.aiogram_dispatcher(count)
    return {
        "pipeline": {
            "ratio": round(ours / theirs, 2),
            "updates_per_s": round(ours),
            "aiogram_dispatcher_per_s": round(theirs),
        },
        "decode": {"updates_per_s": round(speed.decode(count))},
        "recommender": recommender(),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser("make bench", description="Speed and quality, as ratios in one run.")
    parser.add_argument("--json", action="store_true", help="end with one JSON line")
    parser.add_argument("--count", type=int, default=_COUNT, help="updates to measure with")
    given = parser.parse_args()
    logs.configure("warning", "console")
    found = asyncio.run(measure(given.count))
    for name, figures in found.items():
        shown = ", ".join(f"{k} {v}" for k, v in figures.items())
        sys.stdout.write(f"{name:12} {shown}\n")
    if given.json:
        sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
