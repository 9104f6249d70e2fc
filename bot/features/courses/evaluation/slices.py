"""Slice the figures: by how many courses somebody took before, and how popular the held-out course is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.features.courses.evaluation.metrics import Figures, Held
from bot.features.courses.histories import Histories, Ints

_LENGTHS = (("1", 1, 1), ("2-3", 2, 3), ("4-9", 4, 9), ("10+", 10, None))
_THIRDS = ("popular", "middling", "rare")
Mask = NDArray[np.bool_]


def slices(
    figures: Mapping[str, Figures], asked: Histories, held: Held, train: Histories
) -> dict[str, dict[str, Any]]:
    """By the name of a part: how many people and held-out courses are in it, and each method's HR and NDCG.

    `cold` are people of whom no course was known. A course is popular, middling or rare by thirds of the
    catalogue in order of how many took it in the training data. NDCG is of people, and so is left out there.
    """
    found: dict[str, dict[str, Any]] = {}
    for name, people in _by_people(asked.sizes):
        courses = people[held.people]
        if courses.any():
            found[name] = _part(figures, courses, people)
    for name, courses in _by_courses(held, train):
        if courses.any():
            found[name] = _part(figures, courses, None)
    return found


def _by_people(sizes: Ints) -> Iterator[tuple[str, Mask]]:
    for name, low, high in _LENGTHS:
        yield f"history {name}", (sizes >= low) & (sizes <= high if high is not None else True)
    yield "cold", sizes == 0
    yield "warm", sizes > 0


def _by_courses(held: Held, train: Histories) -> Iterator[tuple[str, Mask]]:
    order = np.argsort(-train.counts, kind="stable")
    third = np.empty(train.courses, dtype=np.int64)
    for number, part in enumerate(np.array_split(order, len(_THIRDS))):
        third[part] = number
    for number, name in enumerate(_THIRDS):
        yield f"{name} courses", third[held.items] == number


def _part(figures: Mapping[str, Figures], courses: Mask, people: Mask | None) -> dict[str, Any]:
    methods = {}
    for name, one in figures.items():
        methods[name] = {"hr": float(np.concatenate(one.found)[courses].mean())}
        if people is not None:
            methods[name]["ndcg"] = float(one.ndcg[people].mean())
    counted = {} if people is None else {"people": int(people.sum())}
    return {**counted, "held_out": int(courses.sum()), "methods": methods}
