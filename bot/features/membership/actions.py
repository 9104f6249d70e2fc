"""What moderators do about plans, as actions of cases: given, taken, and both undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from bot.core.batch import Batch
from bot.features.membership.standing import look_again
from bot.features.moderation.action_handler import ActionHandler, Reversal
from bot.features.moderation.case_details import stored
from bot.text.durations import spell
from bot.text.messages import Html, say
from rules.engine.actions import Action
from rules.engine.entitlements import Entry
from rules.engine.state import FOREVER
from storage import coupons, entitlements
from storage.casework import Row


class Entitle(Action, frozen=True, tag="entitle", order=True):
    """Give the member a plan for `seconds`, or FOREVER; `key` is that of the grant."""

    by_moderators: ClassVar[bool] = True

    plan: str
    seconds: int
    key: str


class Disentitle(Action, frozen=True, tag="disentitle", order=True):
    """Take a plan from the member; `keys` are those of the grants that ended by it."""

    by_moderators: ClassVar[bool] = True

    plan: str
    keys: tuple[str, ...]


class GiveCoupon(Action, frozen=True, tag="give_coupon", order=True):
    """Give the member a coupon; `key` is that of its row."""

    by_moderators: ClassVar[bool] = True

    coupon: str
    key: str


def _take_coupon(r: Reversal, cases: Sequence[Row]) -> None:
    """Take back coupons that cases gave, unless they are used."""
    for case in cases:
        for action in [a for a in stored(case["actions"]) if isinstance(a, GiveCoupon)]:
            r.comes_back("coupon", coupons.void(r.batch.connection, action.key, r.batch.now))


def _take(r: Reversal, cases: Sequence[Row]) -> None:
    """Take back what cases gave."""
    for case in cases:
        for action in [a for a in stored(case["actions"]) if isinstance(a, Entitle)]:
            key, now = f"undo:{case['id']}:{action.key}", r.batch.now
            _add(r, case, action.plan, [Entry(key, action.plan, "undo", now, now, cuts=action.key)])
            coupons.void(r.batch.connection, coupons.came_with(action.key), now)
            r.comes_back("entitled", 1)


def _give(r: Reversal, cases: Sequence[Row]) -> None:
    """Give back what cases took, for as long as it would have lasted."""
    for case in cases:
        for action in [a for a in stored(case["actions"]) if isinstance(a, Disentitle)]:
            community, person, now = case["community_id"], case["person_id"], r.batch.now
            rows = entitlements.rows_of(r.batch.connection, community, person, [action.plan])
            back = [
                Entry(f"undo:{case['id']}:{row['key']}", action.plan, row["source"], now, ends)
                for row in rows
                if row["key"] in action.keys and (ends := _left(r.batch, case, row)) not in range(now + 1)
            ]
            _add(r, case, action.plan, back)
            r.comes_back("disentitled", 1)


def _left(batch: Batch, case: Row, row: Row) -> int:
    """Until when a grant would have held; of what stacks, the time that was left when it was taken."""
    if row["ends"] == FOREVER:
        return FOREVER
    if not row["stacks"]:
        return int(row["ends"])
    used = max(0, case["at"] - row["begins"])
    return int(batch.now + max(0, row["ends"] - row["begins"] - used))


def _add(r: Reversal, case: Row, plan: str, entries: list[Entry]) -> None:
    community, person = case["community_id"], case["person_id"]
    entitlements.add(r.batch.connection, community, person, entries, r.batch.now, by=r.by)
    tag = f"case {case['id']} {r.event.update_id}"
    look_again(r.batch, community, person, plan, at=r.batch.now, tag=tag)
    look_again(r.batch, community, person, plan, tag=tag)


def _given(language: str, action: Entitle) -> Html:
    return say(language, "did-entitle", plan=action.plan, time=spell(language, action.seconds))


def _taken(language: str, action: Disentitle) -> Html:
    return say(language, "did-disentitle", plan=action.plan)


def _coupon_given(language: str, action: GiveCoupon) -> Html:
    return say(language, "did-give_coupon", coupon=action.coupon)


ACTIONS: dict[type[Action], ActionHandler] = {
    Disentitle: ActionHandler(undo=_give, did=_taken, told=False),
    GiveCoupon: ActionHandler(undo=_take_coupon, did=_coupon_given, told=False),
    Entitle: ActionHandler(undo=_take, did=_given, told=False),
}
