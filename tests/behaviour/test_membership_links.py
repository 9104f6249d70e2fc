"""Paid membership, from the file to Telegram: links that let in one person each, and who comes by them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from sqlalchemy import select

from bot.features.membership.single_use import LASTS
from storage.plan_links import LINK
from tests.behaviour.conftest import World
from tests.behaviour.shop import (
    DAN,
    DAY,
    EVE,
    MEMBERSHIP,
    NIGHT_OFF,
    ROOM,
    buttons,
    buy,
    inside,
    newest,
    pass_,
    people,
    press,
    room,
    start,
    write,
)
from tests.behaviour.test_membership_door import SOME, rights
from tests.bots import running_bot, write_rules
from tests.servers import Json, community, playground


@pytest_asyncio.fixture
async def shop(tmp_path: Path) -> AsyncIterator[World]:
    """A group that is entered by links of one person each, a moderators' group, and Eve and Dan outside."""
    rules = write_rules(tmp_path / "rules", membership=f"door: links\n{MEMBERSHIP}", schedule=NIGHT_OFF)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        await people(pg)
        await room(world)
        yield world


async def way_in(world: World, user: int = EVE) -> str:
    """The newest link that somebody was sent."""
    message = await newest(world, user, words="Enter Learners")
    return str(next(b["url"] for b in buttons(message) if "Enter" in b["text"]))


async def comes(world: World, link: str, user: int) -> Json:
    """Somebody comes by a link."""
    end = await world.pg.act({"do": "join", "chat": world.chat, "user": user, "invite_link": link})
    await world.bot.settled()
    return end


async def dead(world: World, link: str, user: int = DAN) -> bool:
    """Whether a link leads nowhere any more."""
    act = {"do": "join", "chat": world.chat, "user": user, "invite_link": link}
    (reply,) = await world.pg.acts([act])
    return not reply["ok"]


def states(world: World) -> list[str]:
    """What became of the links, the oldest first."""
    return [r["state"] for r in world.bot.rows(select(LINK).order_by(LINK.c.at, LINK.c.ended_at.desc()))]


async def test_a_buyer_comes_in_by_a_link_of_their_own_and_it_ends(shop: World) -> None:
    await buy(shop, "week")
    (asked,) = await shop.bot.called("createChatInviteLink")
    assert (int(asked["member_limit"]), asked["name"]) == (1, "week no. 1")
    assert "lets in one person, you, and works for 3 days" in (await shop.bot.said(EVE))[-1]
    link = await way_in(shop)
    assert (await comes(shop, link, EVE))["joined"]
    assert states(shop) == ["used"]
    assert await dead(shop, link)
    assert len(await shop.bot.called("revokeChatInviteLink")) == 1


async def test_a_stranger_is_put_out_without_a_ban_and_the_buyer_gets_another_link(shop: World) -> None:
    await start(shop, DAN)
    await buy(shop, "week")
    link = await way_in(shop)
    await comes(shop, link, DAN)
    assert not await inside(shop, DAN)
    assert (await shop.pg.chat(shop.chat))["members"][str(DAN)]["status"] == "left"
    assert "was made for somebody else" in (await shop.bot.said(DAN))[-1]
    cards = [t for t in await shop.bot.said(ROOM) if "by the link made for Eve (order 1)" in t]
    assert len(cards) == 1
    assert "Somebody else came in by your link" in (await shop.bot.said(EVE))[-1]
    fresh = await way_in(shop)
    assert fresh != link
    await comes(shop, fresh, EVE)
    assert await inside(shop)
    assert sorted(states(shop)) == ["strange", "used"]


async def test_a_stranger_who_has_a_plan_stays_and_nobody_is_accused(shop: World) -> None:
    await buy(shop, "monthly", DAN)
    await buy(shop, "week")
    await comes(shop, await way_in(shop), DAN)
    assert await inside(shop, DAN)
    assert not [t for t in await shop.bot.said(ROOM) if "by the link made for" in t]
    await comes(shop, await way_in(shop), EVE)
    assert await inside(shop)


async def test_a_stranger_whom_telegram_keeps_is_told_once_and_put_out_later(shop: World) -> None:
    await buy(shop, "week")
    link = await way_in(shop)
    await rights(shop, ["can_invite_users", "can_delete_messages"])
    await comes(shop, link, DAN)
    assert await inside(shop, DAN)
    await pass_(shop, 601)
    told = [t for t in await shop.bot.said(ROOM) if "I can't put them out" in t]
    assert len(told) == 1
    await rights(shop, True)
    await pass_(shop, 601)
    assert not await inside(shop, DAN)


async def test_a_link_that_lapsed_is_given_anew_by_the_button(shop: World) -> None:
    await buy(shop, "ever")
    link = await way_in(shop)
    await pass_(shop, LASTS + 60)
    assert await dead(shop, link)
    await write(shop, EVE, "/membership")
    assert await press(shop, "The way in") == ""
    assert "here is a new link of your own" in (await shop.bot.said(EVE))[-1]
    await comes(shop, await way_in(shop), EVE)
    assert await inside(shop)
    assert states(shop) == ["over", "used"]
    await write(shop, EVE, "/membership")
    assert not buttons((await shop.pg.messages(EVE))[-1]["message"])
    assert await press(shop, "Another link") == "You are in all of its groups already."


async def test_who_asks_for_too_many_links_is_let_in_by_asking(shop: World) -> None:
    await buy(shop, "ever")
    for _ in range(5):
        await press(shop, "Another link")
        await pass_(shop, 60)
    assert len(states(shop)) == 5
    assert (await comes(shop, await way_in(shop), EVE))["requested"]
    assert await inside(shop)


async def test_without_the_right_no_link_is_made_and_it_follows_with_the_right(shop: World) -> None:
    await rights(shop, SOME)
    await buy(shop, "week")
    assert len([t for t in await shop.bot.said(ROOM) if "can't make an invite link" in t]) == 1
    assert "the way in follows by itself" in (await shop.bot.said(EVE))[-1]
    await rights(shop, True)
    await comes(shop, await way_in(shop), EVE)
    assert await inside(shop)


async def test_a_link_does_not_outlast_what_was_paid_back(shop: World) -> None:
    await buy(shop, "week")
    link = await way_in(shop)
    await write(shop, 1, "/refund @eve_x", ROOM)
    assert await dead(shop, link, EVE)
    assert states(shop) == ["over"]
    assert await press(shop, "Another link") == "You don't have this one now. See /plans."


async def test_who_comes_by_a_link_whose_plan_ended_meanwhile_is_out_again(shop: World) -> None:
    await buy(shop, "week")
    link = await way_in(shop)
    await rights(shop, SOME)  # what ends can't be revoked
    await write(shop, 1, "/refund @eve_x", ROOM)
    await comes(shop, link, EVE)
    assert not await inside(shop)


async def test_a_link_that_nobody_used_does_not_open_twice_for_two_plans(shop: World) -> None:
    await buy(shop, "week")
    link = await way_in(shop)
    await pass_(shop, DAY)
    await buy(shop, "ever")
    assert await way_in(shop) == link
    assert states(shop) == ["open"]
