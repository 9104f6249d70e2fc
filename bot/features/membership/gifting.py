"""A plan for somebody else: what is paid for becomes a code, and whoever uses it has the plan."""

from __future__ import annotations

from urllib.parse import quote

from bot.core.batch import Batch
from bot.core.command import Ask
from bot.features.membership.redeeming import CODE_LASTS, GIFT, code_for, gift_key
from bot.features.membership.standing import look_again, sold
from bot.features.membership.telling import named, spoken_to, tell
from bot.text.durations import spell
from bot.text.messages import Html, plain
from rules.config.membership import Membership, Plan
from rules.engine.entitlements import cut
from rules.engine.events import Event, Payment
from rules.engine.money import spelled
from storage import codes, coupons, entitlements, purchases
from storage.purchases import Order, Paid


def may_give(membership: Membership, plan: Plan) -> bool:
    """Whether a plan is sold as a gift: a payment for one period, whoever it will be for."""
    return plan.sold and plan.gifts and bool(membership.terms and membership.support)


def keep_gift(batch: Batch, event: Event, person: int, order: Order, plan: Plan, payment: Payment) -> None:
    """A gift is paid for: its code is told to whoever paid, with a link to send on."""
    code = code_for(batch.services.buttons, "gift", payment.charge)
    row = {"code": code, "community_id": order.community_id, "plan": plan.id, "seconds": order.period}
    row |= {"batch": _batch_of(payment.charge), "made_at": batch.now, "expires_at": batch.now + CODE_LASTS}
    codes.add(batch.connection, [row])
    purchases.settle(batch.connection, order.id, "paid")
    language = spoken_to(batch, person)
    words = plain(language, "button-give")
    tell(
        batch,
        event,
        person,
        "gift-paid",
        rows=[[{"text": words, "url": f"https://t.me/share/url?url={quote(link_of(batch, code), safe='')}"}]],
        sum=spelled(payment.amount, payment.currency),
        plan=lambda lang: named(plan, lang),
        link=Html(link_of(batch, code)),
        time=lambda lang: spell(lang, CODE_LASTS),
    )


def _batch_of(charge: str) -> str:
    """The batch of the one code that a payment made."""
    return f"{GIFT}:{charge}"


def link_of(batch: Batch, code: str) -> str:
    """The link by which a code is used."""
    return f"https://t.me/{batch.bot_username}?start=redeem_{code}"


def unused(ask: Ask) -> list[Html]:
    """A line for each gift that somebody paid for and nobody used yet."""
    batch, lines = ask.batch, []
    mine = purchases.payments_of(batch.connection, ask.community, ask.person.id)
    for row in codes.of_batches(batch.connection, ask.community, [_batch_of(p.charge) for p in mine]):
        if not row["used_at"] and row["expires_at"] > batch.now:
            plan = named(sold(batch).plan(row["plan"]), ask.language, row["plan"])
            lines.append(ask.say("gift-unused", plan=plan, link=Html(link_of(batch, row["code"]))))
    return lines


def take_gift_back(batch: Batch, event: Event, paid: Paid, how: str) -> None:
    """The payment for a gift went back: its code works no more, and the plan ends for whoever used it."""
    found = codes.of_batches(batch.connection, paid.community_id, [_batch_of(paid.charge)])
    if not found:
        return
    (row,) = found
    if not row["used_by"]:
        codes.void(batch.connection, paid.community_id, row["code"], batch.now)
        return
    person, name = int(row["used_by"]), str(row["plan"])
    key = gift_key(paid.charge)
    entitlements.add(batch.connection, paid.community_id, person, [cut(key, name, batch.now, how)], batch.now)
    coupons.void(batch.connection, coupons.came_with(key), batch.now)
    plan = sold(batch).plan(name)
    tell(batch, event, person, "gift-gone", plan=lambda lang: named(plan, lang, name))
    look_again(batch, paid.community_id, person, name, at=batch.now, tag=f"{how}:{paid.charge}")
