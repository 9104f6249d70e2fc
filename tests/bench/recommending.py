"""How good the course suggestions are beside suggesting what is popular, and what they cost."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time

import numpy as np

from bot.features import extensions
from bot.features.courses.blend import Blend, Settings
from bot.features.courses.evaluation.evaluate import measured
from bot.features.courses.evaluation.problem import prior_of
from bot.features.courses.evaluation.reading import Data
from bot.features.courses.histories import Histories
from bot.features.courses.model import Model, histories_of
from bot.features.courses.profile import Profile
from bot.features.courses.suggest import Live, suggest_all
from bot.features.courses.text_features import TextModel
from bot.playground.demo.make_enrolments import FILE
from rules.config.courses import Course
from rules.config.rule_book_store import RuleBookStore
from tests.bench.measurement import Found, Options

_COURSES, _MEMBERS = 3_321, 10_000
_PEOPLE, _EVENTS = 1_000_000, 10_000_000
_ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


async def recommender(options: Options) -> Found:
    """How often everybody's last course of the demo's enrolments is among the first five."""
    lists: dict[str, list[str]] = {}
    with FILE.open(encoding="utf-8") as rows:
        for row in sorted(csv.DictReader(rows), key=lambda r: int(r["at"])):
            lists.setdefault(row["person"], []).append(row["course"])
    ids = [c.id for c in RuleBookStore(options.rules, extensions()).book.courses]
    found = measured(Data(histories_of(lists.values(), ids), list(lists), ids), None, 5)
    model, popularity = (found["methods"][name]["hr"] for name in ("zhiqun", "popularity"))
    return Found(
        {
            "hit_rate@5": round(model, 3),
            "popularity": round(popularity, 3),
            "ratio": round(model / popularity, 2),
            "people": found["people"],
        }
    )


async def fitting(options: Options) -> Found:
    """Fit on 10 million events in a process of one thread: seconds, and GB at its highest."""
    command = [sys.executable, "-m", "tests.bench.recommending"]
    done = subprocess.run(command, env=os.environ | _ONE_CORE, capture_output=True, check=True, timeout=900)  # noqa: ASYNC221  # nothing else runs meanwhile
    found = json.loads(done.stdout)
    return Found(found, found["cpu_seconds"] < 60 and found["gb"] < 4)


async def suggesting(options: Options) -> Found:
    """One suggestion, and three each for 10,000 members, from 3,321 courses with EASE and texts."""
    model = _made_up()
    draw = np.random.default_rng(2)
    profiles = [
        Profile(tuple(f"c{n}" for n in draw.choice(_COURSES, draw.integers(1, 20), replace=False)))
        for _ in range(_MEMBERS)
    ]
    live = Live.of(model.courses, 0)
    suggest_all(model, profiles[:100], live, 3)
    alone, spent = [], time.process_time()
    for profile in profiles[:200]:
        began = time.perf_counter()
        suggest_all(model, [profile], live, 1)
        alone.append(time.perf_counter() - began)
    spent = (time.process_time() - spent) / len(alone)
    began, worked = time.perf_counter(), time.process_time()
    suggest_all(model, profiles, live, 3)
    batch, worked = time.perf_counter() - began, time.process_time() - worked
    return Found(
        {
            "one_ms": round(float(np.median(alone)) * 1000, 2),
            "one_cpu_ms": round(spent * 1000, 2),
            "one_p99_ms": round(float(np.quantile(alone, 0.99)) * 1000, 2),
            "batch_s": round(batch, 2),
            "batch_cpu_s": round(worked, 2),
            "members": _MEMBERS,
            "courses": _COURSES,
        },
        spent < 0.005 and worked < 3,
    )


def _made_up() -> Model:
    draw = np.random.default_rng(1)
    courses = tuple(
        Course(id=f"c{n}", title=f"T{n}", description=" ".join(f"w{w}x" for w in draw.integers(0, 5_000, 30)))
        for n in range(_COURSES)
    )
    text = TextModel.fit(courses)
    histories = walks(20_000, 200_000)
    settings = Settings(ease=0.25, plain=0.25, alike=1.0)
    blend = Blend.fit(histories, prior_of(histories), text.rows, settings)
    return Model(courses, blend, text, {}, "bench")


def walks(people: int, events: int) -> Histories:
    """People who go from course to a near one, or to any other, of which the first are taken most."""
    draw = np.random.default_rng(3)
    sizes = 1 + draw.poisson(events / people - 1, people)
    starts = (_COURSES * draw.random(people) ** 3).astype(np.int64)
    steps = draw.geometric(0.15, int(sizes.sum()))
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    walked = np.cumsum(steps)
    since = walked - np.repeat(walked[offsets[:-1]], sizes)
    near = (np.repeat(starts, sizes) + since) % _COURSES
    anywhere = (_COURSES * draw.random(len(near)) ** 3).astype(np.int64)
    items = np.where(draw.random(len(near)) < 0.5, near, anywhere)
    return Histories(items.astype(np.int32), offsets, _COURSES)


def main() -> None:
    """Fit once and print what it took."""
    import resource

    histories = walks(_PEOPLE, _EVENTS)
    began, worked = time.perf_counter(), time.process_time()
    Blend.fit(histories, prior_of(histories), None, Settings(ease=0.25, plain=0.25))
    took, worked = time.perf_counter() - began, time.process_time() - worked
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    found = {
        "seconds": round(took, 1),
        "cpu_seconds": round(worked, 1),
        "gb": round(highest, 2),
        "people": _PEOPLE,
        "events": len(histories.items),
        "courses": _COURSES,
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
