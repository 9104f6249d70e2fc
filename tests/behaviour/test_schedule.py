"""What the scheduled jobs post, and for whom."""

from __future__ import annotations

from sqlalchemy import select, update

from rules.config.schedule import Job
from storage.event_log import SEEN
from storage.ledger import MEMBER
from storage.members import WARNING
from storage.timers import JOB_RUN
from tests.behaviour.conftest import World


def job(name: str, **options: object) -> Job:
    """A job's line."""
    return Job(id=name, job=name, cron="0 20 * * *", timezone="UTC", options=options)


async def run(world: World, name: str, **options: object) -> int:
    """Run a job now."""
    app = world.bot.app
    posts = await app.scheduler.run(job(name, **options), int(app.clock.now()))
    await world.bot.settled()
    return posts


async def test_the_board_is_posted_in_the_group_and_names_who_earned(world: World) -> None:
    await world.write(2, "good morning everyone")
    await world.bot.settled()
    assert await run(world, "leaderboard") == 1
    (board,) = await world.bot.said(world.chat)
    assert "小明 · 2" in board


async def test_an_empty_board_is_not_posted(world: World) -> None:
    assert await run(world, "leaderboard") == 0
    assert await world.bot.said(world.chat) == []


async def test_mutes_and_warnings_that_ran_out_are_closed(world: World) -> None:
    await world.write(2, "buy now")
    await world.bot.settled()
    with world.bot.store.write() as connection:
        connection.execute(update(WARNING).values(expires_at=5))
        connection.execute(update(MEMBER).values(muted_until=5))
    await run(world, "expiry")
    assert {r["muted_until"] for r in world.bot.rows(select(MEMBER))} == {0}
    assert {r["revoked_at"] for r in world.bot.rows(select(WARNING))} == {5}


async def test_administrators_are_asked_for_and_stored(world: World) -> None:
    await world.pg.act({"do": "promote", "chat": world.chat, "user": 1, "target": 3})
    await world.bot.settled()
    with world.bot.store.write() as connection:
        connection.execute(update(MEMBER).values(role="member"))
        connection.execute(update(SEEN).values(at=5))  # long before the list is asked for
    await run(world, "administrators")
    roles = sorted(r["role"] for r in world.bot.rows(select(MEMBER)))
    assert roles == ["administrator", "creator"]


async def test_a_job_that_fails_is_written_down_and_leaves_nothing_half_done(world: World) -> None:
    assert await run(world, "leaderboard", period=5) == 0
    (row,) = world.bot.rows(select(JOB_RUN))
    assert row["finished_at"] > 0
