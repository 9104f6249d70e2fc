"""People with Stars: they get some, pay, end and renew subscriptions, and take their Stars back."""

from __future__ import annotations

from bot.playground.acts.model import (
    CancelSubscription,
    ChargeBack,
    Disturb,
    GetStars,
    Pay,
    ResumeSubscription,
)
from bot.playground.acts.who import group_of, person_of
from bot.playground.charging import give_back, renew, tell_state
from bot.playground.errors import ActError
from bot.playground.notices import HOW, WHAT, Disturbance
from bot.playground.stars import CURRENCY, Checkout, Invoice, Subscription
from bot.playground.state import JSON, Person
from bot.playground.updates import emit
from bot.playground.world import World


def get_stars(w: World, act: GetStars) -> JSON:
    """Buy Stars."""
    user = person_of(w, act.user)
    if act.amount < 1:
        raise ActError("that is no number of Stars")
    w.stars.move(user.id, act.amount)
    return {"stars": w.stars.has(user.id)}


def pay(w: World, act: Pay) -> JSON:
    """Press "Pay": the bot is asked; `GET /sim/checkouts/{id}` tells how it ended."""
    user = person_of(w, act.user)
    invoice = _offered(w, act, user)
    if w.stars.has(user.id) < invoice.amount:
        raise ActError(f"{user.first_name} has only {w.stars.has(user.id)} Stars")
    checkout = Checkout(str(w.random.getrandbits(62)), invoice, user.id, w.now)
    w.stars.checkouts[checkout.id] = checkout
    payload: JSON = {
        "id": checkout.id,
        "from": user.user(),
        "currency": CURRENCY,
        "total_amount": invoice.amount,
        "invoice_payload": invoice.payload,
    }
    emit(w, w.bots[invoice.bot], "pre_checkout_query", payload, user.id)
    return {"checkout_id": checkout.id}


def _offered(w: World, act: Pay, user: Person) -> Invoice:
    if act.invoice:
        invoice = w.stars.invoices.get(act.invoice)
    else:
        holder = person_of(w, act.sent_to) if act.sent_to is not None else user
        invoice = w.stars.posted.get((holder.id, act.message))
        if invoice is not None and holder.id != user.id and not invoice.shared:
            raise ActError("a forwarded copy of this invoice can't be paid")
    if invoice is None:
        raise ActError("there is no such invoice")
    return invoice


def _own(w: World, user: Person, first: str) -> Subscription:
    subscription = w.stars.subscriptions.get(first)
    if subscription is None or subscription.user != user.id:
        raise ActError(f"{user.first_name} has no such subscription")
    return subscription


def cancel_subscription(w: World, act: CancelSubscription) -> JSON:
    """End a subscription: it lasts as long as it is paid."""
    user = person_of(w, act.user)
    if act.chat is not None:
        place = w.stars.places.get((group_of(w, act.chat).id, user.id))
        if place is None or place.canceled:
            raise ActError(f"{user.first_name} has no such subscription")
        place.canceled = True
        return {"until": place.until}
    subscription = _own(w, user, act.charge)
    if subscription.canceled:
        raise ActError("it is canceled already")
    subscription.canceled = True
    tell_state(w, w.bots[subscription.invoice.bot], subscription, "canceled")
    return {"until": subscription.until}


def resume_subscription(w: World, act: ResumeSubscription) -> JSON:
    """Let a subscription go on; what could not be paid is paid now."""
    subscription = _own(w, person_of(w, act.user), act.charge)
    if subscription.banned:
        raise ActError("the bot ended it")
    if not subscription.canceled and not subscription.failures:
        raise ActError("it goes on already")
    was_canceled, subscription.canceled, subscription.failures = subscription.canceled, False, 0
    if was_canceled:
        tell_state(w, w.bots[subscription.invoice.bot], subscription, "active")
    renew(w)
    return {"until": subscription.until}


def charge_back(w: World, act: ChargeBack) -> JSON:
    """Get the Stars of a charge back without the bot: it is told nothing, its transactions show it."""
    user, paid = person_of(w, act.user), w.stars.charges.get(act.charge)
    if paid is None or paid.user != user.id or paid.back:
        raise ActError("there is no such charge")
    give_back(w, paid, "charge_back")
    return {}


def disturb(w: World, act: Disturb) -> JSON:
    """Lose, double or delay the next notices about payments."""
    if act.how not in HOW or act.about not in WHAT:
        raise ActError(f"lose, double or delay (late) one of {', '.join(WHAT)}")
    w.notices.rules.append(Disturbance(act.about, act.how, act.times))
    return {}
