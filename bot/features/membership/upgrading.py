"""A plan that is bought in place of another: what is left of that one is counted, and it ends."""

from __future__ import annotations

from collections import defaultdict

from bot.core.batch import Batch
from bot.features.membership.standing import look_again, sold
from bot.features.membership.telling import named, tell
from bot.text.durations import spell
from rules.config.membership import Plan
from rules.engine.entitlements import Entry
from rules.engine.events import Event
from rules.engine.money import STARS
from rules.engine.upgrading import Bought, given_back, upgrade
from storage import entitlements, purchases
from storage.purchases import Paid

_DAY = 86_400
_LATEST = 50  # payments


def _bought(batch: Batch, payment: Paid, plan: Plan, new: Bought, currency: str) -> Bought | None:
    """What a payment that is kept was for; None when no order tells. What was paid in another currency than
    the new one counts by the prices in Stars.
    """
    number = payment.purchase_id
    order = purchases.find(batch.connection, number) if number is not None else None
    listed = sold(batch).plan(payment.plan)
    if order is None or payment.state != "kept":
        return None
    if payment.currency == currency:
        return Bought(payment.charge, payment.amount, order.period)
    amount = listed.price * new.amount // plan.price if listed is not None else 0
    return Bought(payment.charge, amount, order.period)


def rest(batch: Batch, community: int, person: int, plan: Plan, new: Bought) -> int:
    """Seconds of a plan that the rest of what somebody paid for before is worth, by its price in Stars."""
    rows = [r for old in plan.upgrades for r in _rows(batch, community, person, old, plan, new, STARS)]
    return sum(r.ends - r.begins for r in rows if not r.cuts)


def _rows(
    batch: Batch, community: int, person: int, old: str, plan: Plan, new: Bought, currency: str
) -> list[Entry]:
    """The rows of the ledger by which the rest of one old plan is counted."""
    connection = batch.connection
    ledger = [entitlements.entry_of(r) for r in entitlements.rows_of(connection, community, person, [old])]
    mine = purchases.payments_of(connection, community, person, _LATEST) if ledger else []
    kept = [_bought(batch, p, plan, new, currency) for p in mine if p.plan == old]
    return upgrade(ledger, [b for b in kept if b is not None], new, old, plan.id, batch.now)


def count_rest(
    batch: Batch, event: Event, community: int, person: int, plan: Plan, new: Bought, currency: str
) -> list[int]:
    """Let the rest of the plans before become time of this one; the orders of what renewed those."""
    connection, orders = batch.connection, list[int]()
    for old in plan.upgrades:
        rows = _rows(batch, community, person, old, plan, new, currency)
        if not entitlements.add(connection, community, person, rows, batch.now):
            continue
        seconds = sum(r.ends - r.begins for r in rows if not r.cuts)
        mine = purchases.subscriptions_of(connection, community, person)
        orders += [s.purchase_id for s in mine if s.plan == old]
        replaced = sold(batch).plan(old)
        tell(
            batch,
            event,
            person,
            "upgrade-told",
            old=lambda lang, replaced=replaced, old=old: named(replaced, lang, old),
            plan=lambda lang: named(plan, lang),
            time=lambda lang, seconds=seconds: spell(lang, whole_days(seconds)),
        )
        look_again(batch, community, person, old, tag=f"upgrade:{new.charge}")
    return orders


def whole_days(seconds: int) -> int:
    """A time as members are told of it: whole days, or the time itself where it is less than one."""
    return seconds // _DAY * _DAY or seconds


def undo_rest(batch: Batch, community: int, person: int, charge: str) -> None:
    """The payment of an upgrade went back: what had been counted of the plans before comes back."""
    connection = batch.connection
    ledger = defaultdict[str, list[Entry]](list)
    for row in entitlements.rows_of(connection, community, person):
        ledger[row["plan"]].append(entitlements.entry_of(row))
    back = [e for entries in ledger.values() for e in given_back(entries, charge, batch.now)]
    entitlements.add(connection, community, person, back, batch.now)
    for plan in sorted({e.plan for e in back}):
        look_again(batch, community, person, plan, tag=f"back:{charge}")
