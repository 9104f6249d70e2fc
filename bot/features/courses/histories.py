"""Hold who took what in order, as flat arrays: what every model learns from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Histories:
    """`items[offsets[p]:offsets[p + 1]]` are the courses of person p by number, the newest last.

    `age` tells how many days ago each was taken; None where only the order is known.
    """

    items: NDArray[np.int32]
    offsets: Ints
    courses: int
    age: NDArray[np.float32] | None = None

    @classmethod
    def of(cls, sequences: Iterable[Sequence[int]], courses: int) -> Histories:
        """From lists of course numbers, a person each."""
        lists = [np.asarray(s, dtype=np.int32) for s in sequences]
        sizes = np.fromiter((len(one) for one in lists), np.int64, len(lists))
        items = np.concatenate(lists) if lists else np.zeros(0, np.int32)
        return cls(items.astype(np.int32), np.concatenate([[0], np.cumsum(sizes)]), courses)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @cached_property
    def sizes(self) -> Ints:
        """How many courses each person took."""
        return np.diff(self.offsets)

    @cached_property
    def people(self) -> NDArray[np.int32]:
        """The person of each course taken."""
        return np.repeat(np.arange(len(self), dtype=np.int32), self.sizes)

    def taken(self, person: int) -> NDArray[np.int32]:
        """The courses of one person, the newest last."""
        return self.items[self.offsets[person] : self.offsets[person + 1]]

    @cached_property
    def counts(self) -> Ints:
        """How often each course was taken."""
        return np.bincount(self.items, minlength=self.courses).astype(np.int64)

    def part(self, start: int, stop: int) -> Histories:
        """The people from `start` on, before `stop`."""
        low, high = self.offsets[start], self.offsets[stop]
        age = None if self.age is None else self.age[low:high]
        return Histories(self.items[low:high], self.offsets[start : stop + 1] - low, self.courses, age)

    def chosen(self, which: Ints) -> Histories:
        """These people, in this order."""
        sizes = self.sizes[which]
        ends = np.cumsum(sizes)
        places = np.arange(ends[-1] if len(ends) else 0) - np.repeat(
            ends - sizes - self.offsets[which], sizes
        )
        age = None if self.age is None else self.age[places]
        return Histories(self.items[places], np.concatenate([[0], ends]), self.courses, age)

    def without_last(self) -> tuple[Histories, Ints]:
        """Everybody's history but the last course, and that course; people with one course alone keep it.

        Their last course is -1.
        """
        ends = self.offsets[1:] - 1
        many = self.sizes > 1
        last = np.where(many, self.items[np.maximum(ends, 0)] if len(self.items) else -1, -1)
        kept = np.ones(len(self.items), dtype=bool)
        kept[ends[many]] = False
        offsets = np.concatenate([[0], np.cumsum(self.sizes - many)])
        age = None if self.age is None else self.age[kept]
        return Histories(self.items[kept], offsets, self.courses, age), last.astype(np.int64)

    def weights(self, half_life: float) -> Any:
        """A sparse matrix (people, courses): 1 for the newest course, half of it `half_life` courses before.

        A half-life of infinity weighs all alike.
        """
        from scipy.sparse import csr_matrix

        ages = np.repeat(self.offsets[1:], self.sizes) - 1 - np.arange(len(self.items))
        values = np.exp2(-ages / half_life).astype(np.float32)
        parts = (values, self.items.copy(), self.offsets.copy())  # scipy sorts indices where they are
        return csr_matrix(parts, shape=(len(self), self.courses))
