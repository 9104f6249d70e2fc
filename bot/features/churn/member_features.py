"""Describe members at a moment in numbers, from what came before that moment alone."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bot.features.churn.history import DAY, Floats, History, Ints

_NEVER = 400.0  # days
_WINDOWS = (1, 3, 7, 14, 28, 56, 112)  # days
_OPEN = (5, 15, 30, 60)  # days on which anybody acted
_LATELY, _RECENT = 56, 14  # days
_LAST = 20  # acts whose length is looked at
TIME, INTERACTION, CONTENT = "time", "interaction", "content"


def describe(past: History, people: Ints, moment: float) -> dict[str, Floats]:
    """By name, a number for each of these people, who all acted before `moment`."""
    return {name: values for part in parts(past, people, moment).values() for name, values in part.items()}


def parts(past: History, people: Ints, moment: float) -> Mapping[str, dict[str, Floats]]:
    """The same by what it tells of: time, interaction or content."""
    return {
        TIME: {**_recency(past, people, moment), **_rhythm(past, people, moment)},
        INTERACTION: {**_interaction(past, people, moment), **_partners(past, people, moment)},
        CONTENT: _content(past, people, moment),
    }


def _recency(past: History, people: Ints, moment: float) -> dict[str, Floats]:
    """How long ago, how often and since when: logarithms, but of numbers of days."""
    acts, days = past.acts, past.days
    here = (moment - acts.first(people, moment)) / DAY
    total = days.total(people, moment)
    found = {
        "since": np.log1p((moment - acts.last(people, moment)) / DAY),
        "tenure": np.log1p(here),
        "acts": np.log1p(acts.total(people, moment)),
        "days": np.log1p(total),
        "density": total / (here + 1.0),
    }
    for window in _WINDOWS:
        found[f"acts_{window}"] = np.log1p(acts.count(people, moment - window * DAY, moment))
        if window >= 7:
            found[f"days_{window}"] = days.count(people, moment - window * DAY, moment).astype(np.float64)
    before = days.count(people, moment - 2 * _RECENT * DAY, moment - _RECENT * DAY)
    found["trend"] = np.log((found[f"days_{_RECENT}"] + 0.5) / (before + 0.5))
    return found


def _rhythm(past: History, people: Ints, moment: float) -> dict[str, Floats]:
    """How far apart somebody's days are, in days of the calendar and in days on which anybody acted.

    The second kind makes up for days that a file lacks.
    """
    days = past.days
    stop, begin = days.places(people, moment), days.begins[people]
    gaps = stop - begin - 1
    first, before, last = (days.at[n] // DAY for n in (begin, np.maximum(stop - 2, 0), stop - 1))
    usual = np.where(gaps > 0, (last - first) / np.maximum(gaps, 1), 30.0)
    open_ = past.open[: np.searchsorted(past.open, moment)]
    found = {
        "usual": np.log1p(usual),
        "latest": np.log1p(np.where(gaps > 0, last - before, _NEVER)),
        "overdue": np.log((moment / DAY - last + 1.0) / (usual + 1.0)),
        "missed": np.log1p(len(open_) - np.searchsorted(open_ // DAY, last, side="right")),
        "span": np.log1p(last - first),
    }
    for window in _OPEN:
        some = open_[-window:]
        found[f"seen_{window}"] = days.count(people, float(some[0]) // DAY * DAY, moment) / len(some)
    return found


def _interaction(past: History, people: Ints, moment: float) -> dict[str, Floats]:
    """Turning to others and being turned to, questions and thanks."""
    found = {}
    kinds = {"received": past.received, "given": past.given, "asked": past.asked, "thanked": past.thanked}
    for name, times in kinds.items():
        for window in (_RECENT, _LATELY):
            found[f"{name}_{window}"] = np.log1p(times.count(people, moment - window * DAY, moment))
        found[name] = np.log1p(times.total(people, moment))
        found[f"{name}_since"] = np.log1p(np.minimum((moment - times.last(people, moment)) / DAY, _NEVER))
    question, answer = past.asked.last(people, moment), past.received.last(people, moment)
    lately = question > moment - _LATELY * DAY
    found["unanswered"] = ((question > answer) & lately).astype(np.float64)
    hello, welcome = past.acts.first(people, moment), past.received.first(people, moment)
    found["welcomed"] = (welcome - hello <= DAY).astype(np.float64)
    return found


def _partners(past: History, people: Ints, moment: float) -> dict[str, Floats]:
    """With how many somebody talked in eight weeks, and which share of those acted in the last two."""
    giver, taker, at = past.ties
    low, high = np.searchsorted(at, [moment - _LATELY * DAY, moment])
    one = np.concatenate([giver[low:high], taker[low:high]])
    other = np.concatenate([taker[low:high], giver[low:high]])
    pairs = np.unique(one * past.count + other)
    one, other = pairs // past.count, pairs % past.count
    here = past.acts.last(np.arange(past.count), moment) > moment - _RECENT * DAY
    many = np.bincount(one, minlength=past.count)[people]
    still = np.bincount(one, here[other], minlength=past.count)[people]
    return {"partners": np.log1p(many), "partners_here": (still + 1.0) / (many + 2.0)}


def _content(past: History, people: Ints, moment: float) -> dict[str, Floats]:
    """How long the last messages are; their words are told apart (content.py)."""
    stop, begin = past.acts.places(people, moment), past.acts.begins[people]
    some = np.maximum(begin, stop - _LAST)
    mean = (past.lengths[stop] - past.lengths[some]) / np.maximum(stop - some, 1)
    return {"length": np.log1p(mean)}
