"""How good the course suggestions are, beside suggesting what is popular."""

from __future__ import annotations

import csv

from bot.courses.evaluate import leave_last_out
from bot.playground.demo.make_enrolments import FILE
from rules.config.shelf import Shelf
from tests.bench.measurement import Found, Options

_NOW = 1_800_000_000.0
_DAY = 86_400


async def recommender(options: Options) -> Found:
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
    scores = leave_last_out(events, Shelf(options.rules).book.courses, _NOW, k=5)
    model, popularity = scores["model"], scores["popularity"]
    return Found(
        {
            "hit_rate@5": round(model.hit_rate, 3),
            "popularity": round(popularity.hit_rate, 3),
            "ratio": round(model.hit_rate / popularity.hit_rate, 2),
            "people": model.people,
        }
    )
