"""A check-in camp from its announcement to its end, and those who try to get round it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest_asyncio
from sqlalchemy import select

from bot.text.messages import plain
from storage.camps import CHECKIN, TAKES_PART
from storage.ledger import LEDGER, STANDING
from tests.behaviour.conftest import World
from tests.behaviour.shop import pass_
from tests.behaviour.test_buttons import behind, press
from tests.behaviour.test_schedule import run
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

HOUR, DAY = 3_600, 86_400
LIVELY = "name: Test\nlanguage: en\ntimezone: UTC\ncommands: {times: 100, within: 1s}\nanswer_seconds: 0\n"
CAMP = """camps:
  - id: english
    title: Morning English
    starts: {starts}
    days: 4
    form: {{text: 12}}
    words: [morning read]
    freezes: 1
    needed: 2
    points: {{day: 3, comment: 5, finish: 20}}
    remind_group: "01:00"
    remind_private: "01:00"
"""
FIRST = "#english I read three pages about the sea today"
SECOND = "#english and then a whole chapter about whales"


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """A camp that begins tomorrow; Ming 2 opened the private chat."""
    async with playground(flood=False) as pg:
        tomorrow = datetime.now(UTC).date() + timedelta(days=1)
        rules = write_rules(
            tmp_path / "rules",
            camps=CAMP.format(starts=tomorrow),
            incentives="per_day: 100\n",
            community=LIVELY,
            schedule="quiet: off\njobs: []\n",
        )
        async with running_bot(pg, tmp_path, rules) as bot:
            world = World(pg, bot, await community(pg, drain=False))
            await pg.act({"do": "start", "user": 2, "payload": "hello"})
            for user in (2, 3):
                await pg.act({"do": "profile", "user": user, "language_code": "en"})
                await world.write(user, "good morning to you all")
            await bot.settled()
            yield world


async def to(world: World, day: int, hour: float) -> None:
    """Go on to an hour of a camp's day; tomorrow is day 0."""
    now = datetime.fromtimestamp(world.bot.app.clock.now(), UTC)
    start = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1 + day)
    seconds = (start + timedelta(hours=hour) - now).total_seconds()
    assert seconds >= 0
    await pass_(world, seconds)


async def join(world: World, *users: int) -> list[str]:
    """Press the announcement's button."""
    await world.bot.settled()
    posts = [m["message"] for m in await world.pg.messages(world.chat, limit=200)]
    post = next(m for m in posts if "📣" in m.get("text", ""))
    return [await press(world, user, post["message_id"], behind(post)[0]) for user in users]


async def points(world: World, source: str) -> list[tuple[int, int]]:
    """The ledger's rows of a source: who (by order of their names) and how many points."""
    await world.bot.settled()
    rows = world.bot.rows(select(LEDGER).where(LEDGER.c.source == source).order_by(LEDGER.c.id))
    return [(r["person_id"], r["granted"]) for r in rows]


def proved(world: World) -> bool:
    """Whether every balance is the sum of the ledger."""
    sums: dict[int, int] = {}
    for row in world.bot.rows(select(LEDGER)):
        sums[row["person_id"]] = sums.get(row["person_id"], 0) + row["granted"]
    return all(r["xp"] == sums.get(r["person_id"], 0) for r in world.bot.rows(select(STANDING)))


async def days(world: World) -> list[tuple[int, bool]]:
    """Which days were checked in for, and whether they were made up."""
    await world.bot.settled()
    rows = world.bot.rows(select(CHECKIN).where(CHECKIN.c.withdrawn_at == 0).order_by(CHECKIN.c.number))
    return [(r["number"], r["late"]) for r in rows]


async def test_a_camp_goes_from_the_announcement_to_the_points_at_the_end(town: World) -> None:
    await run(town, "camps")
    await pass_(town, 60)
    await run(town, "camps")
    said = await town.bot.said(town.chat)
    (announced,) = [s for s in said if "📣" in s]  # once
    assert "Check in with #english" in announced, "a hashtag that can be copied, whole"
    assert "is in" not in "".join(await join(town, 2, 3, 2))
    assert len(town.bot.rows(select(TAKES_PART))) == 2, "a second press joins nobody again"
    await town.write(2, FIRST)
    assert await days(town) == [], "the camp has not begun"
    await to(town, 0, 2)
    await run(town, "camps")
    assert "Checked in today: 0 of 2" in (await town.bot.said(town.chat))[-1]
    assert "Not checked in yet today" in (await town.bot.said(2))[-1]
    reminded = len(await town.bot.said(2))
    await to(town, 0, 3)
    await run(town, "camps")
    assert len(await town.bot.said(2)) == reminded, "at most one a day"
    number = await town.write(2, FIRST)
    assert await days(town) == [(0, False)]
    (shown,) = await town.bot.called("setMessageReaction")
    assert shown["message_id"] == number
    await town.write(2, SECOND)
    assert await points(town, "camp") == [(await _own(town, "小明"), 3)], "a day pays once"
    await town.write(1, "well done, a lovely choice", reply_to=number)
    await town.write(1, "really a lovely choice", reply_to=number)
    await town.write(3, "well done, a lovely choice", reply_to=number)
    assert [granted for _, granted in await points(town, "camp_comment")] == [5]
    await to(town, 2, 4)  # the second day went by
    await run(town, "camps")
    assert any("a freeze took its place; 0 left" in s for s in await town.bot.said(2))
    await town.write(2, "#english make up: yesterday I read about octopuses")
    assert await days(town) == [(0, False), (1, True)]
    await town.write(2, "/camp")
    assert (
        "You: 2 of the 2 days for a certificate, 2 in a row; frozen 0" in (await town.bot.said(town.chat))[-1]
    )
    assert len(await points(town, "camp")) == 1, "days made up pay nothing"
    await to(town, 6, 1)
    await run(town, "camps")
    await pass_(town, 60)
    await run(town, "camps")
    assert await points(town, "camp_finish") == [(await _own(town, "小明"), 20)]
    for _ in range(2):
        await pass_(town, 60)
        await run(town, "camps")
    await town.pg.wait_for(lambda: _sent(town))
    (photo,) = await town.bot.called("sendPhoto")
    assert "小明</b> has a certificate" in photo["caption"]
    assert "the 4 days are over" in (await town.bot.said(town.chat))[-1]
    await town.write(2, "/why")
    assert "camp: certificate" in (await town.bot.said(town.chat))[-1]
    assert proved(town)


async def _sent(world: World) -> bool:
    return bool(await world.bot.called("sendPhoto"))


async def _own(world: World, name: str) -> int:
    from storage.directory import PERSON

    (row,) = world.bot.rows(select(PERSON).where(PERSON.c.name == name))
    return int(row["id"])


async def test_there_is_no_way_round_a_camps_rules(town: World) -> None:
    await run(town, "camps")
    await join(town, 2, 3)
    await to(town, 0, 2)
    await town.write(1, FIRST)
    assert "join first" in (await town.bot.said(town.chat))[-1]
    await town.write(2, "#english short")
    assert "12 letters or more" in (await town.bot.said(town.chat))[-1]
    short = await town.write(2, "#english too")
    edit = {"do": "edit", "chat": town.chat, "user": 2, "message": short, "text": FIRST}
    await town.pg.act(edit)
    assert await days(town) == [], "an edit makes no check-in"
    await town.write(2, FIRST, forward_from=3)
    assert await days(town) == [], "what is forwarded is not one's own"
    mine = await town.write(2, FIRST)
    await town.write(3, FIRST.upper())
    assert await days(town) == [(0, False)], "another's words do not count"
    assert "handed in before" in (await town.bot.said(town.chat))[-1]
    await town.write(3, "#english make up something from the time before it began")
    assert "nothing that can still be made up" in (await town.bot.said(town.chat))[-1]
    await town.pg.act({"do": "edit", "chat": town.chat, "user": 2, "message": mine, "text": "#english"})
    assert await days(town) == [], "an emptied check-in is none any more"
    assert sum(granted for _, granted in await points(town, "camp")) == 0
    await town.write(2, SECOND)
    assert await days(town) == [(0, False)]
    await to(town, 1, 1)
    await town.write(2, SECOND)
    assert await days(town) == [(0, False)], "one's own words of another day do not count either"
    assert proved(town)


async def test_a_reply_to_the_post_counts_and_reminders_end_by_their_button(town: World) -> None:
    await run(town, "camps")
    await join(town, 2)
    await to(town, 0, 2)
    await run(town, "camps")
    posts = [m["message"] for m in await town.pg.messages(town.chat, limit=200)]
    post = next(m for m in posts if "Checked in today" in m.get("text", ""))
    await town.write(2, "today I read a poem about rivers", reply_to=post["message_id"])
    assert await days(town) == [(0, False)]
    letters = [m["message"] for m in await town.pg.messages(2, limit=200)]
    letter = next(m for m in letters if "Not checked in yet" in m.get("text", ""))
    said = await press(town, 2, letter["message_id"], behind(letter)[0], 2)
    assert said == plain("en", "camp-quiet")
    before = len(await town.bot.said(2))
    await to(town, 1, 2)
    await run(town, "camps")
    assert len(await town.bot.said(2)) == before
