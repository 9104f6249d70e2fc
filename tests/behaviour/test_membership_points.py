"""Paid membership, from the file to Telegram: points and coins that come with a payment and go with it."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from bot.features.membership.payload import seal
from storage import integrity_checks
from storage.directory import PERSON
from storage.ledger import LEDGER, STANDING
from storage.purchases import PAYMENT, PURCHASE
from tests.behaviour.conftest import World
from tests.behaviour.shop import EVE, MEMBERSHIP, ROOM, buy, room, sells, shop, start, write

__all__ = ["shop"]  # a fixture
BRINGING = MEMBERSHIP.replace("seats: 1}", "points: 50, coins: 30}")
INCENTIVES = "per_day: 10\ncoins: {share: 0.5, sources: {membership: 0}}\n"


async def bringing(world: World) -> None:
    """A plan that brings points and coins, however little a day's limit is."""
    await room(world)
    (world.bot.app.settings.rules / "incentives.yaml").write_text(INCENTIVES, encoding="utf-8")
    await sells(world, BRINGING)

    async def both() -> bool:
        return world.bot.app.book().incentives.coins is not None

    await world.pg.wait_for(both)


def held(world: World) -> tuple[int, int]:
    """Eve's points and coins; all balances are the ledger's sums."""
    with world.bot.store.read() as connection:
        assert integrity_checks.check_points(connection, 0) == []
    query = select(STANDING.c.xp, STANDING.c.coins).join(PERSON, PERSON.c.id == STANDING.c.person_id)
    rows = world.bot.rows(query.where(PERSON.c.name == "Eve"))
    return (rows[0]["xp"], rows[0]["coins"]) if rows else (0, 0)


async def told(world: World, kind: str, times: int = 2) -> None:
    """Telegram tells once more of the first payment, or that it went back."""
    (order,) = world.bot.rows(select(PURCHASE))
    (payment,) = world.bot.rows(select(PAYMENT))
    body = {
        "currency": "XTR",
        "total_amount": order["amount"],
        "invoice_payload": seal(
            world.bot.app.services.buttons, order["id"], order["person_id"], order["plan"]
        ),
        "telegram_payment_charge_id": payment["charge"],
        "provider_payment_charge_id": "",
    }
    person = {"id": EVE, "is_bot": False, "first_name": "Eve", "username": "eve_x", "language_code": "en"}
    message = {"message_id": 990, "date": order["at"] + 5, "chat": {"id": EVE, "type": "private"}}
    for number in range(times):
        update = {
            "update_id": 990_000 + number + len(kind),
            "message": message | {"from": person, kind: body},
        }
        await world.bot.app.take([json.dumps(update).encode()])
    await world.bot.settled()


@pytest.mark.parametrize("how", ["/refund @eve_x", "notice"])
async def test_points_and_coins_come_once_with_a_payment_and_go_with_it(shop: World, how: str) -> None:
    await bringing(shop)
    await start(shop, payload="plan_week")
    assert "With each payment come 50 points and 30 coins." in (await shop.bot.said(EVE))[-1]
    await buy(shop, "week")
    await told(shop, "successful_payment")
    assert held(shop) == (50, 30)
    assert "brings 50 points and 30 coins" in await write(shop, 1, "/why access @eve_x", ROOM)
    if how == "notice":
        await told(shop, "refunded_payment")
    else:
        await write(shop, 1, how, ROOM)
        await shop.bot.settled()
    assert held(shop) == (0, 0)
    await told(shop, "refunded_payment")
    await told(shop, "successful_payment")
    assert held(shop) == (0, 0)
    rows = shop.bot.rows(select(LEDGER).where(LEDGER.c.source == "membership"))
    assert sorted(r["granted"] for r in rows) == [-50, -30, 30, 50]
    assert {r["reverses"] for r in rows if r["granted"] < 0} == {r["key"] for r in rows if r["granted"] > 0}
