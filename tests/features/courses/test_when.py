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


def runs(town: Town, now: int = EVENING, **options: Any) -> int:
    """The job runs."""
    with town.run("suggestions", now, **{"group": 3} | options) as run:
        return suggestions(run)


def waiting(town: Town) -> list[tuple[int, int]]:
    """Groups that are served later, and when."""
    with town.store.read() as connection:
        rows = connection.execute(select(TIMER).where(TIMER.c.kind == PUT_OFF)).mappings()
        return [(r["chat_id"], r["due_at"]) for r in rows]


def comes(town: Town, now: int = MORNING) -> None:
    """The timer of the group fires."""
    with town.store.read() as connection:
        row = connection.execute(select(TIMER).where(TIMER.c.kind == PUT_OFF)).mappings().first()
    assert row is not None
    timer = Timer(row["id"], row["kind"], row["payload"])
    event = Event(update_id=-row["id"], kind=Kind.TIMER, at=row["due_at"], chat=GROUP, timer=timer)
    with town.batch(now) as batch:
        put_off(batch, event)


def suggested(town: Town, people: tuple[Person, ...] = PEOPLE) -> set[str]:
    """Who was suggested something."""
    with town.store.read() as connection:
        shown = learning.shown(connection, town.community, [town.id(p) for p in people])
    return {p.name for p in people if town.id(p) in shown}


def test_in_quiet_hours_nothing_is_posted_and_nothing_is_lost(town: Town) -> None:
    rules(town)
    with town.store.write() as connection:
        private = town.start_private(connection, BEN)
    assert runs(town) == 0
    assert town.calls() == []
    assert waiting(town) == [(town.group, MORNING)]
    comes(town)
    assert {c.lane for c in town.calls()} == {town.group, private}
    assert suggested(town) == {"Ann <3", "Ben", "Cai"}


def test_what_waited_is_posted_once_however_often_the_job_ran(town: Town) -> None:
    rules(town)
    for _ in range(2):
        runs(town)
    assert waiting(town) == [(town.group, MORNING)]
    for _ in range(2):
        comes(town)
    assert len(town.calls()) == 1


def test_what_was_said_in_the_night_counts_in_the_morning(town: Town) -> None:
    rules(town)
    runs(town)
    with town.store.write() as connection:
        choose(connection, town.community, town.id(ANN), "suggestions", "off", EVENING)
    town.take(CAI, "python", "writing", "saving", "pandas")
    comes(town)
    assert suggested(town) == {"Ben"}


def test_hours_that_became_longer_meanwhile_are_kept(town: Town) -> None:
    rules(town)
    runs(town)
    rules(town, quiet={"start": "22:00", "end": "10:00"})
    comes(town)
    assert town.calls() == []
    assert (town.group, MORNING + 2 * 3600) in waiting(town)


def test_a_job_that_is_gone_in_the_morning_posts_nothing(town: Town) -> None:
    rules(town)
    runs(town)
    town.book = book()
    comes(town)
    assert town.calls() == []


@pytest.mark.parametrize("name", ["Learners", "learners", "-1001"])
def test_a_group_has_a_clock_and_hours_of_its_own(town: Town, name: str) -> None:
    rules(town, groups=[{"chats": [name], "timezone": "Asia/Tokyo"}])
    assert runs(town) == 0  # half past seven in the morning there
    assert waiting(town) == [(town.group, EVENING + 30 * 60)]
    rules(town, groups=[{"chats": ["another", name], "quiet": "off"}])
    assert runs(town, EVENING + 60) == 1


def test_somebody_in_two_groups_is_served_once_a_run(town: Town) -> None:
    with town.store.write() as connection:
        other = town.directory.chat(OTHER.id).id
        chats.assign(connection, other, town.community, "members", EVENING)
        row = chats.blank_member(other, town.id(ANN)) | {"last_seen": EVENING}
        connection.execute(chats.MEMBER.insert().values(**row))
    rules(town, groups=[{"chats": ["strangers"], "quiet": "off"}])
    runs(town)
    (call,) = town.calls()
    assert call.lane == other
    comes(town)
    last = town.calls()[-1]
    assert last.lane == town.group
    assert f'tg://person/{town.id(ANN)}"' not in last.params["text"]
    assert f'tg://person/{town.id(BEN)}"' in last.params["text"]


def test_a_private_message_waits_for_the_hours_of_the_group_somebody_was_seen_in_last(
    town: Town,
) -> None:
    with town.store.write() as connection:
        town.start_private(connection, ANN)
        other = town.directory.chat(OTHER.id).id
        chats.assign(connection, other, town.community, "members", EVENING)
        row = chats.blank_member(other, town.id(ANN)) | {"last_seen": EVENING - 30 * DAY}
        connection.execute(chats.MEMBER.insert().values(**row))
    rules(town, groups=[{"chats": ["strangers"], "quiet": "off"}])
    assert runs(town, group=0) == 0


def test_nobody_is_suggested_more_than_the_file_says(town: Town) -> None:
    rules(town, quiet="off", frequency={"times": 2, "within": "7d"})
    served = []
    for evening in range(8):
        before = len(town.calls())
        runs(town, EVENING + evening * DAY)
        served.append(len(town.calls()) - before)
    assert served == [1, 1, 0, 0, 0, 0, 0, 1]


def test_what_somebody_asked_for_does_not_count(town: Town) -> None:
    rules(town, quiet="off", frequency={"times": 1, "within": "7d"})
    town.suggested(ANN, "writing", EVENING - DAY)
    runs(town)
    with town.store.read() as connection:
        shown = learning.shown(connection, town.community, [town.id(ANN)])[town.id(ANN)]
    assert EVENING in shown.values()


def test_two_refusals_in_a_row_are_answered_with_a_rest(town: Town) -> None:
    rules(town, quiet="off", frequency={"rest": "5d"})
    for update, id_ in enumerate(("writing", "saving"), 1):
        number = town.suggested(ANN, id_, EVENING - DAY)
        with town.batch(EVENING) as batch:
            pressed_suggestion(batch, press(ANN, "", update_id=update), f"{number}:no")
    runs(town)
    assert suggested(town, (BEN, CAI)) == {"Ben", "Cai"}
    assert f'tg://person/{town.id(ANN)}"' not in town.calls()[0].params["text"]
    runs(town, EVENING + 5 * DAY)
    assert f'tg://person/{town.id(ANN)}"' in town.calls()[-1].params["text"]
