"""Money that a provider says came, or went back: kept once by its number, and granted as Stars are."""

from __future__ import annotations

from typing import Any

from bot.core.batch import Batch
from bot.features.membership.paying import given_back, grant_paid, send_back
from bot.features.membership.providers.asking import order_of
from bot.features.membership.providers.port import Transaction
from bot.features.membership.selling import refusal
from bot.features.membership.standing import sold
from bot.features.membership.telling import named, tell
from bot.features.moderation.moderator_alerts import tell_moderators
from bot.platforms.telegram.calls import mention
from bot.runtime import metrics
from rules.engine.events import Event, Payment
from rules.engine.money import spelled
from storage import people, purchases
from storage.purchases import Order


def misfit(order: Order | None, provider: str, told: Transaction) -> str:
    """Why a payment is not the one that an order asked for; empty when it is."""
    if order is None or order.provider != provider:
        return "order"
    if told.currency != order.currency:
        return "currency"
    return "amount" if told.amount != order.amount else ""


def charge_of(provider: str, told: Transaction) -> str:
    """A provider's number for a payment, as payments have it."""
    return f"{provider}:{told.charge}"


def take_money(batch: Batch, event: Event, provider: str, told: Transaction, *, late: bool = False) -> bool:
    """Keep a payment and grant what it is for; False when it was known, or names no order of ours."""
    connection = batch.connection
    order = order_of(connection, batch.services.buttons, told.reference)
    person = people.person(connection, order.person_id) if order is not None else None
    if order is None or person is None:
        return False
    charge, why = charge_of(provider, told), misfit(order, provider, told)
    row = {**_row(charge, provider, order, told), "late": late}
    if not purchases.pay(connection, row | ({"state": "strange", "reason": why} if why else {})):
        return False
    metrics.PAYMENTS.labels("paid").inc()
    if why:
        who, sum_ = mention(person.id, person.name), spelled(told.amount, told.currency)
        asked = spelled(order.amount, order.currency)
        tell_moderators(
            batch, event, order.community_id, "money-strange-mods", member=who, sum=sum_, asked=asked
        )
        return True
    plan = sold(batch).plan(order.plan)
    if plan is None or order.state == "paid" or _full(batch, order):
        key = "paid-gone" if plan is None else "paid-twice" if order.state == "paid" else "paid-full"
        send_back(batch, event, charge, key)
        words = spelled(told.amount, told.currency)
        tell(batch, event, person.id, key, sum=words, plan=lambda lang: named(plan, lang, order.plan))
        return True
    payment = Payment("paid", told.reference, told.amount, told.currency, charge)
    grant_paid(batch, event, person, order, plan, payment, told.at, late=late)
    return True


def _row(charge: str, provider: str, order: Order, told: Transaction) -> dict[str, Any]:
    """What is kept of a payment."""
    return {
        "charge": charge,
        "provider": provider,
        "community_id": order.community_id,
        "person_id": order.person_id,
        "purchase_id": order.id,
        "plan": order.plan,
        "amount": told.amount,
        "currency": told.currency,
        "at": told.at,
    }


def _full(batch: Batch, order: Order) -> bool:
    """Whether the last seat went to somebody else while this was being paid."""
    community, person = order.community_id, order.person_id
    why = refusal(batch.connection, sold(batch), community, order.plan, person, batch.now)
    return why == "buy-full"


def take_back(batch: Batch, event: Event, provider: str, told: Transaction, how: str) -> bool:
    """A payment went back: what it granted ends. One that nobody told of yet never grants anything."""
    connection, charge = batch.connection, charge_of(provider, told)
    order = order_of(connection, batch.services.buttons, told.reference)
    if purchases.paid(connection, charge) is not None or order is None:
        return given_back(batch, event, charge, how)
    state = "refunded" if how == "refund" else "charged_back"
    return purchases.pay(connection, {**_row(charge, provider, order, told), "state": state})
