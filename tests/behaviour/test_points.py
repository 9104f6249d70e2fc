"""Points as members earn and lose them."""

from __future__ import annotations

from sqlalchemy import select

from storage.ledger import LEDGER, STANDING
from tests.behaviour.conftest import World


async def entries(world: World) -> list[tuple[str, int]]:
    """Source and amount of every ledger row, in order."""
    await world.bot.settled()
    return [(r["source"], r["granted"]) for r in await world.bot.rows(select(LEDGER).order_by(LEDGER.c.id))]


async def test_a_message_earns_and_its_removal_takes_it_back(world: World) -> None:
    message = await world.write(2, "good morning everyone")
    await world.write(1, "/warn", reply_to=message)
    assert await entries(world) == [("message", 2), ("message", -2)]
    (standing,) = await world.bot.rows(select(STANDING).where(STANDING.c.xp != 99))
    assert standing["xp"] == 0


async def test_what_the_rules_remove_never_earns(world: World) -> None:
    await world.write(2, "buy now, everyone")
    assert await entries(world) == []


async def test_a_reaction_pays_the_author_until_it_is_taken_away(world: World) -> None:
    message = await world.write(2, "here is how it works")
    await world.pg.act({"do": "react", "chat": world.chat, "user": 3, "message": message, "emoji": "👍"})
    assert ("reaction", 3) in await entries(world)
    await world.pg.act({"do": "react", "chat": world.chat, "user": 3, "message": message, "emoji": []})
    assert (await entries(world))[-1] == ("reaction", -3)


async def test_nobody_is_paid_by_themselves(world: World) -> None:
    message = await world.write(2, "here is how it works")
    await world.pg.act({"do": "react", "chat": world.chat, "user": 2, "message": message, "emoji": "👍"})
    await world.write(2, "thanks", reply_to=message)
    assert {source for source, _ in await entries(world)} <= {"message"}


async def test_thanks_in_a_reply_pays_whoever_helped(world: World) -> None:
    message = await world.write(2, "here is how it works")
    await world.write(3, "thanks a lot!", reply_to=message)
    assert ("thanks", 5) in await entries(world)


async def test_a_check_in_counts_once_a_day_and_is_acknowledged_with_an_emoji(world: World) -> None:
    await world.write(2, "check in")
    await world.write(2, "/checkin")
    assert [e for e in await entries(world) if e[0] == "checkin"] == [("checkin", 5)]
    assert len(await world.bot.called("setMessageReaction")) == 1
