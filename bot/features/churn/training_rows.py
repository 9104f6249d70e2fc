"""Make rows to learn from of members at moments, with what became of them, and split them by time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.features.churn.history import DAY, Flags, Floats, History, Ints
from bot.features.churn.member_features import parts

WITHIN = 28  # days: who acted in them is still one of the members
_STEP, _AHEAD = 7, 28  # days between two moments; days of the past that the first one needs
_FEWEST = 20  # members at a moment
_TALK = 56  # days whose words count
_BUCKETS = 1 << 13  # of words
_LABEL = 14  # days into which the longest label reaches
_TRAIN, _LEARN = 0.6, 0.8  # shares of all rows until which the training and validation parts go


@dataclass(frozen=True)
class Rows:
    """A member at a moment in each row.

    Attributes:
        people: numbers of `History.names`.
        at: the moments, unix seconds.
        numbers: shape (rows, columns), told by `columns` and, by what they tell of, `kinds`.
        words: counts of words in buckets, a sparse row each.
    """

    people: Ints
    at: Floats
    numbers: Floats
    words: Any
    columns: tuple[str, ...]
    kinds: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.people)

    def where(self, chosen: Flags) -> Rows:
        """Some of the rows."""
        return Rows(
            self.people[chosen],
            self.at[chosen],
            self.numbers[chosen],
            self.words[np.flatnonzero(chosen)],
            self.columns,
            self.kinds,
        )


class Describer:
    """Makes rows of one history; words are put into buckets once."""

    def __init__(self, past: History) -> None:
        from sklearn.feature_extraction import FeatureHasher

        self._past = past
        hasher = FeatureHasher(_BUCKETS, input_type="string", alternate_sign=False, dtype=np.float32)
        self._words = hasher.transform(past.words).tocsr()

    def rows(self, people: Ints, moment: float) -> Rows:
        """These people as they are known at a moment; all of them acted before it."""
        found = parts(self._past, people, moment)
        return Rows(
            people,
            np.full(len(people), moment),
            np.stack([values for part in found.values() for values in part.values()], axis=1),
            self._talk(people, moment),
            tuple(name for part in found.values() for name in part),
            tuple(kind for kind, part in found.items() for _ in part),
        )

    def _talk(self, people: Ints, moment: float) -> Any:
        from scipy.sparse import csr_matrix

        acts = self._past.acts
        low, high = acts.places(people, moment - _TALK * DAY), acts.places(people, moment)
        ends = np.concatenate([[0], np.cumsum(high - low)])
        places = np.arange(ends[-1]) + np.repeat(low - ends[:-1], high - low)
        ones = np.ones(len(places), dtype=np.float32)
        return csr_matrix((ones, places, ends), shape=(len(people), len(acts.at))) @ self._words


def joined(several: Sequence[Rows]) -> Rows:
    """Rows of several moments below each other."""
    from scipy.sparse import vstack

    return Rows(
        np.concatenate([r.people for r in several]),
        np.concatenate([r.at for r in several]),
        np.concatenate([r.numbers for r in several]),
        vstack([r.words for r in several]).tocsr(),
        several[0].columns,
        several[0].kinds,
    )


def members(past: History, moment: float, within: float = WITHIN) -> Ints:
    """Who acted in so many days before a moment."""
    everybody = np.arange(past.count)
    return everybody[past.acts.count(everybody, moment - within * DAY, moment) > 0]


def acted(past: History, people: Ints, moment: float, days: float) -> Flags:
    """Which of these people acted in so many days from a moment on."""
    found: Flags = past.acts.count(people, moment, moment + days * DAY) > 0
    return found


def moments(past: History, ahead: float, within: float = WITHIN, phase: float = 0.0) -> list[float]:
    """Moments a week apart at which enough members are known, and the next days of whom are, too.

    They are `phase` seconds after midnight (UTC), the last one as late as can be. Days in which nobody at all
    acted are missing in the file; they are no silence of its members.
    """
    last = np.floor((past.end - ahead * DAY + 1.0 - phase) / DAY) * DAY + phase
    count = np.floor((last - past.begin - _AHEAD * DAY) / (_STEP * DAY))
    everybody = np.arange(past.count)
    return [
        float(moment)
        for moment in last - np.arange(count, -1.0, -1.0) * _STEP * DAY
        if len(members(past, moment, within)) >= _FEWEST and acted(past, everybody, moment, ahead).any()
    ]


@dataclass(frozen=True)
class Split:
    """Which rows are learned from, chosen on and told: in this order in time, and no label reaches into the
    next part. `learn` is all that may be learned from before the last part.
    """

    train: Flags
    validation: Flags
    learn: Flags
    test: Flags


def split(at: Floats, ahead: float = _LABEL) -> Split | None:
    """Split rows by their moments, each with `ahead` days of labels; None when a part would be empty."""
    if not len(at):
        return None
    order = np.sort(at)
    chosen, told = (float(order[int(share * (len(order) - 1))]) for share in (_TRAIN, _LEARN))
    over = at + ahead * DAY
    parts = over <= chosen, (at >= chosen) & (over <= told), over <= told, at >= told
    return Split(*parts) if all(part.any() for part in parts) else None
