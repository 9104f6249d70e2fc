"""Hold courses out: everybody's last one, a file of its own, or all that came after a moment."""

from __future__ import annotations

import numpy as np

from bot.features.courses.evaluation.metrics import Held
from bot.features.courses.evaluation.reading import Data
from bot.features.courses.histories import Histories
from rules.sentences import say

LAST, TIME = "last", "time"
_LATER = 0.2  # of the events come after the moment
_DAY = 86_400


def split(data: Data) -> tuple[Histories, Histories, Held]:
    """Training histories, the histories of those who are asked for, and what is held out of theirs.

    Raises:
        ValueError: nobody is left to be asked for.
    """
    if data.test is not None:
        train, lists = data.histories, data.test
    else:
        train, last = data.histories.without_last()
        lists = [[int(item)] if item >= 0 else [] for item in last]
    able = [p for p, one in enumerate(lists) if one]
    if not able:
        raise ValueError(say("split-nobody"))
    if data.test is not None and all(set(lists[p]) <= set(train.taken(p).tolist()) for p in able):
        raise ValueError(say("split-nothing"))
    return train, train.chosen(np.array(able)), Held.of([lists[p] for p in able])


def split_by_time(data: Data) -> tuple[Data, float]:
    """The data up to a moment with what came later held out, and the moment in unix seconds.

    The moment is the same for everybody: nothing is learned from what others did later. A fifth of the events
    comes after it. Who took a course for the first time then is asked for too.

    Raises:
        ValueError: times are not known, all are the same, or there is a test file already.
    """
    if data.test is not None:
        raise ValueError(say("split-test"))
    age = data.histories.age
    if age is None:
        raise ValueError(say("split-times"))
    moment = float(np.quantile(age, _LATER, method="lower")) if len(age) else 0.0
    later = age <= moment
    if later.all() or not later.any():
        raise ValueError(say("split-same"))
    people = data.histories.people
    lists: list[list[int]] = [[] for _ in range(len(data.histories))]
    for person, item in zip(people[later].tolist(), data.histories.items[later].tolist(), strict=True):
        lists[person].append(item)
    sizes = np.bincount(people[~later], minlength=len(lists))
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    kept = age[~later]
    earlier = Histories(
        data.histories.items[~later], offsets, data.histories.courses, (kept - kept.min()).astype(np.float32)
    )
    return Data(earlier, data.people, data.items, lists, data.newest), data.newest - moment * _DAY
