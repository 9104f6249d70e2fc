"""Check names across files: plans that goods of the shop and levels bring, and courses that plans open."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from pydantic import BaseModel

from rules.config.document import Document, PathTo
from rules.config.incentives import IncentivesModel
from rules.config.membership import Membership
from rules.config.problems import Problem, nearest
from rules.config.shop import Shop
from rules.sentences import say


def check_plans(
    documents: Mapping[str, Document | None],
    incentives: IncentivesModel | None,
    extended: Sequence[BaseModel | None],
    problems: list[Problem],
    courses: Collection[str] | None = None,
) -> None:
    """Tell of plans that membership.yaml does not know, of none where that file itself cannot be read; and
    of `courses` that its plans open and nobody has (None: courses could not be read).
    """
    membership = next((m for m in extended if isinstance(m, Membership)), None)
    if membership is None:
        return
    known = [plan.id for plan in membership.plans]
    for file, path, name in (*_of_levels(incentives), *_of_goods(extended)):
        document = documents.get(file)
        if name and name not in known and document is not None:
            problems.append(document.problem(path, say("no-plan", name=name, hint=nearest(name, known))))
    document = documents.get("membership")
    if courses is None or document is None:
        return
    for path, name in _of_plans(membership):
        if name not in courses:
            hint = nearest(name, courses)
            problems.append(document.problem(path, say("plan-course", name=name, hint=hint)))


def _of_plans(membership: Membership) -> Iterator[tuple[PathTo, str]]:
    for number, plan in enumerate(membership.plans):
        for place, course in enumerate(plan.courses):
            yield ("plans", number, "courses", place), course


def _of_levels(incentives: IncentivesModel | None) -> Iterator[tuple[str, PathTo, str]]:
    for number, level in enumerate(incentives.levels if incentives is not None else ()):
        yield "incentives", ("levels", number, "plan"), level.plan


def _of_goods(extended: Sequence[BaseModel | None]) -> Iterator[tuple[str, PathTo, str]]:
    for shop in extended:
        for number, good in enumerate(shop.goods if isinstance(shop, Shop) else ()):
            yield "shop", ("goods", number, "plan"), good.plan
