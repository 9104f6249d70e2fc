"""Score members in a process of its own: read what one file names, leave the scores in another.

`python -m bot.features.churn.scoring_worker GIVEN MADE [--idle]`, as the one that fits the recommender.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from bot.features.churn.history import History
from bot.features.churn.stored_acts import read
from bot.features.courses.training_process import dump, load
from bot.features.courses.training_worker import idle, killed_first
from rules.config.courses import Course
from storage.store import Store


def main() -> None:
    """Score the members of the community that one file names, and leave the scores in the other."""
    given, made = map(Path, sys.argv[1:3])
    killed_first()
    url, community, courses, now = load(given)
    past = _read(url, community, courses, now)
    if "--idle" in sys.argv:
        idle()
    from bot.features.churn.scoring import score

    dump(made, score(past, now))


def _read(url: str, community: int, courses: Sequence[Course], now: int) -> History:
    """The past; afterwards nothing of the database is held."""
    store = Store(url)
    try:
        return read(store, community, courses, now)
    finally:
        store.close()


if __name__ == "__main__":
    main()
