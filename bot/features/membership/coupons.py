"""Coupons: in whose hand which is, what a plan costs with them, and the one order that uses each.

At the checkout, where nothing is written, a coupon is held in memory for the order; the payment uses it up.
An order that is never paid leaves it as it was.
"""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.core.command import Answer, Ask
from bot.core.targets import NoTarget, named_with_rest
from bot.features.membership.actions import GiveCoupon
from bot.features.membership.selling import Seats
from bot.features.membership.standing import sold
from bot.features.membership.telling import tell, until
from bot.features.moderation.moderator_actions import act
from bot.platforms.telegram.calls import mention
from bot.text.messages import Html, by_operators, say
from rules.config.coupons import Coupon
from rules.config.membership import Membership, Plan
from rules.engine.coupons import Choice, best
from rules.engine.entitlements import PAID, TRIAL, Entry
from rules.engine.events import Event
from rules.engine.family import FAMILY
from storage import coupons, purchases
from storage.purchases import Order, Paid

PLAN, BY_HAND = "plan", "moderator"  # where coupons come from


class Offer(Struct, frozen=True):
    """What a plan costs somebody: with a coupon (its row and definition) or, without one, its price."""

    price: int
    row: int | None = None
    coupon: Coupon | None = None


def give_coupon(
    connection: Connection,
    membership: Membership,
    community: int,
    person: int,
    name: str,
    key: str,
    source: str,
    now: int,
    *,
    by: int | None = None,
    reason: str = "",
) -> bool:
    """Give somebody a coupon, once under its key; False when there is none of that name, or they had as many
    as each may have.
    """
    coupon = membership.coupon(name)
    if coupon is None or not may_get(connection, coupon, community, person):
        return False
    return coupons.give(
        connection,
        key=key,
        community_id=community,
        person_id=person,
        coupon=name,
        source=source,
        at=now,
        expires_at=now + coupon.lasts,
        by_id=by,
        reason=reason[:500],
    )


def may_get(connection: Connection, coupon: Coupon, community: int, person: int) -> bool:
    """Whether somebody may get one more."""
    return not coupon.per_member or coupons.got(connection, community, person, coupon.id) < coupon.per_member


def with_plan(batch: Batch, event: Event, community: int, person: int, grants: list[Entry]) -> None:
    """New grants of plans bring the coupons of those plans; a trial brings none."""
    membership = sold(batch)
    for entry in grants:
        plan = membership.plan(entry.plan)
        if plan is None or entry.cuts or entry.source in (TRIAL, FAMILY):
            continue
        for name in plan.coupons:
            key = f"{coupons.came_with(entry.key)}{name}"
            args = (community, person, name, key, PLAN, batch.now)
            if give_coupon(batch.connection, membership, *args):
                tell_given(batch, event, person, membership.coupon(name))


def tell_given(batch: Batch, event: Event, person: int, coupon: Coupon | None) -> None:
    """Tell somebody in private of a coupon that they got."""
    if coupon is not None:
        end = batch.now + coupon.lasts
        tell(
            batch,
            event,
            person,
            "coupon-got",
            coupon=lambda lang: by_operators(coupon.name[lang]),
            until=lambda lang: until(batch, lang, end),
        )


def offer(batch: Batch, community: int, person: int, plan: Plan) -> Offer:
    """What a plan costs somebody now: with the coupon of theirs that makes it cheapest."""
    membership = sold(batch)
    held = coupons.usable_by(batch.connection, community, person, batch.now) if membership.coupons else []
    fitting = {h.id: c for h in held if (c := _fitting(membership, h.coupon, plan)) is not None}
    choices = [Choice(h.id, fitting[h.id].price(plan.price), h.expires_at) for h in held if h.id in fitting]
    found = best(choices, plan.price)
    return Offer(plan.price) if found is None else Offer(found.price, found.row, fitting[found.row])


def _fitting(membership: Membership, name: str, plan: Plan) -> Coupon | None:
    """The coupon of this name if it may be used for a plan."""
    coupon = membership.coupon(name)
    fits = coupon is not None and not plan.recurring and (not coupon.plans or plan.id in coupon.plans)
    return coupon if fits else None


def asked_for(connection: Connection, membership: Membership, plan: Plan, order: Order, now: int) -> int:
    """What a plan costs by now with the coupon of an order; 0: that can't be used any more."""
    if order.coupon_id is None:
        return plan.price
    held = coupons.find(connection, order.coupon_id)
    if held is None or not held.usable(now) or held.person_id != order.person_id:
        return 0
    coupon = _fitting(membership, held.coupon, plan)
    return coupon.price(plan.price) if coupon is not None else 0


def hold(seats: Seats, order: Order, now: int) -> bool:
    """Hold the coupon of an order for it; False while another order is being paid with it."""
    return order.coupon_id is None or seats.hold_once(f"coupon {order.coupon_id}", order.id, now)


def used_up(batch: Batch, order: Order) -> bool:
    """A payment of an order came: its coupon is used. False when another order did that before."""
    return order.coupon_id is None or coupons.spend(batch.connection, order.coupon_id, order.id, batch.now)


def paid_back(batch: Batch, payment: Paid, how: str) -> None:
    """A payment went back: the coupon that it used comes back if that is so decided, and those that it had
    brought go, unless they are used.
    """
    connection, number = batch.connection, payment.purchase_id
    coupons.void(connection, coupons.came_with(f"{PAID}:{payment.charge}"), batch.now)
    order = purchases.find(connection, number) if number is not None else None
    held = coupons.find(connection, order.coupon_id) if order is not None and order.coupon_id else None
    coupon = sold(batch).coupon(held.coupon) if held is not None else None
    if order is not None and coupon is not None and coupon.refund == "back" and how == "refund":
        coupons.free(connection, order.id)


def lines(batch: Batch, community: int, person: int, language: str) -> list[Html]:
    """What somebody holds, a line each."""
    membership = sold(batch)
    found = []
    for held in coupons.usable_by(batch.connection, community, person, batch.now):
        coupon = membership.coupon(held.coupon)
        name = by_operators(coupon.name[language]) if coupon is not None else Html(held.coupon)
        end = until(batch, language, held.expires_at)
        found.append(say(language, "own-coupon", coupon=name, until=end))
    return found


def by_hand(ask: Ask) -> Answer:
    """/coupon @ann welcome: a moderator gives one; a case, which can be undone."""
    batch, membership = ask.batch, sold(ask.batch)
    names = ", ".join(c.id for c in membership.coupons) or "–"
    try:
        person, rest = named_with_rest(ask)
    except NoTarget as why:
        return ask.answer(str(why), command=ask.name)
    if person is None:
        return ask.answer("target-missing")
    word, _, reason = rest.partition(" ")
    coupon, member = membership.coupon(word.lower()), mention(person.id, person.name)
    if person.bot or person.channel:
        return ask.answer("target-protected")
    if coupon is None:
        return ask.answer("coupon-which", coupons=names)
    key = f"{BY_HAND}:{ask.event.update_id}:{ask.event.at}:{person.id}:{coupon.id}"
    args = (ask.community, person.id, coupon.id, key, BY_HAND, batch.now)
    name = by_operators(coupon.name[ask.language])
    given = give_coupon(batch.connection, membership, *args, by=ask.person.id, reason=reason.strip())
    if not given:
        return ask.answer("coupon-enough", member=member, coupon=name)
    chat = ask.governed[0] if ask.governed else ask.chat
    act(
        batch,
        ask.event,
        [GiveCoupon(coupon.id, key)],
        chat=chat,
        person=person,
        state=batch.state(chat.id, person.id, ask.community),
        moderator=ask.person,
        name=ask.name,
        reason=reason.strip(),
        silent=True,
    )
    tell_given(batch, ask.event, person.id, coupon)
    return ask.answer("coupon-given", member=member, coupon=name)
