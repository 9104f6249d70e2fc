"""Boards of every time, those who lead apart, and the last board of a season."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from rules.config.schedule import Job
from storage.ledger import LEDGER
from tests.behaviour.conftest import World
from tests.behaviour.shop import write


@pytest.mark.parametrize("period", ["day", "week", "month", "season", "all", "日", "赛季"])
async def test_each_time_has_its_board_with_ones_own_place_and_without_those_who_lead(
    world: World, period: str
) -> None:
    await world.write(1, "good morning, all of you")
    await world.write(3, "good morning everyone")
    said = await write(world, 3, f"/top {period}", world.chat)
    assert "🥇 Bob" in said
    assert "Olga" not in said
    assert "left the board" in await write(world, 2, f"/top {period}", world.chat)


async def test_those_who_lead_have_a_board_of_their_own(world: World) -> None:
    await world.write(1, "good morning, all of you")
    await world.write(3, "good morning everyone")
    said = await write(world, 3, "/top staff", world.chat)
    assert "Olga" in said
    assert "Bob" not in said
    assert "Please write /top" in await write(world, 3, "/top ever", world.chat)


async def test_the_last_board_of_a_season_is_posted_once_when_it_is_over(world: World) -> None:
    await world.write(3, "good morning everyone")
    await world.bot.settled()
    (row,) = world.bot.rows(select(func.max(LEDGER.c.at).label("at")))
    month = datetime.fromtimestamp(row["at"], UTC)
    first = datetime(month.year + month.month // 12, month.month % 12 + 1, 1, 0, 1, tzinfo=UTC)
    zone = world.bot.app.book().community.timezone
    job = Job(id="season", job="season", cron="1 0 1 * *", timezone=zone, options={})
    local = int(first.timestamp()) - _offset(zone, first)
    for moment in (local, local, local + 86_400):
        await world.bot.app.scheduler.run(job, moment)
    over = [t for t in await world.bot.said(world.chat) if "season is over" in t]
    assert len(over) == 1
    assert "Bob" in over[0]


def _offset(zone: str, moment: datetime) -> int:
    from zoneinfo import ZoneInfo

    offset = moment.astimezone(ZoneInfo(zone)).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0
