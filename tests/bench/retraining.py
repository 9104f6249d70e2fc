"""From an act to the call that enforces a rule, with and without a recommender that is being fitted.

The job `model` runs at every full minute of one run, and a fit takes part of it: both sides take turns by
themselves, under the same load. What counts as fitting is all of it: reading the events, the process of its
own, and taking the model over.
"""

from __future__ import annotations

import asyncio
import random
import time
from contextlib import suppress
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
import psutil
from sqlalchemy import insert

from storage.directory import PERSON
from storage.learning import COURSE_EVENT
from storage.store import Store
from tests.bench.figures import quantile
from tests.bench.measurement import Found, Options
from tests.bench.removed import WORD, removing_rules, sayings
from tests.bench.talk import sentence
from tests.bench.town import Town, enforcements, town
from tests.bench.windows import Wait, Window, noise, split

_RATE = 20.0  # updates a second: what is compared is not how a full machine shares itself out
_EVENTS, _COURSES, _LEARNERS = 300_000, 600, 30_000
_FIRST = 10_000_000  # own number of the first learner, who is nobody in Telegram
_AT_ONCE = 20_000  # rows in a transaction
_TAKING_OVER = 1.0  # seconds after the process ended in which its model is read
_LOOK = 0.05  # seconds
_PATIENCE = 180.0  # seconds for what is left to do at the end
_MINUTE = 60
_TARGET = 1.2
_SCHEDULE = 'jobs: [{job: model, cron: "* * * * *", catch_up: 0s}]\n'


async def retraining(options: Options) -> Found:
    """p50 and p99 in milliseconds on both sides, and the ratio of the p99s."""
    minutes = max(2, options.rounds)
    with TemporaryDirectory() as folder:
        rules = _rules(options.rules, Path(folder) / "rules")
        async with town(rules, 8, 1200, settings={"schedule": "true"}, awaited=WORD) as of:
            options.say(f"{_EVENTS:,} course events are written")
            _enrol(of)
            await _wait_for_a_minute(of)
            options.say(f"{minutes} minutes at {_RATE:.0f} updates a second")
            fits = Fits(of)
            watching = asyncio.create_task(fits.watch())
            began = time.time()
            await of.play(sayings(of, of.people, int(minutes * _MINUTE * _RATE)), _RATE)
            await of.quiet(_PATIENCE)
            watching.cancel()
            gone = enforcements(await of.calls())
    waits = [(at, (gone[m] - at) * 1000) for m, at in of.written.items() if m in gone and at >= began]
    return compared(waits, fits.windows())


def compared(waits: list[Wait], windows: list[Window]) -> Found:
    """Both sides of (moment, milliseconds), and what the ratio would be if nothing was fitted."""
    inside, outside = split(waits, windows)
    sides = {
        name: sorted(w for of in found for w in of)
        for name, found in (("with", inside), ("without", outside))
    }
    ratio = quantile(sides["with"], 0.99) / quantile(sides["without"], 0.99)
    figures = {
        "ratio": round(ratio, 2),
        "noise": [round(edge, 2) for edge in noise(outside, len(inside), 0.99)],
        **{
            f"{name}_{side}_ms": round(quantile(sides[side], share), 1)
            for side in sides
            for name, share in (("p50", 0.5), ("p99", 0.99))
        },
        **{f"enforced_{side}": len(sides[side]) for side in sides},
        "fits": len(windows),
        "fit_s": round(median(end - start for start, end in windows), 1),
    }
    return Found(figures, ratio <= _TARGET)


class Fits:
    """Looks at the bot's children: the process that fits is its only one."""

    def __init__(self, of: Town) -> None:
        self._bot = psutil.Process(of.bot.pid)
        self._seen: dict[int, Window] = {}

    async def watch(self) -> None:
        """Look until cancelled."""
        while True:
            with suppress(psutil.NoSuchProcess):  # a child that ended while it was looked at
                for child in self._bot.children():
                    now = time.time()
                    self._seen[child.pid] = (self._seen.get(child.pid, (now, now))[0], now)
            await asyncio.sleep(_LOOK)

    def windows(self) -> list[Window]:
        """From the full minute at which the job began to the model's being in force."""
        return [(start // _MINUTE * _MINUTE, end + _TAKING_OVER) for start, end in self._seen.values()]


def _rules(given: Path, copied: Path) -> Path:
    """The rules that come along, with a large catalogue, a rule that always removes, and nothing but fits."""
    removing_rules(given, copied)
    (copied / "schedule.yaml").write_text(_SCHEDULE, encoding="utf-8")
    draw = random.Random(1)
    lines = [
        f'  - {{id: c{n}, title: "Course {n}", description: "{sentence(draw, "en").replace(chr(34), "")}"}}'
        for n in range(_COURSES)
    ]
    (copied / "courses.yaml").write_text("courses:\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return copied


def _enrol(of: Town) -> None:
    """Let people who are nowhere to be seen have taken courses, the first of the catalogue most."""
    draw, now = np.random.default_rng(1), int(time.time())
    people = (_FIRST + draw.integers(0, _LEARNERS, _EVENTS)).tolist()
    courses = (_COURSES * draw.random(_EVENTS) ** 2).astype(int).tolist()
    store = Store(of.database)
    try:
        with store.write() as connection:
            rows = [{"id": _FIRST + n, "username": "", "name": ""} for n in range(_LEARNERS)]
            blank = {"language": "", "bot": False, "private_since": 0}
            connection.execute(insert(PERSON), [r | blank for r in rows])
        for start in range(0, _EVENTS, _AT_ONCE):
            with store.write() as connection:
                connection.execute(
                    insert(COURSE_EVENT),
                    [
                        {
                            "key": f"bench:{n}",
                            "community_id": 1,
                            "person_id": people[n],
                            "course": f"c{courses[n]}",
                            "kind": "taken",
                            "value": 1,
                            "at": now - _EVENTS + n,
                        }
                        for n in range(start, start + _AT_ONCE)
                    ],
                )
    finally:
        store.close()


async def _wait_for_a_minute(of: Town) -> None:
    """Wait for the second half of a minute, and for the end of a fit that is under way."""
    bot = psutil.Process(of.bot.pid)
    while time.time() % _MINUTE < _MINUTE / 2 or bot.children():  # noqa: ASYNC110  # told no other way
        await asyncio.sleep(0.2)
