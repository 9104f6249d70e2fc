"""Paid membership, from the file to Telegram: the door while the bot lacks the right to let people in."""

from __future__ import annotations

from tests.behaviour.conftest import World
from tests.behaviour.shop import DAN, DAY, EVE, ROOM, buy, enter, inside, pass_, room, shop, start

__all__ = ["shop"]  # a fixture
SOME = ["can_restrict_members", "can_delete_messages"]


async def rights(world: World, some: list[str] | bool) -> None:
    """The owner gives the bot these rights, or all."""
    act = {"do": "promote", "chat": world.chat, "user": 1, "target": world.pg.bot_id, "rights": some}
    await world.pg.act(act)
    await world.bot.settled()


async def test_a_request_that_cannot_be_approved_is_told_and_goes_on_by_itself(shop: World) -> None:
    await room(shop)
    await start(shop)
    await shop.pg.act({"do": "request_join", "chat": shop.chat, "user": EVE})
    await shop.bot.settled()
    await rights(shop, SOME)
    await buy(shop, "week")
    told = [t for t in await shop.bot.said(ROOM) if "has a plan that opens Learners" in t]
    assert len(told) == 1
    assert "your request goes on by itself" in (await shop.bot.said(EVE))[-1]
    await pass_(shop, 241)
    assert not await inside(shop)  # still refused: tried again, and nobody bothered
    assert [t for t in await shop.bot.said(ROOM) if "has a plan that opens Learners" in t] == told
    await rights(shop, True)
    await pass_(shop, 241)
    assert await inside(shop)


async def test_a_request_that_is_held_does_not_outlast_what_was_paid_back(shop: World) -> None:
    await room(shop)
    await shop.pg.act({"do": "request_join", "chat": shop.chat, "user": EVE})
    await shop.bot.settled()
    await rights(shop, SOME)
    await buy(shop, "week")
    await shop.pg.act({"do": "message", "chat": ROOM, "user": 1, "text": "/refund @eve_x"})
    await shop.bot.settled()
    await rights(shop, True)
    await pass_(shop, 241)
    assert not await inside(shop)


async def test_who_asked_while_telegram_told_of_no_request_is_let_in_with_the_right(shop: World) -> None:
    await buy(shop, "week")
    await rights(shop, SOME)
    await shop.pg.act({"do": "request_join", "chat": shop.chat, "user": EVE})
    await shop.pg.act({"do": "request_join", "chat": shop.chat, "user": DAN})
    await shop.bot.settled()
    assert not await inside(shop)
    await rights(shop, True)
    assert await inside(shop)
    assert not await inside(shop, DAN)  # has no plan


async def test_who_pays_while_they_are_being_put_out_is_shown_the_way_back(shop: World) -> None:
    await buy(shop, "week")
    assert await enter(shop)
    await pass_(shop, 7 * DAY + 60)
    await shop.pg.faults({"kind": "server_error", "method": "unbanChatMember", "times": 1000})
    await pass_(shop, DAY)
    assert await inside(shop)
    await buy(shop, "ever")
    assert "Enter" not in str((await shop.pg.messages(EVE))[-1]["message"].get("reply_markup"))
    await shop.pg.clear_faults()
    await pass_(shop, 3600)
    assert not await inside(shop)
    assert "Enter" in str((await shop.pg.messages(EVE))[-1]["message"].get("reply_markup"))
    assert await enter(shop)
