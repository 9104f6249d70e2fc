"""Finished courses: said by /done, known from elsewhere, and asked about in private."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.command_router import run_command
from bot.features.courses.course_completion import pressed_stars
from bot.features.courses.feedback import pressed_suggestion
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


def says(town: Town, text: str, who: Person = BEN, chat: Chat = GROUP, update: int = 1) -> list[Waiting]:
    """What a command leads to."""
    before = len(town.calls())
    with town.batch() as batch:
        run_command(batch, command(who, text, chat, update))
    return town.calls()[before:]


def opens(town: Town, who: Person) -> Chat:
    """Somebody opens their private chat."""
    with town.store.write() as connection:
        town.start_private(connection, who)
    return Chat(who.id, "private")


def presses(town: Town, who: Person, data: str, chat: Chat | None = None, update: int = 9) -> str:
    """A star is pressed, its seal aside."""
    with town.batch(NOW + update) as batch:
        event = press(who, "", chat or Chat(who.id, "private"), update)
        return pressed_stars(batch, event, data.partition(":")[2])


async def asks(town: Town, now: int = NOW) -> list[Waiting]:
    """The job runs; whom it asks."""
    before = len(town.calls())
    with town.run("ratings", now) as run:
        ratings(run)
    for act in run.afterwards:
        await act(town.store)
    return town.calls()[before:]


def stored(town: Town, who: Person, kind: str) -> list[tuple[str, int, Any]]:
    """Courses, values and suggestions of somebody's events of a kind."""
    with town.store.read() as connection:
        rows = learning.course_events(connection, town.community, [town.id(who)])
    return [(r["course"], r["value"], r["suggestion_id"]) for r in rows if r["kind"] == kind]


def test_in_private_done_is_answered_with_five_stars_that_are_kept(town: Town) -> None:
    private = opens(town, BEN)
    (answer,) = says(town, "/done python", BEN, private)
    assert answer.params["text"] == say("zh", "rate-ask", course="Python 入门")
    (row,) = behind(answer)
    assert len(row) == 5
    assert presses(town, BEN, row[3]) == plain("zh", "pressed-rated")
    assert stored(town, BEN, "rated") == [("python", 4, None)]
    assert stored(town, BEN, "taken") == [("python", 1, None)]
    edit = town.calls()[-1]
    assert edit.method == "editMessageText"
    assert edit.params["text"].startswith("《Python 入门》★★★★☆")
    assert behind(edit) == [row]


def test_a_mind_may_be_changed(town: Town) -> None:
    private = opens(town, BEN)
    (answer,) = says(town, "/done python", BEN, private)
    for update, data in enumerate((behind(answer)[0][0], behind(answer)[0][4]), 2):
        presses(town, BEN, data, update=update)
    assert [value for _, value, _ in stored(town, BEN, "rated")] == [1, 5]


def test_a_rating_names_the_suggestion_that_the_course_came_by(town: Town) -> None:
    private = opens(town, BEN)
    number = town.suggested(BEN, "python")
    (answer,) = says(town, "/done python", BEN, private)
    presses(town, BEN, behind(answer)[0][4])
    assert stored(town, BEN, "rated") == [("python", 5, number)]


def test_in_a_group_the_question_goes_to_the_private_chat(town: Town) -> None:
    opens(town, ANN)
    asked, said = says(town, "/done python", ANN)
    assert said.lane == town.group
    assert said.params["text"] == say("en", "done", course="Python basics")
    assert asked.lane != town.group
    assert asked.params["text"] == say("en", "rate-ask", course="Python basics")


def test_without_a_private_chat_a_button_leads_there_and_the_question_waits_behind_it(
    town: Town,
) -> None:
    (said,) = says(town, "/done python", CAI)
    ((link,),) = said.params["reply_markup"]["inline_keyboard"]
    assert link["url"] == "https://t.me/the_bot?start=rate"
    private = opens(town, CAI)
    (answer,) = says(town, "/start rate", CAI, private, 2)
    presses(town, CAI, behind(answer)[0][2], update=3)
    assert stored(town, CAI, "rated") == [("python", 3, None)]
    (answer,) = says(town, "/start rate", CAI, private, 4)
    assert answer.params["text"] == say("zh", "rate-none")


def test_done_alone_lists_what_is_taken_and_words_find_a_course(town: Town) -> None:
    (answer,) = says(town, "/done")
    assert answer.params["text"] == say("zh", "done-how")
    town.take(BEN, "python", "saving")
    (answer,) = says(town, "/done", update=2)
    assert "/done python" in answer.params["text"]
    assert "/done saving" in answer.params["text"]
    says(town, "/done 理财", update=3)
    assert stored(town, BEN, "finished") == [("saving", 1, None)]
    (answer,) = says(town, "/done juggling", update=4)
    assert answer.params["text"] == say("zh", "courses-none", query="juggling")
    (answer,) = says(town, "/done secret", update=5)
    assert answer.params["text"] == say("zh", "courses-none", query="secret")


def test_of_several_courses_none_is_guessed(town: Town) -> None:
    town.book = book((*CATALOGUE, course("saving-2", title={"zh": "理财进阶", "en": "Saving more"})))
    (answer,) = says(town, "/done 理财")
    assert answer.params["text"].splitlines() == [
        say("zh", "done-which"),
        "<code>/done saving</code> 理财基础",
        "<code>/done saving-2</code> 理财进阶",
    ]
    assert stored(town, BEN, "finished") == []
    town.take(BEN, "saving-2")
    says(town, "/done 理财", update=2)
    assert stored(town, BEN, "finished") == [("saving-2", 1, None)]


def test_only_a_title_says_which_course_is_done(town: Town) -> None:
    (answer,) = says(town, "/done 基金")  # a tag
    assert answer.params["text"] == say("zh", "courses-none", query="基金")


@pytest.mark.parametrize(
    "data", ["rt:", "rt:1", "rt:1:0", "rt:1:6", "rt:x:3", "rt:999:3", "rt:²:3", "rt:-1:3"]
)
def test_stars_that_nobody_made_do_nothing(town: Town, data: str) -> None:
    private = opens(town, BEN)
    says(town, "/done python", BEN, private)
    assert presses(town, BEN, data) == plain("zh", "button-unknown")
    assert stored(town, BEN, "rated") == []


def test_nobody_rates_for_somebody_else_or_in_a_group(town: Town) -> None:
    private = opens(town, BEN)
    opens(town, ANN)
    (answer,) = says(town, "/done python", BEN, private)
    data = behind(answer)[0][0]
    assert presses(town, ANN, data) == plain("en", "button-unknown")
    assert presses(town, BEN, data, GROUP) == plain("zh", "button-unknown")
    assert stored(town, BEN, "rated") == stored(town, ANN, "rated") == []


async def test_who_finished_is_asked_once_and_not_twice_a_day(town: Town) -> None:
    opens(town, ANN)
    for number, id_ in enumerate(("python", "saving")):
        town.suggested(ANN, id_)
        with town.batch(NOW - 10 + number) as batch:
            pressed_suggestion(batch, press(ANN, "", update_id=number + 1), f"{number + 1}:taken")
    (first,) = await asks(town)
    assert first.params["text"] == say("en", "rate-ask", course="Python basics")
    assert await asks(town, NOW + 3600) == []
    (second,) = await asks(town, NOW + DAY)
    assert "Saving" in second.params["text"]
    assert await asks(town, NOW + 2 * DAY) == []


def finished(town: Town, who: Person, id_: str = "python", at: int = NOW - 60) -> None:
    """A course was finished, as the shop tells it."""
    row = {"key": f"f{who.id}{id_}", "community_id": town.community, "person_id": town.id(who), "value": 1}
    with town.store.write() as connection:
        more = {"course": id_, "kind": "finished", "at": at, "suggestion_id": None}
        learning.add_course_events(connection, [row | more])


async def test_who_may_not_be_asked_or_was_long_ago_is_not(town: Town) -> None:
    for person in (ANN, BEN):
        opens(town, person)
    for person in (ANN, CAI):
        finished(town, person)
    finished(town, BEN, at=NOW - 15 * DAY)
    with town.store.write() as connection:
        choose(connection, town.community, town.id(ANN), "suggestions", "off", NOW)
    assert await asks(town) == []


async def test_who_rated_by_themselves_is_not_asked(town: Town) -> None:
    private = opens(town, BEN)
    (answer,) = says(town, "/done python", BEN, private)
    presses(town, BEN, behind(answer)[0][1])
    assert await asks(town) == []


async def test_at_night_nobody_is_asked_and_in_the_morning_they_are(town: Town) -> None:
    town.book = book(quiet={"start": "22:00", "end": "08:00"})
    opens(town, ANN)
    finished(town, ANN)
    assert await asks(town, NOW) == []  # twenty to three
    assert len(await asks(town, NOW + 6 * 3600)) == 1


async def test_a_course_with_a_last_day_is_finished_when_that_is_over(town: Town) -> None:
    camp = course("camp", kind="camp", ends="2026-02-02", lessons=["2026-02-01 20:00"])
    town.book = book((*CATALOGUE, camp))
    opens(town, ANN)
    number = town.suggested(ANN, "camp")
    with town.batch() as batch:
        pressed_suggestion(batch, press(ANN, ""), f"{number}:taken")
    assert stored(town, ANN, "finished") == []  # it still runs
    assert await asks(town) == []
    (asked,) = await asks(town, NOW + DAY)
    assert "T camp" in asked.params["text"]
    assert len(stored(town, ANN, "finished")) == 1
    assert await asks(town, NOW + 3 * DAY) == []


def test_the_catalogue_shows_stars_from_five_people_on(town: Town) -> None:
    def rate(people: range) -> None:
        with town.store.write() as connection:
            crowd = [Person(500 + n, f"P{n}") for n in people]
            town.directory.resolve(connection, [], crowd)
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
            learning.add_course_events(connection, rows)

    rate(range(4))
    (answer,) = says(town, "/courses")
    assert "★" not in answer.params["text"]
    rate(range(4, 5))
    (answer,) = says(town, "/courses", update=2)
    assert "★ 4.4 (5)" in answer.params["text"]
