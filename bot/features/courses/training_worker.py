"""Fit a large model: read the events named in one file and leave the model in another.

`python -m bot.features.courses.training_worker GIVEN MADE [--idle]`, which only `training_process` runs,
with a low priority from its first moment; idle, it steps back altogether once nothing of the database is
held.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.features.courses.packed_events import Past
from bot.features.courses.training_process import dump, load
from storage import recommender_data
from storage.store import Store

_KILLED_FIRST = "500"  # of two processes, when memory runs out: better no new model than no bot


def main() -> None:
    """Learn from what one file names and leave the model in another."""
    given, made = map(Path, sys.argv[1:3])
    killed_first()
    url, community, *rest = load(given)
    past = read(url, community)
    if "--idle" in sys.argv:
        idle()
    learn(past, made, *rest)


def read(url: str, community: int) -> Past:
    """All course events of a community; afterwards nothing of the database is held."""
    store, past = Store(url), Past()
    try:
        recommender_data.read_course_events(store.reading, community, past.add)
    finally:
        store.close()
    return past


def learn(past: Past, made: Path, *rest: Any) -> None:
    """Fit a model, and write it down."""
    from bot.features.courses.training import learned

    dump(made, learned(past, *rest))


def killed_first() -> None:
    """Let this process end before others do when memory runs out."""
    with suppress(OSError):  # there is none on other systems
        Path("/proc/self/oom_score_adj").write_text(_KILLED_FIRST, encoding="ascii")


def idle() -> None:
    """Run only when no other process would: a core's caches are left to who answers people."""
    with suppress(OSError):  # some containers allow no change
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


if __name__ == "__main__":
    main()
