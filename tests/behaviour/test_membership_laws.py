"""Laws of paid membership, in the running bot: notices that come again change nothing, and nobody presses
another's buttons.
"""

from __future__ import annotations

import time
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from bot.features.membership.feature import FEATURE
from storage.coupons import COUPON
from storage.directory import PERSON
from storage.entitlements import ENTITLEMENT
from storage.family import PLACE
from storage.outbox import OUTBOX
from storage.people import private_chats
from storage.purchases import PAYMENT, PURCHASE, SUBSCRIPTION
from tests.behaviour.conftest import World
from tests.behaviour.shop import (
    DAN,
    EVE,
    MEMBERSHIP,
    ROOM,
    buy,
    enter,
    inside,
    press,
    room,
    sells,
    shop,
    start,
    write,
)
from tests.servers import Json

__all__ = ["shop"]  # a fixture
PLACES = MEMBERSHIP.replace("price: 300}", "price: 300, family: 2}")
_NUMBERS = count(2**40)


async def tell(world: World, **update: Any) -> None:
    """An update comes, under a number of its own."""
    await world.bot.app.take([{"update_id": next(_NUMBERS), **update}])
    await world.bot.settled()


def notice(user: int, kind: str, told: Json) -> Json:
    """A message that tells of money."""
    sender = {"id": user, "is_bot": False, "first_name": "Eve", "username": "eve_x", "language_code": "en"}
    message = {"message_id": 900, "date": int(time.time()), "chat": {"id": user, "type": "private"}}
    return {"message": message | {"from": sender, kind: told}}


def kept(world: World) -> list[Any]:
    """Everything that is known of money and access, and how many calls were made about them."""
    tables = (PURCHASE, PAYMENT, ENTITLEMENT, SUBSCRIPTION, COUPON, PLACE)
    calls = [r["method"] for r in world.bot.rows(select(OUTBOX)) if r["method"] != "answerCallbackQuery"]
    return [*(world.bot.rows(select(table)) for table in tables), len(calls)]


async def test_a_notice_that_comes_again_changes_nothing_before_and_after_the_refund(shop: World) -> None:
    await room(shop)
    end = await buy(shop)
    assert await enter(shop)
    (paid,) = shop.bot.rows(select(PAYMENT))
    payload = next(iter(shop.pg.service.world.stars.subscriptions.values())).invoice.payload
    told = {"currency": "XTR", "total_amount": 300, "invoice_payload": payload}
    told |= {"telegram_payment_charge_id": end["charge"], "provider_payment_charge_id": "1"}
    again = notice(EVE, "successful_payment", told | {"subscription_expiration_date": paid["until"]})
    before = kept(shop)
    for _ in range(3):
        await tell(shop, **again)
    assert kept(shop) == before
    await write(shop, 1, "/refund @eve_x", ROOM)
    await shop.bot.settled()
    assert not await inside(shop)
    user = {"id": EVE, "is_bot": False, "first_name": "Eve", "username": "eve_x"}
    states = [{"user": user, "invoice_payload": payload, "state": s} for s in ("canceled", "canceled")]
    await tell(shop, subscription=states[0])
    before = kept(shop)
    for update in (again, notice(EVE, "refunded_payment", told), {"subscription": states[1]}, again):
        await tell(shop, **update)
    assert kept(shop) == before
    assert not await inside(shop)


@pytest.mark.parametrize("where", ["own", "another's", "group"])
async def test_no_button_of_somebodys_membership_obeys_anybody_else(shop: World, where: str) -> None:
    await room(shop)
    await sells(shop, PLACES)
    await buy(shop)
    await write(shop, EVE, "/family")
    await press(shop, "A link for Monthly")
    await start(shop, DAN)
    await start(shop, 2)
    (order,) = [r["id"] for r in shop.bot.rows(select(PURCHASE))]
    (paid,) = [r["id"] for r in shop.bot.rows(select(PAYMENT))]
    pressed = {
        "mp": ["gift:week", "buy:week", "try:week", "buy:ever", "show:week", "list"],
        "ms": [f"stop:{order}", f"go:{order}"],
        "mw": [f"{order}:price"],
        "mm": ["week:USD", "ever:CNY:x"],
        "mb": [str(paid)],
        "ml": ["monthly", "week"],
        "mf": ["new:week", "ask:1:1", "end:1:1", "list"],
    }
    # A button that is new has to be here, too.
    assert set(FEATURE.buttons) <= set(pressed)
    with shop.bot.store.read() as connection:
        eve = connection.execute(select(PERSON.c.id).where(PERSON.c.platform_id == EVE)).scalar_one()
        private = private_chats(connection, [eve])[eve]
    sign = shop.bot.app.services.buttons.signer(private, eve, int(shop.bot.app.clock.now()))
    before = kept(shop)
    for user in (1, 2, DAN):
        chat = {"own": user, "another's": EVE, "group": shop.chat}[where]
        kind = "supergroup" if where == "group" else "private"
        message = {
            "message_id": 5,
            "date": int(time.time()),
            "chat": {"id": chat, "type": kind, "title": "x"},
        }
        for verb, many in pressed.items():
            for arguments in many:
                sender = {"id": user, "is_bot": False, "first_name": "X", "language_code": "en"}
                pressing = {
                    "id": str(next(_NUMBERS)),
                    "from": sender,
                    "message": message,
                    "chat_instance": "1",
                }
                await tell(shop, callback_query=pressing | {"data": sign(verb, arguments)})
    assert kept(shop) == before
