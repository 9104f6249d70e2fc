"""The button that opens a suggested course leads there at once; those of earlier posts become links."""

from __future__ import annotations

from typing import Any

import pytest

from bot.features.courses.advisor import Advisor
from bot.features.courses.feedback import pressed_suggestion
from bot.features.courses.jobs.suggestions import suggestions
from bot.text.messages import plain
from rules.engine.events import Chat, Person
from storage import learning, suggestion_outcomes
from storage.outbox import Waiting
from tests.features.courses.worlds import ANN, BEN, NOW, PEOPLE, Town, book, course, press

SHOP = tuple(course(f"c{n}", url=f"https://example.com/c{n}") for n in range(6))


@pytest.fixture(autouse=True)
def shop(town: Town) -> None:
    """Every course has an address."""
    town.book = book(SHOP, "en")


def labels(call: Waiting) -> list[list[str]]:
    """What the buttons of a call say, and where links lead."""
    rows = call.params["reply_markup"]["inline_keyboard"]
    return [[b.get("url") or b["text"] for b in row] for row in rows]


def opens(town: Town, who: Person, number: int, chat: Chat | None = None, update: int = 1) -> str:
    """Somebody presses the button that opens a course."""
    with town.batch() as batch:
        event = press(who, "", update_id=update) if chat is None else press(who, "", chat, update)
        return pressed_suggestion(batch, event, f"{number}:open")


def clicks(town: Town) -> list[tuple[str, int]]:
    """Courses that were opened, and by which suggestion."""
    with town.store.read() as connection:
        rows = learning.course_events(connection, town.community)
    return [(r["course"], r["suggestion_id"]) for r in rows if r["kind"] == "clicked"]


def posted(town: Town) -> tuple[Waiting, dict[str, Any]]:
    """A post for all three, and the suggestions in it by person."""
    with town.run("suggestions", group=3) as run:
        suggestions(run)
    (call,) = town.calls()
    found = {}
    for person in PEOPLE:
        with town.store.read() as connection:
            row = learning.last_suggestion(connection, town.community, town.id(person))
        assert row is not None
        found[person.name] = row
    return call, found


def test_a_button_of_an_earlier_post_is_noted_and_becomes_a_link(town: Town) -> None:
    call, shown = posted(town)
    assert "https://" not in call.params["text"]
    row = shown["Ben"]
    assert opens(town, BEN, row["id"]) == plain("zh", "pressed-open")
    assert clicks(town) == [(row["course"], row["id"])]
    edit = town.calls()[-1]
    assert (edit.method, edit.params["message_id"], edit.retry) == ("editMessageReplyMarkup", 77, "free")
    assert labels(edit) == labels(call)


def test_every_course_of_a_post_opens_with_one_press(town: Town) -> None:
    call, shown = posted(town)
    assert [len(line) for line in labels(call)] == [4, 4, 4, 1]
    links = [label for line in labels(call) for label in line if label.startswith("https")]
    assert set(links) == {f"https://example.com/{row['course']}" for row in shown.values()}


def test_pressing_again_is_one_click(town: Town) -> None:
    number = town.suggested(ANN, "c1")
    for update in (1, 2):
        opens(town, ANN, number, update=update)
    assert clicks(town) == [("c1", number)]


def test_others_click_for_nobody(town: Town) -> None:
    number = town.suggested(ANN, "c1")
    assert opens(town, BEN, number) == plain("zh", "button-another")
    assert clicks(town) == []
    assert town.calls() == []


@pytest.mark.parametrize("gone", [(), (course("c1"),), (course("c1", url="https://e.com", hidden=True),)])
def test_a_course_that_is_gone_is_not_opened(town: Town, gone: tuple[Any, ...]) -> None:
    number = town.suggested(ANN, "c1")
    town.book = book(gone)
    assert opens(town, ANN, number) == plain("en", "open-gone")
    assert clicks(town) == []


def test_in_private_the_buttons_stay_in_the_members_language(town: Town) -> None:
    with town.store.write() as connection:
        private = town.start_private(connection, BEN)
    with town.run("suggestions", group=0, private=True) as run:
        suggestions(run)
    (call,) = town.calls()
    with town.store.read() as connection:
        row = learning.last_suggestion(connection, town.community, town.id(BEN))
        assert row is not None
        assert [r["id"] for r in suggestion_outcomes.same_post(connection, row)] == [row["id"]]
    assert row["chat_id"] == private
    opens(town, BEN, row["id"], Chat(BEN.id, "private"))
    before, after = labels(call), labels(town.calls()[-1])
    assert before[0] == [f"https://example.com/{row['course']}"]
    assert before == after


def test_a_click_is_no_judgement_of_a_course(town: Town) -> None:
    number = town.suggested(ANN, "c1")
    opens(town, ANN, number)
    with town.store.read() as connection:
        profile = town.services.of(Advisor).profiles(connection, [town.id(ANN)])[town.id(ANN)]
    assert (profile.taken, profile.liked, profile.dismissed) == ((), frozenset(), frozenset())
    assert NOW in profile.shown.values()
