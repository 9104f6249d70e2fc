"""Paid membership, from the file to Telegram: the tag that a plan shows beside a name."""

from __future__ import annotations

from rules.config.schedule import Job
from tests.behaviour.conftest import World
from tests.behaviour.shop import (
    DAY,
    EVE,
    MEMBERSHIP,
    ROOM,
    buy,
    enter,
    inside,
    pass_,
    room,
    sells,
    shop,
    write,
)

__all__ = ["shop"]  # a fixture
TAGGED = MEMBERSHIP.replace("grace: 1d,", "grace: 1d, tag: {zh: 周卡, en: Weekly},").replace(
    "price: 5000,", "price: 5000, tag: For good,"
)
LEVELS = """
message: {points: 5, cooldown: 1s, shortest: 3}
levels: [{from: 5, name: {zh: 学员, en: Learner}}]
tags: true
"""


async def tag(world: World) -> str:
    """What stands beside Eve."""
    return str((await world.pg.chat(world.chat))["members"][str(EVE)].get("tag") or "")


async def test_a_plan_shows_its_tag_from_its_begin_to_its_end(shop: World) -> None:
    await room(shop)
    await sells(shop, TAGGED)
    await buy(shop, "week")
    assert await enter(shop)
    await shop.bot.settled()
    assert await tag(shop) == "Weekly"
    await pass_(shop, 7 * DAY + 60)
    assert await inside(shop)  # in the time of grace, for which nobody paid
    assert await tag(shop) == ""
    await buy(shop, "ever")
    assert await tag(shop) == "For good"
    await write(shop, 1, "/revoke @eve_x ever", ROOM)
    await shop.bot.settled()
    assert await tag(shop) == ""


async def test_the_name_of_a_level_stands_behind_the_tag_of_a_plan(shop: World) -> None:
    await room(shop)
    (shop.bot.app.settings.rules / "incentives.yaml").write_text(LEVELS, encoding="utf-8")
    await sells(shop, TAGGED)
    await buy(shop, "ever")
    assert await enter(shop)
    await shop.write(EVE, "good morning everyone")
    await shop.bot.settled()
    job = Job(id="levels", job="levels", cron="* * * * *", timezone="UTC", options={})
    await shop.bot.app.scheduler.run(job, 100)
    await shop.bot.settled()
    assert await tag(shop) == "For good"
    await write(shop, 1, "/grant @eve_x monthly 10d", ROOM)
    await write(shop, 1, "/revoke @eve_x ever", ROOM)
    await shop.bot.settled()
    assert await inside(shop)
    assert await tag(shop) == "Learner"
