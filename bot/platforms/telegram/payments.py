"""Payments: somebody is about to pay, has paid or got it back, or a subscription changed."""

from __future__ import annotations

from bot.platforms.telegram import wire
from bot.platforms.telegram.message_extras import person_of
from rules.engine.events import Chat, Event, Kind, Payment, Person, Sender


def settled(number: int, message: wire.Message, chat: Chat, person: Person | None) -> Event | None:
    """The payment or refund that a message tells of; None when it tells of none, or is a forward."""
    told = message.successful_payment or message.refunded_payment
    if told is None or message.forward_origin is not None or person is None:
        return None
    payment = Payment(
        "paid" if message.successful_payment is not None else "refunded",
        told.invoice_payload,
        told.total_amount,
        told.currency,
        told.telegram_payment_charge_id,
        until=told.subscription_expiration_date,
        recurring=told.is_recurring,
        first=told.is_first_recurring,
    )
    return Event(
        update_id=number,
        kind=Kind.PAYMENT,
        at=message.date,
        chat=chat,
        person=person,
        sender=Sender.SERVICE,
        message_id=message.message_id,
        payment=payment,
    )


def asked(number: int, query: wire.PreCheckout) -> Event:
    """Somebody is about to pay. It tells no time: the pipeline's clock does."""
    payment = Payment("asked", query.invoice_payload, query.total_amount, query.currency, query=query.id)
    return _of(number, query.from_, payment)


def changed(number: int, subscription: wire.Subscription) -> Event:
    """Somebody ended a subscription, lets it go on, or could not pay. It tells no time either."""
    return _of(number, subscription.user, Payment(subscription.state, subscription.invoice_payload))


def _of(number: int, user: wire.User, payment: Payment) -> Event:
    return Event(
        update_id=number,
        kind=Kind.PAYMENT,
        at=0,
        chat=Chat(user.id, "private"),
        person=person_of(user),
        sender=Sender.SERVICE,
        payment=payment,
    )
