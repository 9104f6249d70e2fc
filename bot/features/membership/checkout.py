"""The word at the checkout: is it our invoice, this person's, unpaid, and still for sale."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.core.checkout import Checkout
from bot.core.services import Services
from bot.features.membership.coupons import asked_for, hold
from bot.features.membership.gifting import may_give
from bot.features.membership.payload import fits, unseal
from bot.features.membership.selling import Seats, refusal
from bot.text.messages import language_of, plain
from rules.config.book import RuleBook
from rules.config.membership import Membership
from rules.engine.events import Event
from storage import purchases
from storage.directory import person_with

CURRENCY = "XTR"


def decide(
    connection: Connection, services: Services, book: RuleBook, community: int, event: Event, now: int
) -> str:
    """Why somebody may not pay, in their language; empty when they may."""
    why = _refused(connection, services, book, community, event, now)
    language = language_of(event.person.language if event.person else "", book.community.language)
    return plain(language, why) if why else ""


def _refused(
    connection: Connection, services: Services, book: RuleBook, community: int, event: Event, now: int
) -> str:
    payment, payer = event.payment, event.person
    sealed = unseal(services.buttons, payment.payload) if payment is not None else None
    order = purchases.find(connection, sealed.order) if sealed is not None else None
    if payment is None or payer is None or sealed is None or order is None or not fits(sealed, order):
        return "checkout-strange"
    if person_with(connection, payer.id) != order.person_id:
        return "checkout-another"
    if (payment.amount, payment.currency) != (order.amount, CURRENCY):
        return "checkout-strange"
    if order.state != "open":
        return "checkout-paid"
    membership = book.file(Membership)
    plan = membership.plan(order.plan)
    price = asked_for(connection, membership, plan, order, now) if plan is not None else 0
    if plan is not None and not price:
        return "checkout-coupon"
    offered = order.amount, order.period, order.renews
    if plan is not None and (price, plan.period, plan.recurring and not order.gift) != offered:
        return "checkout-changed"
    if order.gift:
        return "" if plan is not None and may_give(membership, plan) else "buy-closed"
    seats = services.of(Seats)
    if not hold(seats, order, now):
        return "checkout-coupon-held"
    return refusal(connection, membership, community, order.plan, order.person_id, now, seats)


def _sells(book: RuleBook) -> bool:
    return book.file(Membership).on


CHECKOUT = Checkout(decide, _sells)
