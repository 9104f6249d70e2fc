"""Reminders of lessons: to whom, once, by what the catalogue says at the moment."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.features.courses.jobs.reminders import pressed, reminders
from bot.features.courses.sessions import about
from bot.text.messages import plain
from rules.engine.events import Chat
from storage import learning
from storage.preferences import choose, chosen
from tests.features.courses.worlds import ANN, BEN, CAI, DAY, NOW, Town, book, course, press

HOUR, MINUTE = 3600, 60
START = NOW // DAY * DAY + 3 * DAY + 12 * HOUR  # noon


def at(moment: int) -> str:
    """A moment as courses.yaml writes it."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M")


def shop(town: Town, *lessons: Any, kind: str = "live", **posting: Any) -> None:
    """A catalogue with one course that has these lessons."""
    title, url = {"zh": "口语课", "en": "Talking"}, "https://e.com/t"
    talk = course("talk", title=title, kind=kind, url=url, lessons=lessons)
    town.book = book((talk,), "zh", **posting)


async def runs(town: Town, now: int) -> list[tuple[int, str]]:
    """The job runs; what was said where because of it."""
    before = len(town.calls())
    with town.run("reminders", now) as run:
        reminders(run)
    for act in run.afterwards:
        await act(town.store)
    return [(c.lane, c.params["text"]) for c in town.calls()[before:]]


def private(town: Town, *people: Any) -> list[int]:
    """These people opened their private chats, and take the course."""
    found = []
    for person in people:
        with town.store.write() as connection:
            found.append(town.start_private(connection, person))
        town.take(person, "talk")
    return found


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (DAY, DAY),
        (DAY - 70, DAY),
        (2 * DAY + 400, 2 * DAY),
        (DAY - 2 * HOUR, 22 * HOUR),
        (5 * HOUR + 20 * MINUTE, 5 * HOUR),
        (HOUR + 59, HOUR + MINUTE),
        (15 * MINUTE - 20, 15 * MINUTE),
        (1, MINUTE),
    ],
)
def test_times_are_told_as_people_say_them(seconds: int, said: int) -> None:
    assert about(seconds) == said


async def test_who_takes_a_course_is_reminded_a_day_and_a_quarter_of_an_hour_before(town: Town) -> None:
    shop(town, at(START))
    (ann, ben) = private(town, ANN, BEN)
    town.take(CAI, "talk")  # without a private chat
    assert await runs(town, START - DAY - 1) == []
    said = dict(await runs(town, START - DAY))
    assert said.keys() == {ann, ben}
    assert said[ann] == "⏰ <b>Talking</b> begins in 1 day: Feb 5, 12:00 (UTC)."
    assert said[ben] == "⏰ <b>口语课</b> 还有 1 天 开始：2月5日 12:00 (UTC)。"
    assert await runs(town, START - DAY + 300) == []
    assert {lane for lane, _ in await runs(town, START - 15 * MINUTE)} == {ann, ben}
    assert await runs(town, START - 10 * MINUTE) == []
    assert await runs(town, START + 300) == []


async def test_a_reminder_leads_to_the_lesson_and_can_be_stopped(town: Town) -> None:
    shop(town, {"at": at(START), "title": "开场", "url": "https://e.com/room"})
    private(town, ANN)
    await runs(town, START - DAY)
    (call,) = town.calls()
    assert "<b>Talking</b> · 开场" in call.params["text"]
    (way, stop) = [row[0] for row in call.params["reply_markup"]["inline_keyboard"]]
    assert way == {"text": plain("en", "button-join"), "url": "https://e.com/room"}
    assert stop["callback_data"].startswith("rm:")
    with town.batch() as batch:
        said = pressed(batch, press(ANN, "", Chat(ANN.id, "private")), "stop")
    assert said == plain("en", "pressed-no-reminders")
    assert await runs(town, START - 15 * MINUTE) == []


async def test_what_a_lesson_is_called_is_no_markup(town: Town) -> None:
    shop(town, {"at": at(START), "title": "<b>now</b> & free"})
    private(town, ANN)
    ((_, said),) = await runs(town, START - DAY)
    assert "&lt;b&gt;now&lt;/b&gt; &amp; free" in said


def test_the_stop_button_is_one_of_private_chats(town: Town) -> None:
    with town.batch() as batch:
        assert pressed(batch, press(ANN, ""), "stop") == plain("en", "button-unknown")
    with town.store.read() as connection:
        assert chosen(connection, town.community, "reminders", [town.id(ANN)]) == {}


async def test_who_opted_out_or_finished_or_enrolled_later_hears_nothing(town: Town) -> None:
    shop(town, at(START))
    private(town, ANN, BEN, CAI)
    with town.store.write() as connection:
        choose(connection, town.community, town.id(ANN), "reminders", "off", NOW)
        for key, person, kind, moment in (("f", BEN, "finished", NOW), ("g", CAI, "taken", START - DAY + 60)):
            row = {"key": key, "community_id": town.community, "person_id": town.id(person), "value": 1}
            row |= {"course": "talk", "kind": kind, "at": moment, "suggestion_id": None}
            if kind == "taken":
                connection.execute(
                    learning.COURSE_EVENT.delete().where(learning.COURSE_EVENT.c.person_id == town.id(CAI))
                )
            learning.add_course_events(connection, [row])
    assert await runs(town, START - DAY + 300) == []
    assert [lane for lane, _ in await runs(town, START - 15 * MINUTE)] == [town.directory.chat(CAI.id).id]


async def test_what_was_missed_is_told_late_but_not_when_it_says_nothing_any_more(town: Town) -> None:
    shop(town, at(START))
    private(town, ANN)
    assert len(await runs(town, START - 20 * HOUR)) == 1
    shop(town, at(START + 9 * DAY))
    assert await runs(town, START + 9 * DAY - 11 * HOUR) == []


async def test_who_was_told_of_a_lesson_hears_that_it_moved_and_is_reminded_anew(town: Town) -> None:
    shop(town, {"id": "one", "at": at(START)})
    private(town, ANN)
    await runs(town, START - DAY)
    later = START + 2 * DAY
    shop(town, {"id": "one", "at": at(later)})
    ((_, said),) = await runs(town, START - HOUR)
    assert said == "🔁 <b>Talking</b> has another time: Feb 7, 12:00 (UTC)."
    assert await runs(town, START - 15 * MINUTE) == []
    ((_, said),) = await runs(town, later - DAY)
    assert "begins in 1 day" in said


async def test_who_hears_that_a_lesson_moved_to_soon_needs_no_reminder_too(town: Town) -> None:
    shop(town, {"id": "one", "at": at(START)})
    private(town, ANN)
    await runs(town, START - DAY)
    shop(town, {"id": "one", "at": at(START - HOUR)})
    ((_, said),) = await runs(town, START - HOUR - 15 * MINUTE)
    assert said.startswith("🔁")
    assert await runs(town, START - HOUR - 10 * MINUTE) == []


async def test_who_was_told_of_a_lesson_hears_that_it_is_cancelled_once(town: Town) -> None:
    shop(town, at(START))
    private(town, ANN)
    await runs(town, START - DAY)
    shop(town, {"at": at(START), "cancelled": True})
    ((_, said),) = await runs(town, START - HOUR)
    assert said == "✖️ <b>Talking</b> on Feb 5, 12:00 (UTC) does not take place."
    for moment in (START - 30 * MINUTE, START - 15 * MINUTE, START):
        assert await runs(town, moment) == []


async def test_who_was_not_told_of_a_lesson_needs_no_news_of_it(town: Town) -> None:
    shop(town, {"at": at(START), "cancelled": True}, {"id": "b", "at": at(START + DAY)})
    private(town, ANN)
    assert await runs(town, START - DAY) == []
    shop(town, {"id": "b", "at": at(START + 5 * DAY)})
    assert await runs(town, START - DAY + 300) == []


async def test_a_lesson_that_is_taken_out_of_the_file_is_not_told_of(town: Town) -> None:
    shop(town, at(START))
    private(town, ANN)
    await runs(town, START - DAY)
    shop(town, at(START + 40 * DAY))
    assert await runs(town, START - 15 * MINUTE) == []


async def test_the_group_is_told_of_live_sessions_alone_and_once(town: Town) -> None:
    shop(town, at(START), reminders={"group": "live", "private": False})
    assert await runs(town, START - DAY) == []
    ((lane, said),) = await runs(town, START - 15 * MINUTE)
    assert lane == town.group
    assert said == "⏰ <b>口语课</b> 还有 15 分钟 开始：2月5日 12:00 (UTC)。"
    call = town.calls()[-1]
    assert call.params["disable_notification"] is True
    assert len(call.params["reply_markup"]["inline_keyboard"]) == 1
    assert await runs(town, START - 10 * MINUTE) == []
    shop(town, at(START + DAY), kind="course", reminders={"group": "live", "private": False})
    assert await runs(town, START + DAY - 15 * MINUTE) == []
    shop(town, at(START + DAY), kind="course", reminders={"group": "all", "private": False})
    assert len(await runs(town, START + DAY - 15 * MINUTE)) == 1


async def test_at_night_a_reminder_waits_for_the_morning(town: Town) -> None:
    early = START - 5 * HOUR  # at seven
    shop(town, at(early), quiet={"start": "22:00", "end": "08:00"})
    private(town, ANN)
    assert await runs(town, early - DAY) == []
    assert len(await runs(town, early - DAY + HOUR)) == 1
    assert town.calls()[-1].params["disable_notification"] is False
    assert len(await runs(town, early - 15 * MINUTE)) == 1
    assert town.calls()[-1].params["disable_notification"] is True


async def test_lessons_are_on_the_clock_of_their_course(town: Town) -> None:
    shop(town, at(START))
    (one,) = town.book.courses
    town.book = book((one.model_copy(update={"timezone": "Asia/Tokyo"}),), "en")
    private(town, ANN)
    ((_, said),) = await runs(town, START - 9 * HOUR - DAY)
    assert said.endswith("Feb 5, 12:00 (Asia/Tokyo).")


async def test_hundreds_are_told_in_several_transactions_each_once(town: Town) -> None:
    from rules.engine.events import Person

    shop(town, at(START))
    crowd = [Person(1000 + n, f"P{n}", "", "en") for n in range(230)]
    with town.store.write() as connection:
        town.directory.resolve(connection, [], crowd)
    private(town, *crowd)
    first = await runs(town, START - DAY)
    assert len(first) == len({lane for lane, _ in first}) == 230
    assert await runs(town, START - DAY + 300) == []
