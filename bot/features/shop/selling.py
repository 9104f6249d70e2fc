"""Whether somebody may have a good now, its order and delivery, and the way back of its coins."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.features.membership.coupons import give_coupon, may_get
from bot.features.membership.redeeming import CODE_LASTS, code_for
from bot.features.points.coins import held
from rules.config.membership import Membership
from rules.config.shop import Good, Shop
from rules.engine.coins import SHOP, Offer, order_refused
from rules.engine.entries import Entry
from storage import chats, codes, coupons, ledger, shop
from storage.coins import COIN
from storage.shop import DELIVERED, ORDERED, REFUNDED, Order


def on_sale(batch: Batch) -> list[Good]:
    """What can be ordered: nothing where points bring no coins."""
    if batch.book.incentives.coins is None:
        return []
    return [good for good in batch.files.file(Shop).goods if good.sold]


def left_of(batch: Batch, community: int, good: Good) -> int | None:
    """How many of a good are left; None: any number."""
    found = [good.stock - shop.sold(batch.connection, community, good.id)] if good.stock is not None else []
    if good.delivery == "codes":
        found.append(shop.codes_left(batch.connection, community, good.id))
    return max(0, min(found)) if found else None


def refusal(batch: Batch, community: int, person: int, good: Good, coins: int) -> str:
    """The key of the sentence why somebody can't have a good now; empty when they can."""
    connection = batch.connection
    if good.delivery == "hand" and chats.moderators_group(connection, community) is None:
        return "shop-no-moderators"
    if good.delivery == "plan" and batch.files.file(Membership).plan(good.plan) is None:
        return "shop-closed"
    if good.delivery == "coupon":
        coupon = batch.files.file(Membership).coupon(good.coupon)
        if coupon is None or not may_get(connection, coupon, community, person):
            return "shop-closed" if coupon is None else "shop-had"
    had = shop.sold(connection, community, good.id, person)
    offer, left = Offer(good.price, good.per_member), left_of(batch, community, good)
    why = order_refused(offer, coins=coins, had=had, left=left)
    return f"shop-{why}" if why else ""


def place(
    batch: Batch, community: int, chat: int, person: int, good: Good, key: str
) -> tuple[Order | None, str]:
    """Order a good: coins go, and what needs nobody is delivered at once.

    Returns:
        The order with an empty text, or none and the key of the sentence that says why not.
    """
    key = f"{community}:{person}:{key}"
    if shop.by_key(batch.connection, key) is not None:
        return None, "shop-once"
    purse = held(batch, community, chat, person)
    why = refusal(batch, community, person, good, purse.left if purse is not None else 0)
    if why:
        return None, why
    made = shop.add(
        batch.connection,
        key=key,
        community_id=community,
        person_id=person,
        good=good.id,
        price=good.price,
        at=batch.now,
    )
    if made is None:
        return None, "shop-once"
    batch.credit(community, chat, [_spent(batch, made)])
    code = _code(batch, made, good)
    if code or _gave_coupon(batch, made, good):
        shop.end(batch.connection, made.id, DELIVERED, batch.now, None, code)
    return shop.order(batch.connection, made.id), ""


def _spent(batch: Batch, made: Order) -> Entry:
    return Entry(
        key=f"shop:{made.key}",
        person=made.person_id,
        source=SHOP,
        currency=COIN,
        raw=-made.price,
        granted=-made.price,
        day=batch.day(batch.now),
        at=batch.now,
        reason=made.good,
    )


def _code(batch: Batch, made: Order, good: Good) -> str:
    """What is delivered without anybody's help."""
    if good.delivery == "codes":
        return shop.take_code(batch.connection, made.community_id, good.id, made.id) or ""
    plan = batch.files.file(Membership).plan(good.plan)
    if plan is None:
        return ""
    code = code_for(batch.services.buttons, "shop code", made.key)
    seconds = good.days * 86_400 if good.days else plan.period
    row = {"code": code, "community_id": made.community_id, "plan": plan.id, "seconds": seconds}
    row |= {"batch": f"shop:{made.id}", "made_at": batch.now, "expires_at": batch.now + CODE_LASTS}
    codes.add(batch.connection, [row])
    return code


def _gave_coupon(batch: Batch, made: Order, good: Good) -> bool:
    """Whether the order brought a coupon, which is there at once."""
    if good.delivery != "coupon":
        return False
    args = (made.community_id, made.person_id, good.coupon, _coupon_key(made), SHOP, batch.now)
    return give_coupon(batch.connection, batch.files.file(Membership), *args)


def _coupon_key(made: Order) -> str:
    return f"{SHOP}:{made.id}:"


def deliver(batch: Batch, number: int, by: int) -> Order | None:
    """A moderator handed an order over; None when it was ended before."""
    made = shop.order(batch.connection, number)
    if made is None or made.state != ORDERED:
        return None
    shop.end(batch.connection, number, DELIVERED, batch.now, by)
    return shop.order(batch.connection, number)


def refund(batch: Batch, chat: int, number: int, by: int) -> Order | None:
    """The coins of an order come back, as new ones; None when they did before."""
    made = shop.order(batch.connection, number)
    if made is None or made.state == REFUNDED:
        return None
    spent = ledger.by_keys(batch.connection, [f"shop:{made.key}"]).get(f"shop:{made.key}")
    if spent is None:
        return None
    batch.foresee((), [(made.community_id, made.person_id)])
    batch.credit(made.community_id, chat, [returned(spent, batch.day(batch.now), batch.now)])
    shop.end(batch.connection, number, REFUNDED, batch.now, by)
    coupons.void(batch.connection, _coupon_key(made), batch.now)
    if made.code:
        codes.void(batch.connection, made.community_id, made.code, batch.now)
    return shop.order(batch.connection, number)


def returned(spent: Entry, today: str, now: int) -> Entry:
    """The row that gives back what was spent."""
    return Entry(
        key=f"refund:{spent.key}",
        person=spent.person,
        source=SHOP,
        currency=COIN,
        raw=-spent.raw,
        granted=-spent.granted,
        day=today,
        at=now,
        reason=spent.reason,
        reverses=spent.key,
    )
