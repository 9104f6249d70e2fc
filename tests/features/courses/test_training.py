"""Fitting beside the event loop, and no course that takes over."""

from __future__ import annotations

import asyncio
import os
import pickle
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.courses import training_process, training_worker
from bot.features.courses.advisor import Advice, is_small
from bot.features.courses.blend import Settings
from bot.features.courses.jobs.suggestions import spread
from bot.features.courses.markov import Chain
from bot.features.courses.model import Model
from bot.features.courses.packed_events import Past
from bot.features.courses.profile import Profile
from bot.features.courses.training import FittingFailed, fit_apart, learned, settings_of
from tests.features.courses.worlds import ANN, BEN, CAI, CATALOGUE, NOW, Town

PAST = Past.of([(p, c, "taken", 1, NOW - 86_400, 7) for p in range(3) for c in ("python", "pandas")])


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that is full of tests nothing idle gets on."""
    monkeypatch.setattr(training_process, "_PATIENCE", 2.0)


async def elsewhere(town: Town, settings: Settings | None = None) -> Model:
    """What a process of its own learns."""
    return await fit_apart(town.store.url, town.community, CATALOGUE, NOW, settings)


async def test_a_process_of_its_own_learns_the_same_while_others_go_on(town: Town) -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.001)
            ticks += 1

    for person in (ANN, BEN, CAI):
        town.take(person, "python", "pandas", days_ago=1)
    ticking = asyncio.create_task(tick())
    settings = Settings(temperature=3.0)
    large = await elsewhere(town, settings)
    ticking.cancel()
    assert ticks > 20
    small = learned(PAST, CATALOGUE, NOW, settings)
    profile = Profile(taken=("python",), terms={"写作": 1.0})
    assert large.rank(profile) == small.rank(profile)
    assert large.version == small.version
    assert large.blend.settings == settings


def test_what_was_read_leaves_nothing_of_the_database_held(town: Town) -> None:
    town.take(ANN, "python")
    assert len(training_worker.read(town.store.url, town.community)) == 1
    with closing(sqlite3.connect(town.store.url.partition("///")[2])) as other:
        assert other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0


@pytest.mark.skipif(not hasattr(os, "SCHED_IDLE"), reason="this system knows no such priority")
@pytest.mark.parametrize(("how", "policy"), [(["--idle"], "SCHED_IDLE"), ([], "SCHED_OTHER")])
async def test_only_what_is_to_be_idle_is_before_the_libraries_are_loaded(
    town: Town, tmp_path: Path, how: list[str], policy: str
) -> None:
    seen = tmp_path / "seen"
    code = (
        "import os, sys; from bot.features.courses import training_worker\n"
        "def learn(past, made, *rest):\n"
        f"    open({str(seen)!r}, 'w').write(f'{{os.sched_getscheduler(0)}} {{\"numpy\" in sys.modules}}')\n"
        "training_worker.learn = learn; training_worker.main()"
    )
    given = tmp_path / "given"
    given.write_bytes(pickle.dumps((town.store.url, town.community, CATALOGUE, NOW, None)))
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, str(given), "made", *how)
    assert await process.wait() == 0
    assert seen.read_text("utf-8") == f"{getattr(os, policy)} False"


async def test_who_stops_waiting_ends_the_process(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    started: asyncio.Queue[Any] = asyncio.Queue()
    make = asyncio.create_subprocess_exec

    async def spied(*args: Any, **kwargs: Any) -> Any:
        process = await make(*args, **kwargs)
        started.put_nowait(process)
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", spied)
    waiting = asyncio.create_task(elsewhere(town))
    process = await started.get()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)


async def test_a_process_that_fails_is_told(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(FittingFailed, match="status 1"):
        await elsewhere(town)


events = st.tuples(
    st.integers(1, 2**40),
    st.sampled_from(["python", "写作", "x"]),
    st.sampled_from(["taken", "dismissed", "rated"]),
    st.integers(-5, 5),
    st.integers(0, 2**33),
    st.integers(),
)


@given(st.lists(st.lists(events, max_size=4), max_size=4))
def test_what_was_read_page_by_page_comes_out_in_order_of_time(pages: list[list[tuple[Any, ...]]]) -> None:
    past = Past()
    for page in pages:
        past.add(page)
    copied: Past = pickle.loads(pickle.dumps(past))
    names = ("person_id", "course", "kind", "value", "at")
    rows = [dict(zip(names, row, strict=False)) for page in pages for row in page]
    wanted = sorted(rows, key=lambda row: row["at"])
    assert list(copied.events()) == wanted
    assert len(past) == len(wanted)


def test_only_what_takes_milliseconds_is_small() -> None:
    assert is_small(2_000, 60)
    assert not is_small(2_001, 60)
    assert not is_small(2_000, 61)


def test_stored_settings_come_back_and_strange_ones_do_no_harm() -> None:
    settings = Settings(chain=Chain(window=3), ease=0.5, temperature=2.0)
    assert settings_of(asdict(settings)) == settings
    assert settings_of(asdict(settings) | {"gone": 1}) == settings
    assert settings_of({"ease": 0.5}) == Settings(ease=0.5)
    assert settings_of(None) is None
    assert np.isfinite(settings.temperature)


def advice(course: str, score: float) -> Advice:
    """A choice."""
    return Advice(course, score, {}, {"kind": "new"}, "m")


choices = st.dictionaries(
    st.integers(1, 60),
    st.lists(st.builds(advice, st.sampled_from("abcdef"), st.floats(0, 3)), max_size=3).map(
        lambda found: sorted(found, key=lambda a: -a.score)
    ),
    max_size=60,
)


@given(choices)
def test_everybody_with_choices_gets_one_of_their_nearly_best(found: dict[int, list[Advice]]) -> None:
    given_ = spread(found)
    assert given_.keys() == {p for p, listed in found.items() if listed}
    assert all(one in found[p] and one.score >= found[p][0].score - 0.5 for p, one in given_.items())


def test_no_course_goes_to_more_than_a_quarter_while_others_are_as_good() -> None:
    found = {p: [advice(c, 1.0 - n / 100) for n, c in enumerate("abcde")] for p in range(100)}
    counts = Counter(one.course for one in spread(found).values())
    assert counts == {"a": 25, "b": 25, "c": 25, "d": 25}
