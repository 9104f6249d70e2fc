"""Paid membership, from the file to Telegram: trust that a plan gives as long as it lasts."""

from __future__ import annotations

from sqlalchemy import select

from storage.trust import LENT
from tests.behaviour.conftest import World
from tests.behaviour.shop import DAY, EVE, MEMBERSHIP, ROOM, buy, enter, pass_, room, sells, shop, write

__all__ = ["shop"]  # a fixture
TRUSTED = MEMBERSHIP.replace("seats: 1}", "seats: 1, trust: 2}")
RULES = """
rules:
  - id: links
    when: {links: {}, trust: {most: 1}}
    then: delete
"""


async def stays(world: World, text: str) -> bool:
    """Whether what Eve writes in the group stays."""
    number = await world.write(EVE, text)
    await world.bot.settled()
    found = await world.pg.messages(world.chat, limit=100)
    return not any(m["message"]["message_id"] == number and "deleted_by" in m for m in found)


async def test_a_plan_gives_trust_that_rules_see_and_a_refund_takes_it(shop: World) -> None:
    await room(shop)
    (shop.bot.app.settings.rules / "moderation.yaml").write_text(RULES, encoding="utf-8")
    await sells(shop, TRUSTED)
    await buy(shop, "ever")
    assert await enter(shop)
    assert not await stays(shop, "look at https://example.org")
    await buy(shop, "week")
    assert await stays(shop, "and at https://example.com")
    assert "gives trust 2 of 3" in await write(shop, EVE, "/why access")
    assert "trust 2 of 3" in await write(shop, 1, "/info @eve_x", ROOM)
    await write(shop, 1, "/refund @eve_x", ROOM)
    await shop.bot.settled()
    (row,) = shop.bot.rows(select(LENT))
    assert (row["level"], row["until"]) == (0, 0)
    assert not await stays(shop, "at https://example.net")


async def test_trust_goes_with_the_end_of_the_plan(shop: World) -> None:
    await room(shop)
    (shop.bot.app.settings.rules / "moderation.yaml").write_text(RULES, encoding="utf-8")
    await sells(shop, TRUSTED)
    await buy(shop, "week")
    assert await enter(shop)
    assert await stays(shop, "look at https://example.org")
    await pass_(shop, 7 * DAY + 5)  # the door is still open
    assert not await stays(shop, "at https://example.net")
