"""Check names across files: plans and coupons that goods and levels bring, courses that plans open."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from pydantic import BaseModel

from rules.config.coupons import Coupon
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
    known = {"plan": [plan.id for plan in membership.plans], "coupon": [c.id for c in membership.coupons]}
    for file, path, what, name in (*_of_levels(incentives), *_of_goods(extended)):
        document = documents.get(file)
        if name and name not in known[what] and document is not None:
            hint = nearest(name, known[what])
            problems.append(document.problem((*path, what), say(f"no-{what}", name=name, hint=hint)))
    document = documents.get("membership")
    if document is None:
        return
    _check_coupons(document, membership, problems)
    for path, name in _of_plans(membership):
        if courses is not None and name not in courses:
            hint = nearest(name, courses)
            problems.append(document.problem(path, say("plan-course", name=name, hint=hint)))


def _of_plans(membership: Membership) -> Iterator[tuple[PathTo, str]]:
    for number, plan in enumerate(membership.plans):
        for place, course in enumerate(plan.courses):
            yield ("plans", number, "courses", place), course


def _check_coupons(document: Document, membership: Membership, problems: list[Problem]) -> None:
    """Tell of coupons that are there twice or unknown, and of plans that theirs can't be used for."""
    known = [coupon.id for coupon in membership.coupons]
    for number, plan in enumerate(membership.plans):
        for place, name in enumerate(plan.coupons):
            if name not in known:
                path = ("plans", number, "coupons", place)
                hint = nearest(name, known)
                problems.append(document.problem(path, say("no-coupon", name=name, hint=hint)))
    for number, coupon in enumerate(membership.coupons):
        if coupon.id in known[:number]:
            twice = say("coupon-twice", name=coupon.id)
            problems.append(document.problem(("coupons", number, "id"), twice))
        for place, name in enumerate(coupon.plans):
            why = _unfit(membership, coupon, name)
            if why:
                problems.append(document.problem(("coupons", number, "plans", place), why))


def _unfit(membership: Membership, coupon: Coupon, name: str) -> str:
    """Why a coupon can't be used for a plan; empty when it can."""
    plan = membership.plan(name)
    if plan is None:
        return say("no-plan", name=name, hint=nearest(name, [p.id for p in membership.plans]))
    if plan.recurring:
        return say("coupon-renews", name=name)
    return say("coupon-whole", name=name, price=plan.price) if coupon.stars >= plan.price else ""


def _of_levels(incentives: IncentivesModel | None) -> Iterator[tuple[str, PathTo, str, str]]:
    for number, level in enumerate(incentives.levels if incentives is not None else ()):
        yield "incentives", ("levels", number), "plan", level.plan
        yield "incentives", ("levels", number), "coupon", level.coupon


def _of_goods(extended: Sequence[BaseModel | None]) -> Iterator[tuple[str, PathTo, str, str]]:
    for shop in extended:
        for number, good in enumerate(shop.goods if isinstance(shop, Shop) else ()):
            yield "shop", ("goods", number), "plan", good.plan
            yield "shop", ("goods", number), "coupon", good.coupon
