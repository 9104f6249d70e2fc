"""Stars change hands: payments, renewals that are due, refunds, and what bots hear of them.

Like the world, this reads no clock: `w.now` says what time it is.
"""

from __future__ import annotations

from heapq import heappop, heappush

from bot.playground.messages import service
from bot.playground.standing import depart, enter, standing
from bot.playground.stars import CURRENCY, MONTH, Charge, Invoice, Place, Subscription
from bot.playground.state import JSON, Bot, Chat, Link, Member
from bot.playground.updates import emit
from bot.playground.world import World


def charge(w: World, invoice: Invoice, user: int, first: Subscription | None = None) -> Charge:
    """Take the Stars and tell the bot; `first` when a subscription renews, which it does at the moment it is
    due, also where the clock has leapt over that.
    """
    at = first.due_at if first is not None else max(1, int(w.now))
    paid = Charge(
        f"stx{w.random.getrandbits(96):024x}", invoice.bot, user, invoice.payload, invoice.amount,
        at, invoice.period,
    )  # fmt: skip
    w.stars.charges[paid.id] = paid
    _book(w, paid, paid.amount, at)
    told: JSON = {
        "currency": CURRENCY,
        "total_amount": paid.amount,
        "invoice_payload": paid.payload,
        "telegram_payment_charge_id": paid.id,
        "provider_payment_charge_id": f"{user}_{len(w.stars.charges)}",
    }
    if invoice.period:
        subscription = first or Subscription(paid.id, invoice, user, paid.at)
        w.stars.subscriptions[subscription.charge] = subscription
        # What was charged late begins then: nobody had anything meanwhile.
        begins = paid.at if subscription.failures else subscription.until
        subscription.until, subscription.failures = begins + invoice.period, 0
        told |= {"subscription_expiration_date": subscription.until, "is_recurring": True}
        if first is None:
            told["is_first_recurring"] = True
    _tell(w, paid, "successful_payment", told)
    return paid


def give_back(w: World, paid: Charge, how: str) -> None:
    """Return the Stars of a charge: the bot refunds it, or ("charge_back") they are taken from the bot, which
    hears of it only from its transactions.
    """
    paid.back = how
    _book(w, paid, -paid.amount, max(1, int(w.now)))
    if how == "refund":
        told: JSON = {
            "currency": CURRENCY,
            "total_amount": paid.amount,
            "invoice_payload": paid.payload,
            "telegram_payment_charge_id": paid.id,
        }
        _tell(w, paid, "refunded_payment", told)


def _book(w: World, paid: Charge, amount: int, at: int) -> None:
    w.stars.move(paid.bot, amount)
    w.stars.move(paid.user, -amount)
    partner: JSON = {
        "type": "user",
        "transaction_type": "invoice_payment",
        "user": w.people[paid.user].user(),
        "invoice_payload": paid.payload,
    }
    if paid.period:
        partner["subscription_period"] = paid.period
    row: JSON = {"id": paid.id, "amount": abs(amount), "date": at}
    row["source" if amount > 0 else "receiver"] = partner
    w.stars.rows.setdefault(paid.bot, []).append(row)


def _tell(w: World, paid: Charge, kind: str, told: JSON) -> None:
    """Both sides see it in their private chat; whoever paid may be written to."""
    w.bots[paid.bot].started.add(paid.user)
    service(w, w.dialog(paid.bot, paid.user), paid.user, {kind: told})
    w.notify("stars", {"user": paid.user, "bot": paid.bot, "charge": paid.id, "kind": kind})


def tell_state(w: World, bot: Bot, subscription: Subscription, state: str) -> None:
    """Tell a bot what became of a subscription: canceled, active or failed."""
    payload: JSON = {
        "user": w.people[subscription.user].user(),
        "invoice_payload": subscription.invoice.payload,
        "state": state,
    }
    emit(w, bot, "subscription", payload, subscription.user)


def renew(w: World) -> int:
    """Charge for every subscription that is due by now; how many were tried."""
    tried, due = 0, w.stars.due(w.now)
    while due:
        _, number, subscription = heappop(due)
        tried += 1
        invoice, user = subscription.invoice, w.people[subscription.user]
        if user.deactivated or w.stars.has(user.id) < invoice.amount:
            subscription.failures += 1
            tell_state(w, w.bots[invoice.bot], subscription, "failed")
        else:
            charge(w, invoice, user.id, subscription)
        if 0 < subscription.due_at <= w.now:
            heappush(due, (subscription.due_at, number, subscription))
    return tried + _renew_places(w)


def take_place(w: World, chat: Chat, user: int, link: Link) -> None:
    """Let somebody into a channel for the Stars that its link asks for."""
    place = Place(chat.id, user, link.price, int(w.now) + link.period)
    _pay_channel(w, chat, user, link.price)
    w.stars.places[chat.id, user] = place
    enter(w, chat, user, user, link=link, until=place.until)


def _pay_channel(w: World, chat: Chat, user: int, price: int) -> None:
    owner = next(m.user for m in chat.members.values() if m.status == "creator")
    w.stars.move(user, -price)
    w.stars.move(owner, price)


def _renew_places(w: World) -> int:
    """Charge for the places in channels that are over. Bots hear of who goes, and not of who pays again."""
    over = [p for p in w.stars.places.values() if p.until <= w.now]
    for place in over:
        chat, user = w.chats[place.chat], w.people[place.user]
        member = standing(w, chat, user.id)
        while place.until <= w.now:
            if place.canceled or user.deactivated or w.stars.has(user.id) < place.price or member.until == 0:
                del w.stars.places[chat.id, user.id]
                if member.until:
                    depart(w, chat, Member(user.id, "left", present=False), user.id)
                break
            _pay_channel(w, chat, user.id, place.price)
            place.until += MONTH
            chat.members[user.id].until = place.until
    return len(over)
