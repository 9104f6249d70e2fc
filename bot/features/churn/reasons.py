"""Say why somebody is likely to go quiet: what weighs most with the model, as facts that hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from bot.features.churn.history import DAY, Floats, History, Ints
from bot.features.churn.models import Model

Value: TypeAlias = int | float
_MOST = 3  # reasons of a member
_LEAST = 0.05  # of the logarithm of the odds, from which on something speaks for going quiet
_AWAY, _SLOWER, _NEW, _ALONE, _TALK = "away", "slower", "new", "alone", "talk"
# What is set to the middle of all members together, to see what it adds. A column is in one group.
_GROUPS: Mapping[str, tuple[str, ...]] = {
    _AWAY: ("since", "overdue", "missed", "seen_5", "acts_1", "acts_3"),
    _SLOWER: ("acts_", "days_", "seen_", "trend", "density", "latest", "usual", "span"),
    _NEW: ("tenure", "acts", "days"),
    _ALONE: ("received", "given", "partners", "unanswered", "welcomed", "thanked", "asked"),
    _TALK: ("length", "topic_"),
}


@dataclass(frozen=True)
class Reason:
    """A sentence `atrisk-why-KEY`, and the numbers in it."""

    key: str
    values: Mapping[str, Value]


def weights(model: Model, matrix: Floats) -> dict[str, Floats]:
    """For each group, by how much it raises the logarithm of the odds of each row."""
    whole = _odds(model.of(matrix))
    found = {}
    for group, columns in _places(model.design.names).items():
        if columns:
            without = matrix.copy()
            without[:, columns] = model.middle[columns]
            found[group] = whole - _odds(model.of(without))
    return found


def _odds(chances: Floats) -> Floats:
    found: Floats = np.log(chances / (1 - chances))
    return found


def _places(names: Sequence[str]) -> dict[str, list[int]]:
    """Which columns belong to which group: the first one that names or begins them."""
    found: dict[str, list[int]] = {group: [] for group in _GROUPS}
    for place, name in enumerate(names):
        exact = [g for g, some in _GROUPS.items() if name in some]
        begun = [g for g, some in _GROUPS.items() if any(name.startswith(one) for one in some)]
        found[(exact or begun)[0]].append(place)
    return found


def reasons(model: Model, matrix: Floats, past: History, people: Ints, moment: float) -> list[list[Reason]]:
    """For each row, what speaks most for going quiet, the most important first.

    What weighs but cannot be said in a sentence that is true of this member is left out.
    """
    weighed, told = weights(model, matrix), facts(past, people, moment)
    found = []
    for row in range(len(people)):
        order = sorted(weighed, key=lambda group: -float(weighed[group][row]))
        said = [told[row][g] for g in order if weighed[g][row] > _LEAST and g in told[row]]
        found.append(said[:_MOST] or [told[row][_AWAY]])
    return found


def facts(past: History, people: Ints, moment: float) -> list[dict[str, Reason]]:
    """What can be said of each of these people, by what it is about."""
    acts, days = past.acts, past.days
    since = np.floor((moment - acts.last(people, moment)) / DAY).astype(np.int64)
    here = np.floor((moment - acts.first(people, moment)) / DAY).astype(np.int64)
    total = days.total(people, moment)
    lately = acts.count(people, moment - 14 * DAY, moment) / 2
    before = acts.count(people, moment - 56 * DAY, moment - 14 * DAY) / 6
    stop, begin = days.places(people, moment), days.begins[people]
    gaps = np.maximum(stop - begin - 1, 1)
    usual = (days.at[stop - 1] // DAY - days.at[begin] // DAY) / gaps
    asked, answered = past.asked.last(people, moment), past.received.last(people, moment)
    return [
        _facts(moment, *(float(v[n]) for v in (since, here, total, lately, before, usual, asked, answered)))
        for n in range(len(people))
    ]


def _facts(
    moment: float,
    since: float,
    here: float,
    total: float,
    lately: float,
    before: float,
    usual: float,
    asked: float,
    answered: float,
) -> dict[str, Reason]:
    found = {_AWAY: Reason("away", {"days": int(since)}), _TALK: Reason("talk", {})}
    if total >= 4 and since > 1.5 * usual:
        found[_AWAY] = Reason("away-usual", {"days": int(since), "usual": max(1, round(usual))})
    if before >= 1 and lately < 0.7 * before:
        found[_SLOWER] = Reason("slower", {"before": round(before), "now": round(lately)})
    elif before < 1 and here >= 28:
        found[_SLOWER] = Reason("seldom", {"days": int(total), "weeks": int(here // 7)})
    if here < 28:
        found[_NEW] = Reason("new", {"days": max(1, int(here)), "acts": int(total)})
    if asked > answered and asked > moment - 56 * DAY:
        found[_ALONE] = Reason("unanswered", {"days": int((moment - asked) // DAY)})
    elif answered == -np.inf:
        found[_ALONE] = Reason("never-answered", {})
    elif moment - answered > 14 * DAY:
        found[_ALONE] = Reason("not-answered", {"days": int((moment - answered) // DAY)})
    return found
