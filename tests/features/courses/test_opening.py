"""The button that opens a suggested course leads there at once; those of earlier posts become links."""

from __future__ import annotations

from typing import Any

import pytest

from bot.features.courses.advisor import Advisor
from bot.features.courses.feedback import pressed_suggestion
from bot.features.courses.jobs.suggestions import suggestions
from bot.text.messages import plain
from rules.engine.events import Chat, Person
from storage import learning, outcomes
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


async def opens(town: Town, who: Person, number: int, chat: Chat | None = None, update: int = 1) -> str:
    """Somebody presses the button that opens a course."""
    async with town.batch() as batch:
        event = press(who, "", update_id=update) if chat is None else press(who, "", chat, update)
        return await pressed_suggestion(batch, event, f"{number}:open")


async def clicks(town: Town) -> list[tuple[str, int]]:
    """Courses that were opened, and by which suggestion."""
    async with town.store.read() as connection:
        rows = await learning.course_events(connection, town.community)
    return [(r["course"], r["suggestion_id"]) for r in rows if r["kind"] == "clicked"]


async def posted(town: Town) -> tuple[Waiting, dict[str, Any]]:
    """A post for all three, and the suggestions in it by person."""
    async with town.run("suggestions", group=3) as run:
        await suggestions(run)
    (call,) = await town.calls()
    found = {}
    for person in PEOPLE:
        async with town.store.read() as connection:
            row = await learning.last_suggestion(connection, town.community, town.id(person))
        assert row is not None
        found[person.name] = row
    return call, found


async def test_a_button_of_an_earlier_post_is_noted_and_becomes_a_link(town: Town) -> None:
    call, shown = await posted(town)
    assert "https://" not in call.params["text"]
    row = shown["Ben"]
    assert await opens(town, BEN, row["id"]) == plain("zh", "pressed-open")
    assert await clicks(town) == [(row["course"], row["id"])]
    edit = (await town.calls())[-1]
    assert (edit.method, edit.params["message_id"], edit.retry) == ("editMessageReplyMarkup", 77, "free")
    assert labels(edit) == labels(call)


async def test_every_course_of_a_post_opens_with_one_press(town: Town) -> None:
    call, shown = await posted(town)
    assert [len(line) for line in labels(call)] == [4, 4, 4, 1]
    links = [label for line in labels(call) for label in line if label.startswith("https")]
    assert set(links) == {f"https://example.com/{row['course']}" for row in shown.values()}


async def test_pressing_again_is_one_click(town: Town) -> None:
    number = await town.suggested(ANN, "c1")
    for update in (1, 2):
        await opens(town, ANN, number, update=update)
    assert await clicks(town) == [("c1", number)]


async def test_others_click_for_nobody(town: Town) -> None:
    number = await town.suggested(ANN, "c1")
    assert await opens(town, BEN, number) == plain("zh", "button-another")
    assert await clicks(town) == []
    assert await town.calls() == []


@pytest.mark.parametrize("gone", [(), (course("c1"),), (course("c1", url="https://e.com", hidden=True),)])
async def test_a_course_that_is_gone_is_not_opened(town: Town, gone: tuple[Any, ...]) -> None:
    number = await town.suggested(ANN, "c1")
    town.book = book(gone)
    assert await opens(town, ANN, number) == plain("en", "open-gone")
    assert await clicks(town) == []


async def test_in_private_the_buttons_stay_in_the_members_language(town: Town) -> None:
    async with town.store.write() as connection:
        private = await town.start_private(connection, BEN)
    async with town.run("suggestions", group=0, private=True) as run:
        await suggestions(run)
    (call,) = await town.calls()
    async with town.store.read() as connection:
        row = await learning.last_suggestion(connection, town.community, town.id(BEN))
        assert row is not None
        assert [r["id"] for r in await outcomes.same_post(connection, row)] == [row["id"]]
    assert row["chat_id"] == private
    await opens(town, BEN, row["id"], Chat(BEN.id, "private"))
    before, after = labels(call), labels((await town.calls())[-1])
    assert before[0] == [f"https://example.com/{row['course']}"]
    assert before == after


async def test_a_click_is_no_judgement_of_a_course(town: Town) -> None:
    number = await town.suggested(ANN, "c1")
    await opens(town, ANN, number)
    async with town.store.read() as connection:
        profile = (await town.services.of(Advisor).profiles(connection, [town.id(ANN)]))[town.id(ANN)]
    assert (profile.taken, profile.liked, profile.dismissed) == ((), frozenset(), frozenset())
    assert NOW in profile.shown.values()
