"""Hold a community's past as columns: who acted when, toward whom, with which words."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

DAY = 86_400.0
Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Act:
    """Something a member did: a message, or a reaction (`to` somebody, without words).

    Attributes:
        at: unix seconds.
        person: whoever acted, by any name of theirs.
        to: whom it answers, names or reacts to.
        asks: whether it is a question.
        thanks: whether it thanks those it is for.
        length: characters.
        words: what it is about, in any order.
    """

    at: float
    person: Hashable
    to: tuple[Hashable, ...] = ()
    asks: bool = False
    thanks: bool = False
    length: int = 0
    words: tuple[str, ...] = ()


class Times:
    """Moments by person, each person's in order: windows of many people are counted at once.

    Args:
        people: whose each moment is, as numbers from 0 to `count`.
        at: the moments, unix seconds, in any order.
    """

    def __init__(self, people: Ints, at: Floats, count: int) -> None:
        self.order = np.lexsort((at, people))
        self.people, self.at = people[self.order], at[self.order]
        self._begin = float(at.min()) if len(at) else 0.0
        self._span = (float(at.max()) - self._begin if len(at) else 0.0) + 2.0
        self._keys = self.people * self._span + (self.at - self._begin)
        self.begins = np.searchsorted(self.people, np.arange(count + 1))

    def places(self, people: Ints, moment: float) -> Ints:
        """For each, the place behind the last of their moments before this one."""
        inside = min(max(moment - self._begin, 0.0), self._span - 1.0)
        found: Ints = np.searchsorted(self._keys, people * self._span + inside)
        return found

    def count(self, people: Ints, since: float, until: float) -> Ints:
        """How many moments each has from `since` on, before `until`."""
        return self.places(people, until) - self.places(people, since)

    def total(self, people: Ints, until: float) -> Ints:
        """How many moments each has before `until`."""
        return self.places(people, until) - self.begins[people]

    def last(self, people: Ints, until: float) -> Floats:
        """The last moment of each before `until`; minus infinity where there is none."""
        places = self.places(people, until)
        some = places > self.begins[people]
        return np.where(some, self.at[np.where(some, places - 1, 0)] if len(self.at) else 0.0, -np.inf)

    def first(self, people: Ints, until: float) -> Floats:
        """The first moment of each, if it is before `until`; infinity otherwise."""
        begins = self.begins[people]
        some = self.places(people, until) > begins
        return np.where(some, self.at[np.where(some, begins, 0)] if len(self.at) else 0.0, np.inf)


@dataclass(frozen=True)
class History:
    """All acts in columns. People are numbers; `names` tells whose."""

    names: tuple[Hashable, ...]
    acts: Times
    lengths: Floats  # characters, in the order of `acts`, summed up; one longer than those
    asked: Times
    thanked: Times  # who gave thanks
    given: Times  # who turned to others, once for each of them
    received: Times  # who was turned to
    days: Times  # days on which each acted (UTC), by the first act
    open: Floats  # days on which anybody did, likewise
    ties: tuple[Ints, Ints, Floats]  # from whom, to whom, when: in order of time
    words: tuple[tuple[str, ...], ...] = field(repr=False)  # in the order of `acts`
    begin: float = 0.0
    end: float = 0.0

    @property
    def count(self) -> int:
        """How many people there are."""
        return len(self.names)

    @classmethod
    def of(cls, given: Iterable[Act]) -> History:
        """From acts in any order. Whoever is turned to before their first act counts as nobody."""
        acts = sorted(given, key=lambda act: act.at)
        numbers: dict[Hashable, int] = {}
        ties: list[tuple[int, int, float]] = []
        for act in acts:
            person = numbers.setdefault(act.person, len(numbers))
            others = (numbers.get(other, person) for other in dict.fromkeys(act.to))
            ties += [(person, other, act.at) for other in others if other != person]
        people = np.array([numbers[a.person] for a in acts], dtype=np.int64)
        at = np.array([a.at for a in acts], dtype=np.float64)
        count = len(numbers)
        times = Times(people, at, count)
        giver = np.array([t[0] for t in ties], dtype=np.int64)
        taker = np.array([t[1] for t in ties], dtype=np.int64)
        when = np.array([t[2] for t in ties], dtype=np.float64)
        asks = np.array([a.asks for a in acts], dtype=bool)
        thanks = np.array([a.thanks for a in acts], dtype=bool)
        lengths = np.array([a.length for a in acts], dtype=np.float64)[times.order]
        day = (at // DAY).astype(np.int64)
        _, own = np.unique(np.stack([people, day]), axis=1, return_index=True)
        _, first = np.unique(day, return_index=True)
        return cls(
            names=tuple(numbers),
            acts=times,
            lengths=np.concatenate([[0.0], np.cumsum(lengths)]),
            asked=Times(people[asks], at[asks], count),
            thanked=Times(people[thanks], at[thanks], count),
            given=Times(giver, when, count),
            received=Times(taker, when, count),
            days=Times(people[own], at[own], count),
            open=at[first],
            ties=(giver, taker, when),
            words=tuple(acts[n].words for n in times.order),
            begin=float(at[0]) if len(at) else 0.0,
            end=float(at[-1]) if len(at) else 0.0,
        )
