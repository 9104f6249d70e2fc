"""Buying with money: a button for each price, an order, and the page or QR code where it is paid."""

from __future__ import annotations

from html import escape
from typing import Any

import msgspec
from msgspec import Struct

from bot.core.batch import Batch
from bot.core.buttons import Rows, Sign, button
from bot.features.membership.paying import settle_refund
from bot.features.membership.providers import asking
from bot.features.membership.providers.asking import CREATE, LASTS, LIST, QUERY, REFUND, reference
from bot.features.membership.providers.desk import Desk
from bot.features.membership.providers.listing import settle
from bot.features.membership.providers.port import Refund, Transaction
from bot.features.membership.providers.taking import take_back, take_money
from bot.features.membership.providers.working import Failed, Page
from bot.features.membership.selling import Seats, refusal
from bot.features.membership.standing import sold
from bot.features.membership.telling import named
from bot.text.durations import spell
from bot.text.messages import Html, language_of, plain, say
from rules.config.membership import Membership, Plan
from rules.engine.events import Event
from rules.engine.money import spelled
from storage import providers, purchases, timers
from storage.providers import Wanted
from storage.purchases import Order

VERB = "mm"
ASK = "provider silent"  # timer: an order is open, and nobody told of it
STEPS = (300, 900, 3600, LASTS + 300)  # seconds after its beginning at which an order is asked for
_CAMPAIGN = 12


class Offer(Struct, frozen=True):
    """An order whose page is being made: the message that shows it, in which language."""

    message: int
    language: str
    title: str
    back: str


def money_buttons(membership: Membership, plan: Plan, language: str, sign: Sign, campaign: str = "") -> Rows:
    """A button for each price of a plan that somebody takes."""
    rows: Rows = []
    for price in membership.taken(plan):
        words = plain(language, f"button-{price.provider}", sum=spelled(price.amount, price.currency))
        data = f"{plan.id}:{price.currency}:{campaign[:_CAMPAIGN]}".removesuffix(":")
        rows.append([button(words, sign(VERB, data))])
    return rows


def pressed(batch: Batch, event: Event, arguments: str) -> str:
    """Somebody wants to pay with money."""
    person = batch.author(event)
    language = language_of(person.language if person else "", batch.files.community.language)
    name, currency, campaign = (*arguments.split(":"), "", "")[:3]
    membership = sold(batch)
    plan = membership.plan(name)
    prices = [p for p in membership.taken(plan) if p.currency == currency] if plan is not None else []
    if person is None or plan is None or not prices or not event.chat.private or event.press is None:
        return plain(language, "buy-closed")
    community, (price,) = batch.community(event), prices
    seats = batch.services.of(Seats)
    if why := refusal(batch.connection, membership, community, plan.id, person.id, batch.now, seats):
        return plain(language, why)
    number = purchases.order(
        batch.connection,
        community_id=community,
        person_id=person.id,
        plan=plan.id,
        amount=price.amount,
        period=plan.period,
        renews=False,
        source=campaign,
        at=batch.now,
        provider=price.provider,
        currency=price.currency,
    )
    back = f"https://t.me/{batch.bot_username}" if batch.bot_username else ""
    offer = Offer(event.press.message_id, language, plan.name[language], back)
    payload = msgspec.json.encode(offer).decode()
    asking.ask(batch, event, price.provider, CREATE, str(number), number, payload)
    _ask_later(batch, event, number, batch.now, 0)
    batch.edit_pressed(event, say(language, "money-wait", plan=named(plan, language)))
    return ""


def _ask_later(batch: Batch, event: Event, order: int, began: int, step: int) -> None:
    """The provider is asked for an order when it has told nothing until then."""
    if step < len(STEPS):
        due, key = began + STEPS[step], f"{ASK}:{order}:{step}"
        timers.set_timer(batch.connection, key, ASK, batch.chat(event).id, None, due, f"{order}:{step}")


def ask_now(batch: Batch, event: Event) -> None:
    """Nobody told of an order: ask."""
    number, _, step = event.timer.payload.partition(":") if event.timer is not None else ("", "", "")
    order = purchases.find(batch.connection, int(number)) if number else None
    if order is not None and order.state == "open":
        asking.ask(batch, event, order.provider, QUERY, f"{number}:{step}", order.id, step)


def answered(batch: Batch, event: Event) -> None:
    """A provider answered, or nothing came of asking."""
    row = providers.wanted(batch.connection, event.timer.payload) if event.timer is not None else None
    if row is None:
        return
    order = purchases.find(batch.connection, row.purchase_id) if row.purchase_id is not None else None
    if row.what == LIST:
        if row.state == "done":
            settle(batch, event, batch.community(event), row)
    elif row.what == REFUND:
        settle_refund(batch, event, row.payload, _refusal(row))
    elif row.what == CREATE and order is not None:
        _show(batch, event, order, row)
    elif order is not None:
        _queried(batch, event, order, row)


def _refusal(row: Wanted) -> str:
    """Why a payment did not go back; empty when it did."""
    if row.state == "failed":
        try:
            return msgspec.json.decode(row.result, type=Failed).why or "–"
        except msgspec.ValidationError:
            return "–"
    found = msgspec.json.decode(row.result, type=Refund)
    return "" if found.state == "done" else found.why or "–"


def _queried(batch: Batch, event: Event, order: Order, row: Wanted) -> None:
    """What a provider says of an order that it had told nothing of."""
    found = msgspec.json.decode(row.result, type=Transaction) if row.state == "done" else None
    if found is not None and found.state == "paid":
        take_money(batch, event, order.provider, found, late=True)
    elif found is not None and found.state == "refunded":
        take_back(batch, event, order.provider, found, "refund")
        purchases.settle(batch.connection, order.id, "void")
    elif order.state == "open":
        step = int(row.payload or 0) + 1
        if (found is not None and found.state == "closed") or step >= len(STEPS):
            purchases.settle(batch.connection, order.id, "void")
        else:
            _ask_later(batch, event, order.id, order.at, step)


def _show(batch: Batch, event: Event, order: Order, row: Wanted) -> None:
    """Show where an order is paid, or that there is no such place."""
    offer = msgspec.json.decode(row.payload, type=Offer)
    chat, language = batch.chat(event).id, offer.language
    plan = sold(batch).plan(order.plan)
    sign = batch.services.buttons.signer(chat, order.person_id, batch.now)
    rows: Rows = [[button(plain(language, "button-plans"), sign("mp", "list"))]]
    shown: dict[str, Any] = {"parse_mode": "HTML"}
    if row.state != "done" or plan is None:
        purchases.settle(batch.connection, order.id, "void")
        text = say(language, "money-trouble")
        markup = {"inline_keyboard": rows}
        batch.call(
            event, "editMessageText", chat, message_id=offer.message, text=text, reply_markup=markup, **shown
        )
        return
    page = msgspec.json.decode(row.result, type=Page)
    words = {"plan": named(plan, language), "sum": spelled(order.amount, order.currency)}
    words |= {"lasts": spell(language, LASTS), "time": spell(language, order.period)}
    text = say(language, f"money-{order.provider}", **words)
    if page.url:
        rows.insert(0, [{"text": plain(language, "button-pay-money", sum=words["sum"]), "url": page.url}])
    inside = batch.services.of(Desk).page_of(reference(batch.services.buttons, order.id))
    if order.provider == "wechat" and inside:
        address = Html(f"<code>{escape(inside)}</code>")  # to be copied
        text = Html(f"{text}\n\n{say(language, 'money-inside', page=address)}")
    shown |= {"text": text, "reply_markup": {"inline_keyboard": rows}}
    batch.call(event, "editMessageText", chat, message_id=offer.message, **shown)
    if page.picture:
        photo = {"upload": page.picture, "name": "pay.png"}
        caption = say(language, "money-scan", **words)
        batch.call(event, "sendPhoto", chat, photo=photo, caption=caption, parse_mode="HTML")
