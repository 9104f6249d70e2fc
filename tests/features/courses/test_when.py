"""When suggestions are posted: after the quiet hours of each group, and not too often for anybody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.features.courses.feedback import pressed_suggestion
from bot.features.courses.jobs.suggestions import PUT_OFF, put_off, suggestions
from rules.config.schedule import Job
from rules.engine.events import Event, Kind, Person, Timer
from storage import chats, learning
from storage.preferences import choose
from storage.timers import TIMER
from tests.features.courses.worlds import (
    ANN,
    BEN,
    CAI,
    CATALOGUE,
    DAY,
    GROUP,
    OTHER,
    PEOPLE,
    Town,
    book,
    press,
)

EVENING = int(datetime.fromisoformat("2026-02-02 22:30+00:00").timestamp())
MORNING = int(datetime.fromisoformat("2026-02-03 08:00+00:00").timestamp())
NIGHT = {"start": "22:00", "end": "08:00"}


def rules(town: Town, **posting: Any) -> None:
    """A rule book that says when, with the job in it."""
    from dataclasses import replace

    made = book(CATALOGUE, "zh", **{"quiet": NIGHT} | posting)
    job = Job(id="suggestions", job="suggestions", cron="30 22 * * *", options={"group": 3})
    town.book = replace(made, schedule=(job,))


async def runs(town: Town, now: int = EVENING, **options: Any) -> int:
    """The job runs."""
    async with town.run("suggestions", now, **{"group": 3} | options) as run:
        return await suggestions(run)


async def waiting(town: Town) -> list[tuple[int, int]]:
    """Groups that are served later, and when."""
    async with town.store.read() as connection:
        rows = (await connection.execute(select(TIMER).where(TIMER.c.kind == PUT_OFF))).mappings()
        return [(r["chat_id"], r["due_at"]) for r in rows]


async def comes(town: Town, now: int = MORNING) -> None:
    """The timer of the group fires."""
    async with town.store.read() as connection:
        row = (await connection.execute(select(TIMER).where(TIMER.c.kind == PUT_OFF))).mappings().first()
    assert row is not None
    timer = Timer(row["id"], row["kind"], row["payload"])
    event = Event(update_id=-row["id"], kind=Kind.TIMER, at=row["due_at"], chat=GROUP, timer=timer)
    async with town.batch(now) as batch:
        await put_off(batch, event)


async def suggested(town: Town, people: tuple[Person, ...] = PEOPLE) -> set[str]:
    """Who was suggested something."""
    async with town.store.read() as connection:
        shown = await learning.shown(connection, town.community, [town.id(p) for p in people])
    return {p.name for p in people if town.id(p) in shown}


async def test_in_quiet_hours_nothing_is_posted_and_nothing_is_lost(town: Town) -> None:
    rules(town)
    async with town.store.write() as connection:
        private = await town.start_private(connection, BEN)
    assert await runs(town) == 0
    assert await town.calls() == []
    assert await waiting(town) == [(town.group, MORNING)]
    await comes(town)
    assert {c.lane for c in await town.calls()} == {town.group, private}
    assert await suggested(town) == {"Ann <3", "Ben", "Cai"}


async def test_what_waited_is_posted_once_however_often_the_job_ran(town: Town) -> None:
    rules(town)
    for _ in range(2):
        await runs(town)
    assert await waiting(town) == [(town.group, MORNING)]
    for _ in range(2):
        await comes(town)
    assert len(await town.calls()) == 1


async def test_what_was_said_in_the_night_counts_in_the_morning(town: Town) -> None:
    rules(town)
    await runs(town)
    async with town.store.write() as connection:
        await choose(connection, town.community, town.id(ANN), "suggestions", "off", EVENING)
    await town.take(CAI, "python", "writing", "saving", "pandas")
    await comes(town)
    assert await suggested(town) == {"Ben"}


async def test_hours_that_became_longer_meanwhile_are_kept(town: Town) -> None:
    rules(town)
    await runs(town)
    rules(town, quiet={"start": "22:00", "end": "10:00"})
    await comes(town)
    assert await town.calls() == []
    assert (town.group, MORNING + 2 * 3600) in await waiting(town)


async def test_a_job_that_is_gone_in_the_morning_posts_nothing(town: Town) -> None:
    rules(town)
    await runs(town)
    town.book = book()
    await comes(town)
    assert await town.calls() == []


@pytest.mark.parametrize("name", ["Learners", "learners", "-1001"])
async def test_a_group_has_a_clock_and_hours_of_its_own(town: Town, name: str) -> None:
    rules(town, groups=[{"chats": [name], "timezone": "Asia/Tokyo"}])
    assert await runs(town) == 0  # half past seven in the morning there
    assert await waiting(town) == [(town.group, EVENING + 30 * 60)]
    rules(town, groups=[{"chats": ["another", name], "quiet": "off"}])
    assert await runs(town, EVENING + 60) == 1


async def test_somebody_in_two_groups_is_served_once_a_run(town: Town) -> None:
    async with town.store.write() as connection:
        other = town.directory.chat(OTHER.id).id
        await chats.assign(connection, other, town.community, "members", EVENING)
        row = chats.blank_member(other, town.id(ANN)) | {"last_seen": EVENING}
        await connection.execute(chats.MEMBER.insert().values(**row))
    rules(town, groups=[{"chats": ["strangers"], "quiet": "off"}])
    await runs(town)
    (call,) = await town.calls()
    assert call.lane == other
    await comes(town)
    last = (await town.calls())[-1]
    assert last.lane == town.group
    assert f'tg://person/{town.id(ANN)}"' not in last.params["text"]
    assert f'tg://person/{town.id(BEN)}"' in last.params["text"]


async def test_a_private_message_waits_for_the_hours_of_the_group_somebody_was_seen_in_last(
    town: Town,
) -> None:
    async with town.store.write() as connection:
        await town.start_private(connection, ANN)
        other = town.directory.chat(OTHER.id).id
        await chats.assign(connection, other, town.community, "members", EVENING)
        row = chats.blank_member(other, town.id(ANN)) | {"last_seen": EVENING - 30 * DAY}
        await connection.execute(chats.MEMBER.insert().values(**row))
    rules(town, groups=[{"chats": ["strangers"], "quiet": "off"}])
    assert await runs(town, group=0) == 0


async def test_nobody_is_suggested_more_than_the_file_says(town: Town) -> None:
    rules(town, quiet="off", frequency={"times": 2, "within": "7d"})
    served = []
    for evening in range(8):
        before = len(await town.calls())
        await runs(town, EVENING + evening * DAY)
        served.append(len(await town.calls()) - before)
    assert served == [1, 1, 0, 0, 0, 0, 0, 1]


async def test_what_somebody_asked_for_does_not_count(town: Town) -> None:
    rules(town, quiet="off", frequency={"times": 1, "within": "7d"})
    await town.suggested(ANN, "writing", EVENING - DAY)
    await runs(town)
    async with town.store.read() as connection:
        shown = (await learning.shown(connection, town.community, [town.id(ANN)]))[town.id(ANN)]
    assert EVENING in shown.values()


async def test_two_refusals_in_a_row_are_answered_with_a_rest(town: Town) -> None:
    rules(town, quiet="off", frequency={"rest": "5d"})
    for update, id_ in enumerate(("writing", "saving"), 1):
        number = await town.suggested(ANN, id_, EVENING - DAY)
        async with town.batch(EVENING) as batch:
            await pressed_suggestion(batch, press(ANN, "", update_id=update), f"{number}:no")
    await runs(town)
    assert await suggested(town, (BEN, CAI)) == {"Ben", "Cai"}
    assert f'tg://person/{town.id(ANN)}"' not in (await town.calls())[0].params["text"]
    await runs(town, EVENING + 5 * DAY)
    assert f'tg://person/{town.id(ANN)}"' in (await town.calls())[-1].params["text"]
