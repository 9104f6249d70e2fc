"""Money that came: kept once, matched with its order, granted at once. Nothing else grants what is sold."""

from __future__ import annotations

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.features.membership import bonus
from bot.features.membership.coupons import paid_back, used_up
from bot.features.membership.gifting import keep_gift, take_gift_back
from bot.features.membership.granting import give, open_doors
from bot.features.membership.own import end_renewal, why_buttons
from bot.features.membership.payload import fits, unseal
from bot.features.membership.providers.asking import ask_back
from bot.features.membership.standing import look_again, sold, standing
from bot.features.membership.telling import named, tell, until
from bot.features.membership.upgrading import count_rest, undo_rest
from bot.features.membership.using import use_of, use_told
from bot.features.moderation.moderator_alerts import tell_moderators
from bot.platforms.telegram.calls import Follow, Priority, follow_kind, mention, person_ref
from bot.platforms.telegram.follow_up import Receipt
from bot.runtime import metrics
from rules.config.membership import Plan
from rules.engine.entitlements import cut, paid
from rules.engine.events import Event, Payment
from rules.engine.money import spelled
from rules.engine.upgrading import Bought
from storage import entitlements, people, purchases, timers
from storage.directory import KnownPerson
from storage.purchases import Order, Paid

# Also the kind of a timer: Telegram gave Stars back, or did not
REFUND = follow_kind("refund", "membership", tells=True, awaited=True)


class Refund(Struct, frozen=True):
    """A payment that is to go back: by whom (0: by the bot itself), why, and what Telegram said."""

    charge: str
    by: int
    why: str
    refused: str = ""


def handle(batch: Batch, event: Event) -> None:
    """What Telegram tells of money."""
    payment, person = event.payment, batch.author(event)
    if payment is None or person is None or payment.step == "asked":
        return  # whoever asks has been answered already, beside all else
    metrics.PAYMENTS.labels(payment.step).inc()
    if payment.step == "paid":
        people.open_private(batch.connection, person.id, batch.now)
        take(batch, event, person, payment, event.at)
    elif payment.step == "refunded":
        given_back(batch, event, payment.charge, "refund")
    else:
        _turned(batch, event, person, payment)


def take(
    batch: Batch, event: Event, person: KnownPerson, payment: Payment, at: int, *, late: bool = False
) -> bool:
    """Keep a payment and grant what it is for; False when it was known. `late`: its notice never came."""
    connection = batch.connection
    sealed = unseal(batch.services.buttons, payment.payload)
    order = purchases.find(connection, sealed.order) if sealed is not None else None
    ours = sealed is not None and order is not None and fits(sealed, order)
    community = order.community_id if order is not None and ours else batch.default_community
    row = {
        "charge": payment.charge,
        "community_id": community,
        "person_id": person.id,
        "purchase_id": order.id if order is not None and ours else None,
        "plan": order.plan if order is not None and ours else "",
        "amount": payment.amount,
        "at": at,
        "until": payment.until,
        "late": late,
    }
    if order is None or not ours:
        if not purchases.pay(connection, row | {"state": "strange"}):
            return False
        if not late:  # of those that are found in the list, their number is told
            _strange(batch, event, community, person, payment)
        return True
    if not purchases.pay(connection, row):
        return False
    plan = sold(batch).plan(order.plan)
    again = order.state == "paid" and not payment.recurring
    used = plan is not None and not again and not used_up(batch, order)
    if plan is None or again or used:
        why = "paid twice" if again else "the coupon was used" if used else "the plan is gone"
        send_back(batch, event, payment.charge, why)
        key = "paid-twice" if again else "paid-coupon" if used else "paid-gone"
        tell(
            batch,
            event,
            person.id,
            key,
            sum=spelled(payment.amount, payment.currency),
            plan=lambda lang: named(plan, lang, order.plan),
        )
        return True
    if order.gift:
        keep_gift(batch, event, person.id, order, plan, payment)
    else:
        grant_paid(batch, event, person, order, plan, payment, at, late=late)
    return True


def grant_paid(
    batch: Batch,
    event: Event,
    person: KnownPerson,
    order: Order,
    plan: Plan,
    payment: Payment,
    at: int,
    *,
    late: bool,
) -> None:
    """A payment of an order grants its plan, and the doors open."""
    connection, community = batch.connection, order.community_id
    before = standing(batch, community, person.id, plan.id)
    entry = paid(payment.charge, plan.id, at, order.period, payment.until)
    purchases.settle(connection, order.id, "paid")
    if payment.recurring:
        purchases.renew(
            connection,
            {
                "purchase_id": order.id,
                "community_id": community,
                "person_id": person.id,
                "plan": plan.id,
                "charge": payment.charge,
                "until": payment.until,
                "state": "active",
                "at": batch.now,
            },
        )
    give(batch, event, community, person.id, [entry])
    bonus.pay(batch, event, community, person.id, plan, payment.charge, at)
    bought = Bought(payment.charge, payment.amount, order.period)
    for renewed in count_rest(batch, event, community, person.id, plan, bought, payment.currency):
        end_renewal(batch, event, renewed)
    one = standing(batch, community, person.id, plan.id)
    tell(
        batch,
        event,
        person.id,
        "paid-late" if late else "paid" if not before.life.inside else "paid-again",
        sum=spelled(payment.amount, payment.currency),
        plan=lambda lang: named(plan, lang),
        until=lambda lang: until(batch, lang, one.life.until),
    )
    if not before.life.inside:
        open_doors(batch, event, community, person.id, plan, one.life.until, order=order.id)


def _strange(batch: Batch, event: Event, community: int, person: KnownPerson, payment: Payment) -> None:
    """A payment of no order of ours: kept, and told to both sides."""
    tell(batch, event, person.id, "paid-strange", stars=payment.amount, id=payment.charge)
    who = mention(person.id, person.name)
    tell_moderators(
        batch,
        event,
        community,
        "paid-strange-mods",
        member=who,
        sum=spelled(payment.amount, payment.currency),
        id=payment.charge,
    )


def _turned(batch: Batch, event: Event, person: KnownPerson, payment: Payment) -> None:
    """A subscription was ended by the member, goes on, or could not be charged for."""
    sealed = unseal(batch.services.buttons, payment.payload)
    found = purchases.subscription(batch.connection, sealed.order) if sealed is not None else None
    if found is None or found.person_id != person.id or payment.step not in ("canceled", "active", "failed"):
        return
    if found.state == payment.step:
        return  # the same notice once more
    purchases.turn(batch.connection, found.purchase_id, batch.now, state=payment.step)
    plan = sold(batch).plan(found.plan)
    one = standing(batch, found.community_id, person.id, found.plan)
    rows = None
    if payment.step == "canceled":
        rows = why_buttons(batch, person.id, found.purchase_id)
    tell(
        batch,
        event,
        person.id,
        f"renewal-{payment.step}",
        rows=rows,
        plan=lambda lang: named(plan, lang, found.plan),
        until=lambda lang: until(batch, lang, one.life.until),
    )
    look_again(batch, found.community_id, person.id, found.plan, tag=str(event.update_id))


def send_back(batch: Batch, event: Event, charge: str, why: str, by: int = 0) -> bool:
    """Give a payment back; False when that is under way or done. What it granted ends with the receipt."""
    found = purchases.paid(batch.connection, charge)
    if found is None or found.person_id is None:
        return False
    if not purchases.mark(batch.connection, charge, "refunding", ("kept", "strange"), why):
        return False
    refund = Refund(charge, by, why)
    if found.provider != "stars":
        ask_back(batch, event, found, msgspec.json.encode(refund).decode())
        return True
    batch.bare_call(
        event,
        "refundStarPayment",
        batch.chat(event).id,
        Priority.MODERATION,
        user_id=person_ref(found.person_id),
        telegram_payment_charge_id=charge,
        then=(Follow(REFUND, payload=msgspec.json.encode(refund).decode()),),
    )
    return True


def refund_ended(connection: Connection, receipt: Receipt) -> None:
    """Let it be told what Telegram made of a refund."""
    refund = msgspec.json.decode(receipt.follow.payload, type=Refund)
    if not receipt.reply.ok:
        refund = msgspec.structs.replace(refund, refused=receipt.reply.text or "–")
    payload = msgspec.json.encode(refund).decode()
    key = f"{REFUND}:{receipt.call.key}"
    timers.set_timer(connection, key, REFUND, receipt.call.lane, None, receipt.now, payload)


def refund_told(batch: Batch, event: Event) -> None:
    """Stars went back, or Telegram refused."""
    if event.timer is not None:
        _end_refund(batch, event, msgspec.json.decode(event.timer.payload, type=Refund))


def settle_refund(batch: Batch, event: Event, asked: str, refused: str) -> None:
    """Money went back as it was `asked` for, or the provider refused."""
    refund = msgspec.json.decode(asked, type=Refund)
    _end_refund(batch, event, msgspec.structs.replace(refund, refused=refused))


def _end_refund(batch: Batch, event: Event, refund: Refund) -> None:
    # A refund that was done before is refused in these words: it is done all the same.
    if not refund.refused or "already_refunded" in refund.refused.lower():
        given_back(batch, event, refund.charge, "refund", by=refund.by)
        _tell_done(batch, event, refund)
        return
    found = purchases.paid(batch.connection, refund.charge)
    if found is None or not purchases.mark(batch.connection, refund.charge, "kept", ("refunding",)):
        return
    tell_moderators(
        batch,
        event,
        found.community_id,
        "refund-refused",
        member=_mention(batch, found),
        sum=found.sum,
        why=refund.refused,
    )


def _tell_done(batch: Batch, event: Event, refund: Refund) -> None:
    """The moderators hear of a refund that somebody asked for."""
    found = purchases.paid(batch.connection, refund.charge)
    if found is not None and refund.by:
        tell_moderators(
            batch,
            event,
            found.community_id,
            "refund-done",
            member=_mention(batch, found),
            sum=found.sum,
            by=_name_of(batch, refund.by),
            reason=refund.why or "–",
        )


def given_back(batch: Batch, event: Event, charge: str, how: str, by: int = 0) -> bool:
    """A payment went back (`refund`, or `charge_back` without the bot): what it granted ends now. False when
    that was known.
    """
    state = "refunded" if how == "refund" else "charged_back"
    connection = batch.connection
    found = purchases.paid(connection, charge)
    if found is None or not purchases.mark(connection, charge, state, ("kept", "refunding", "strange")):
        return False
    if found.person_id is None or not found.plan:
        return True
    use = use_of(batch, found)  # before it ends
    grant = f"payment:{charge}"
    rows = entitlements.rows_of(connection, found.community_id, found.person_id)
    # With it goes what a moderator had taken and gave back, and what was counted of it, or for it, elsewhere.
    goes = [r for r in rows if not r["cuts"] and _follows(r["key"], charge)]
    end_renewal(batch, event, found.purchase_id)
    ends = [cut(grant, found.plan, batch.now, how), *(cut(r["key"], r["plan"], batch.now, how) for r in goes)]
    entitlements.add(connection, found.community_id, found.person_id, ends, batch.now, by=by or None)
    if use is not None:  # it was not one too many, which used no coupon and brought none
        paid_back(batch, found, how)
        bonus.take_back(batch, event, found.community_id, found.person_id, charge, how)
    undo_rest(batch, found.community_id, found.person_id, charge)
    take_gift_back(batch, event, found, how)
    for other in sorted({r["plan"] for r in goes} - {found.plan}):
        look_again(batch, found.community_id, found.person_id, other, at=batch.now, tag=f"{how}:{charge}")
    plan = sold(batch).plan(found.plan)
    tell(
        batch,
        event,
        found.person_id,
        f"{how.replace('_', '-')}-told",
        sum=found.sum,
        plan=lambda lang: named(plan, lang, found.plan),
        use=lambda lang: use_told(lang, use),
    )
    if how == "charge_back":
        key = "charge-back-mods"
        tell_moderators(
            batch,
            event,
            found.community_id,
            key,
            member=_mention(batch, found),
            sum=found.sum,
        )
    tag = f"{how}:{charge}"
    look_again(batch, found.community_id, found.person_id, found.plan, at=batch.now, tag=tag)
    return True


def _follows(key: str, charge: str) -> bool:
    """Whether a grant came of a payment, or of one like it."""
    return key.endswith(f":payment:{charge}") or key.startswith(f"upgrade:{charge}:")


def _name_of(batch: Batch, person: int) -> str:
    known = people.person(batch.connection, person)
    return known.name if known is not None else ""


def _mention(batch: Batch, found: Paid) -> str:
    known = people.person(batch.connection, found.person_id) if found.person_id else None
    return mention(known.id, known.name) if known is not None else ""
