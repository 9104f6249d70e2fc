"""Channels that cost Stars in the local Telegram: who pays is in, and bots are told what they are told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.servers import Playground

CLUB, OWNER, BOB, MONTH = -1006, 1, 2, 2_592_000


async def club(pg: Playground, price: int = 100) -> str:
    """A channel that the bot administers, and the link at which it costs Stars."""
    await pg.updates(allowed_updates=["chat_member", "my_chat_member"])
    made = {"do": "create_chat", "chat": CLUB, "type": "channel", "title": "Club", "owner": OWNER}
    await pg.act(made | {"bot": True})
    wanted = {"subscription_period": MONTH, "subscription_price": price}
    answer = await pg.call("createChatSubscriptionInviteLink", chat_id=CLUB, **wanted)
    assert answer["result"]["subscription_price"] == price
    updates = await pg.updates()
    await pg.updates(offset=updates[-1]["update_id"] + 1)
    link: str = answer["result"]["invite_link"]
    return link


async def member(pg: Playground) -> Any:
    """Bob in the channel, as the bot may ask."""
    return (await pg.call("getChatMember", chat_id=CLUB, user_id=BOB))["result"]


@pytest.mark.parametrize(
    ("chat", "period", "price", "why"),
    [
        (CLUB, MONTH, 0, "PRICING_CHAT_INVALID"),
        (CLUB, MONTH, 10_001, "PRICING_CHAT_INVALID"),
        (CLUB, 7 * 86_400, 100, "SUBSCRIPTION_PERIOD_INVALID"),
        (-1001, MONTH, 100, "PRICING_CHAT_INVALID"),  # a group
    ],
)
async def test_a_link_with_a_price_is_refused_elsewhere_and_otherwise(
    pg: Playground, chat: int, period: int, price: int, why: str
) -> None:
    await club(pg)
    wanted = {"subscription_period": period, "subscription_price": price}
    answer = await pg.call("createChatSubscriptionInviteLink", chat_id=chat, **wanted)
    assert (answer["error_code"], answer["description"]) == (400, f"Bad Request: {why}")


async def test_who_pays_is_in_until_a_day_and_the_stars_are_the_channels(pg: Playground) -> None:
    link = await club(pg)
    poor = {"do": "join", "chat": CLUB, "user": BOB, "invite_link": link}
    (refused,) = await pg.acts([poor])
    assert not refused["ok"]
    await pg.act({"do": "get_stars", "user": BOB, "amount": 150})
    until = (await pg.act(poor))["until"]
    (told,) = [u["chat_member"] for u in await pg.updates() if "chat_member" in u]
    assert told["new_chat_member"]["until_date"] == until
    assert told["invite_link"]["subscription_price"] == 100
    assert (await pg.call("getMyStarBalance"))["result"] == {"amount": 0}
    assert (await pg.call("getStarTransactions"))["result"] == {"transactions": []}
    await pg.post("/sim/clock", {"advance": MONTH + 1})
    assert (await member(pg))["status"] == "left"  # 50 Stars were left


async def test_who_is_charged_again_stays_and_no_update_tells_it(pg: Playground) -> None:
    link = await club(pg)
    await pg.act({"do": "get_stars", "user": BOB, "amount": 1000})
    until = (await pg.act({"do": "join", "chat": CLUB, "user": BOB, "invite_link": link}))["until"]
    updates = await pg.updates()
    await pg.updates(offset=updates[-1]["update_id"] + 1)
    await pg.post("/sim/clock", {"advance": MONTH + 1})
    assert (await member(pg))["until_date"] == until + MONTH
    assert await pg.updates() == []
    await pg.act({"do": "cancel_subscription", "user": BOB, "chat": CLUB})
    await pg.post("/sim/clock", {"advance": MONTH})
    assert (await member(pg))["status"] == "left"
