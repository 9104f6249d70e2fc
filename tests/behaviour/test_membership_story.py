"""The whole story of a membership, by each of the libraries that carry the bot's calls, and by none."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from storage.purchases import PAYMENT, SUBSCRIPTION
from tests.behaviour.conftest import World
from tests.behaviour.shop import (
    DAY,
    EVE,
    MEMBERSHIP,
    MONTH,
    NIGHT_OFF,
    buy,
    count,
    enter,
    inside,
    pass_,
    people,
    press,
    write,
)
from tests.bots import running_bot, write_rules
from tests.servers import community, playground


@pytest.mark.parametrize("gateway", ["aiogram", "ptb", "aiohttp"])
async def test_a_plan_is_bought_renewed_ended_by_its_member_and_over(tmp_path: Path, gateway: str) -> None:
    rules = write_rules(tmp_path / "rules", membership=MEMBERSHIP, schedule=NIGHT_OFF)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules, gateway=gateway) as bot:
        shop = World(pg, bot, await community(pg, drain=False, asks=True))
        await people(pg)
        await bot.settled()
        await buy(shop)
        assert await enter(shop)
        await pass_(shop, MONTH)
        assert count(bot, PAYMENT) == 2
        await write(shop, EVE, "/membership")
        await press(shop, "Don't renew it")
        assert bot.rows(select(SUBSCRIPTION))[0]["state"] == "ended"
        await pass_(shop, MONTH - DAY)
        assert await inside(shop)
        await pass_(shop, 4 * DAY + 120)
        assert not await inside(shop)
        assert count(bot, PAYMENT) == 2
        assert "You are not banned" in (await bot.said(EVE))[-1]
