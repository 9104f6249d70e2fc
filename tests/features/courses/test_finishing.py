"""Finished courses: said by /done, known from elsewhere, and asked about in private."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.command_router import run_command
from bot.features.courses.feedback import pressed_suggestion
from bot.features.courses.finishing import pressed_stars
from bot.features.courses.jobs.ratings import ratings
from bot.text.messages import plain, say
from rules.engine.events import Chat, Person
from storage import learning
from storage.outbox import Waiting
from storage.preferences import choose
from tests.features.courses.worlds import (
    ANN,
    BEN,
    CAI,
    CATALOGUE,
    DAY,
    GROUP,
    NOW,
    Town,
    book,
    command,
    course,
    press,
)
from tests.features.courses.worlds import texts_of as behind


async def says(
    town: Town, text: str, who: Person = BEN, chat: Chat = GROUP, update: int = 1
) -> list[Waiting]:
    """What a command leads to."""
    before = len(await town.calls())
    async with town.batch() as batch:
        await run_command(batch, command(who, text, chat, update))
    return (await town.calls())[before:]


async def opens(town: Town, who: Person) -> Chat:
    """Somebody opens their private chat."""
    async with town.store.write() as connection:
        await town.start_private(connection, who)
    return Chat(who.id, "private")


async def presses(town: Town, who: Person, data: str, chat: Chat | None = None, update: int = 9) -> str:
    """A star is pressed, its seal aside."""
    async with town.batch(NOW + update) as batch:
        event = press(who, "", chat or Chat(who.id, "private"), update)
        return await pressed_stars(batch, event, data.partition(":")[2])


async def asks(town: Town, now: int = NOW) -> list[Waiting]:
    """The job runs; whom it asks."""
    before = len(await town.calls())
    async with town.run("ratings", now) as run:
        await ratings(run)
    for act in run.afterwards:
        await act(town.store)
    return (await town.calls())[before:]


async def stored(town: Town, who: Person, kind: str) -> list[tuple[str, int, Any]]:
    """Courses, values and suggestions of somebody's events of a kind."""
    async with town.store.read() as connection:
        rows = await learning.course_events(connection, town.community, [town.id(who)])
    return [(r["course"], r["value"], r["suggestion_id"]) for r in rows if r["kind"] == kind]


async def test_in_private_done_is_answered_with_five_stars_that_are_kept(town: Town) -> None:
    private = await opens(town, BEN)
    (answer,) = await says(town, "/done python", BEN, private)
    assert answer.params["text"] == say("zh", "rate-ask", course="Python 入门")
    (row,) = behind(answer)
    assert len(row) == 5
    assert await presses(town, BEN, row[3]) == plain("zh", "pressed-rated")
    assert await stored(town, BEN, "rated") == [("python", 4, None)]
    assert await stored(town, BEN, "taken") == [("python", 1, None)]
    edit = (await town.calls())[-1]
    assert edit.method == "editMessageText"
    assert edit.params["text"].startswith("《Python 入门》★★★★☆")
    assert behind(edit) == [row]


async def test_a_mind_may_be_changed(town: Town) -> None:
    private = await opens(town, BEN)
    (answer,) = await says(town, "/done python", BEN, private)
    for update, data in enumerate((behind(answer)[0][0], behind(answer)[0][4]), 2):
        await presses(town, BEN, data, update=update)
    assert [value for _, value, _ in await stored(town, BEN, "rated")] == [1, 5]


async def test_a_rating_names_the_suggestion_that_the_course_came_by(town: Town) -> None:
    private = await opens(town, BEN)
    number = await town.suggested(BEN, "python")
    (answer,) = await says(town, "/done python", BEN, private)
    await presses(town, BEN, behind(answer)[0][4])
    assert await stored(town, BEN, "rated") == [("python", 5, number)]


async def test_in_a_group_the_question_goes_to_the_private_chat(town: Town) -> None:
    await opens(town, ANN)
    asked, said = await says(town, "/done python", ANN)
    assert said.lane == town.group
    assert said.params["text"] == say("en", "done", course="Python basics")
    assert asked.lane != town.group
    assert asked.params["text"] == say("en", "rate-ask", course="Python basics")


async def test_without_a_private_chat_a_button_leads_there_and_the_question_waits_behind_it(
    town: Town,
) -> None:
    (said,) = await says(town, "/done python", CAI)
    ((link,),) = said.params["reply_markup"]["inline_keyboard"]
    assert link["url"] == "https://t.me/the_bot?start=rate"
    private = await opens(town, CAI)
    (answer,) = await says(town, "/start rate", CAI, private, 2)
    await presses(town, CAI, behind(answer)[0][2], update=3)
    assert await stored(town, CAI, "rated") == [("python", 3, None)]
    (answer,) = await says(town, "/start rate", CAI, private, 4)
    assert answer.params["text"] == say("zh", "rate-none")


async def test_done_alone_lists_what_is_taken_and_words_find_a_course(town: Town) -> None:
    (answer,) = await says(town, "/done")
    assert answer.params["text"] == say("zh", "done-how")
    await town.take(BEN, "python", "saving")
    (answer,) = await says(town, "/done", update=2)
    assert "/done python" in answer.params["text"]
    assert "/done saving" in answer.params["text"]
    await says(town, "/done 理财", update=3)
    assert await stored(town, BEN, "finished") == [("saving", 1, None)]
    (answer,) = await says(town, "/done juggling", update=4)
    assert answer.params["text"] == say("zh", "courses-none", query="juggling")
    (answer,) = await says(town, "/done secret", update=5)
    assert answer.params["text"] == say("zh", "courses-none", query="secret")


async def test_of_several_courses_none_is_guessed(town: Town) -> None:
    town.book = book((*CATALOGUE, course("saving-2", title={"zh": "理财进阶", "en": "Saving more"})))
    (answer,) = await says(town, "/done 理财")
    assert answer.params["text"].splitlines() == [
        say("zh", "done-which"),
        "<code>/done saving</code> 理财基础",
        "<code>/done saving-2</code> 理财进阶",
    ]
    assert await stored(town, BEN, "finished") == []
    await town.take(BEN, "saving-2")
    await says(town, "/done 理财", update=2)
    assert await stored(town, BEN, "finished") == [("saving-2", 1, None)]


async def test_only_a_title_says_which_course_is_done(town: Town) -> None:
    (answer,) = await says(town, "/done 基金")  # a tag
    assert answer.params["text"] == say("zh", "courses-none", query="基金")


@pytest.mark.parametrize(
    "data", ["rt:", "rt:1", "rt:1:0", "rt:1:6", "rt:x:3", "rt:999:3", "rt:²:3", "rt:-1:3"]
)
async def test_stars_that_nobody_made_do_nothing(town: Town, data: str) -> None:
    private = await opens(town, BEN)
    await says(town, "/done python", BEN, private)
    assert await presses(town, BEN, data) == plain("zh", "button-unknown")
    assert await stored(town, BEN, "rated") == []


async def test_nobody_rates_for_somebody_else_or_in_a_group(town: Town) -> None:
    private = await opens(town, BEN)
    await opens(town, ANN)
    (answer,) = await says(town, "/done python", BEN, private)
    data = behind(answer)[0][0]
    assert await presses(town, ANN, data) == plain("en", "button-unknown")
    assert await presses(town, BEN, data, GROUP) == plain("zh", "button-unknown")
    assert await stored(town, BEN, "rated") == await stored(town, ANN, "rated") == []


async def test_who_finished_is_asked_once_and_not_twice_a_day(town: Town) -> None:
    await opens(town, ANN)
    for number, id_ in enumerate(("python", "saving")):
        await town.suggested(ANN, id_)
        async with town.batch(NOW - 10 + number) as batch:
            await pressed_suggestion(batch, press(ANN, "", update_id=number + 1), f"{number + 1}:taken")
    (first,) = await asks(town)
    assert first.params["text"] == say("en", "rate-ask", course="Python basics")
    assert await asks(town, NOW + 3600) == []
    (second,) = await asks(town, NOW + DAY)
    assert "Saving" in second.params["text"]
    assert await asks(town, NOW + 2 * DAY) == []


async def finished(town: Town, who: Person, id_: str = "python", at: int = NOW - 60) -> None:
    """A course was finished, as the shop tells it."""
    row = {"key": f"f{who.id}{id_}", "community_id": town.community, "person_id": town.id(who), "value": 1}
    async with town.store.write() as connection:
        more = {"course": id_, "kind": "finished", "at": at, "suggestion_id": None}
        await learning.add_course_events(connection, [row | more])


async def test_who_may_not_be_asked_or_was_long_ago_is_not(town: Town) -> None:
    for person in (ANN, BEN):
        await opens(town, person)
    for person in (ANN, CAI):
        await finished(town, person)
    await finished(town, BEN, at=NOW - 15 * DAY)
    async with town.store.write() as connection:
        await choose(connection, town.community, town.id(ANN), "suggestions", "off", NOW)
    assert await asks(town) == []


async def test_who_rated_by_themselves_is_not_asked(town: Town) -> None:
    private = await opens(town, BEN)
    (answer,) = await says(town, "/done python", BEN, private)
    await presses(town, BEN, behind(answer)[0][1])
    assert await asks(town) == []


async def test_at_night_nobody_is_asked_and_in_the_morning_they_are(town: Town) -> None:
    town.book = book(quiet={"start": "22:00", "end": "08:00"})
    await opens(town, ANN)
    await finished(town, ANN)
    assert await asks(town, NOW) == []  # twenty to three
    assert len(await asks(town, NOW + 6 * 3600)) == 1


async def test_a_course_with_a_last_day_is_finished_when_that_is_over(town: Town) -> None:
    camp = course("camp", kind="camp", ends="2026-02-02", lessons=["2026-02-01 20:00"])
    town.book = book((*CATALOGUE, camp))
    await opens(town, ANN)
    number = await town.suggested(ANN, "camp")
    async with town.batch() as batch:
        await pressed_suggestion(batch, press(ANN, ""), f"{number}:taken")
    assert await stored(town, ANN, "finished") == []  # it still runs
    assert await asks(town) == []
    (asked,) = await asks(town, NOW + DAY)
    assert "T camp" in asked.params["text"]
    assert len(await stored(town, ANN, "finished")) == 1
    assert await asks(town, NOW + 3 * DAY) == []


async def test_the_catalogue_shows_stars_from_five_people_on(town: Town) -> None:
    async def rate(people: range) -> None:
        async with town.store.write() as connection:
            crowd = [Person(500 + n, f"P{n}") for n in people]
            await town.directory.resolve(connection, [], crowd)
            rows = [
                {
                    "key": f"s{p.id}",
                    "community_id": town.community,
                    "person_id": town.id(p),
                    "course": "writing",
                }
                | {"kind": "rated", "value": 4 + p.id % 2, "at": NOW, "suggestion_id": None}
                for p in crowd
            ]
            await learning.add_course_events(connection, rows)

    await rate(range(4))
    (answer,) = await says(town, "/courses")
    assert "★" not in answer.params["text"]
    await rate(range(4, 5))
    (answer,) = await says(town, "/courses", update=2)
    assert "★ 4.4 (5)" in answer.params["text"]
