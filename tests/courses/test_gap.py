"""What is asked and not taught."""

from __future__ import annotations

from typing import Any

import pytest

from bot.commands.routing import run_command
from bot.courses.gap import is_question, topics
from bot.courses.text import TextModel
from bot.schedule.gap import gap
from bot.texts import say
from rules.engine.events import Person
from storage import chats, happenings
from storage.direct import travel
from tests.courses.worlds import ANN, BEN, CAI, CATALOGUE, DAY, GROUP, NOW, OTHER, Town, command

MODEL = TextModel.fit(CATALOGUE)


def asked(*texts: tuple[int, str]) -> list[dict[str, Any]]:
    """Messages in order: (person, text)."""
    return [
        {"chat_id": 1, "message_id": n, "person_id": p, "at": NOW + n * 3600, "text": text}
        for n, (p, text) in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Kubernetes 怎么入门", True),
        ("谁会部署？", True),
        ("How do I deploy this", True),
        ("今天学完了", False),
        ("show me", False),
    ],
)
def test_questions_are_told_from_statements(text: str, asks: bool) -> None:
    assert is_question(text) == asks


def test_what_three_people_ask_and_no_course_teaches_comes_first() -> None:
    messages = asked(
        (1, "kubernetes 怎么部署？"),
        (2, "有没有 kubernetes 教程？"),
        (3, "kubernetes 难不难？"),
        (4, "python 怎么装？"),
        (5, "python 报错怎么办？"),
        (6, "python 用哪个版本？"),
        (7, "rust 怎么样？"),
    )
    first, second, *_ = topics(messages, {(1, 0)}, MODEL, CATALOGUE)
    assert (first.word, first.askers, first.taught) == ("kubernetes", 3, False)
    assert first.unanswered == pytest.approx(2 / 3)
    assert first.example == "kubernetes 难不难？"
    assert (second.word, second.course, second.taught) == ("python", "python", True)


def test_the_same_person_asking_often_is_no_topic() -> None:
    assert topics(asked(*[(1, "kubernetes？")] * 9, (2, "kubernetes？")), set(), MODEL, CATALOGUE) == []


def test_a_growing_topic_points_up() -> None:
    texts = [(1, "docker？"), (9, "早上吃什么？"), *[(p, "docker？") for p in (2, 3, 4, 5)]]
    found = {t.word: t for t in topics(asked(*texts), set(), MODEL, CATALOGUE)}
    assert found["docker"].trend == 1


def test_one_question_in_several_words_is_one_topic() -> None:
    texts = [(p, "kubernetes ingress 怎么配？") for p in (1, 2, 3)]
    assert len(topics(asked(*texts), set(), MODEL, CATALOGUE)) == 1


async def write(town: Town, person: Person, text: str, message: int) -> None:
    """Let somebody have written something."""
    async with town.store.write() as connection:
        row = (town.group, message, town.id(person), NOW - 500 + message, NOW + DAY, 0, text)
        await travel(connection, lambda trip: happenings.add_texts(trip, [row]))


async def test_the_weekly_report_goes_to_the_moderators_alone_and_once(town: Town) -> None:
    for n, person in enumerate((ANN, BEN, CAI), 1):
        await write(town, person, "有没有 <b>kubernetes 的课？", n)
    async with town.run("gap") as run:
        assert await gap(run) == 0
    room = town.directory.chat(OTHER.id).id
    async with town.store.write() as connection:
        await chats.assign(connection, room, town.community, "moderators", NOW)
    async with town.run("gap") as run:
        assert await gap(run) == 1
    (call,) = await town.calls()
    assert call.lane == room
    assert "kubernetes" in call.params["text"]
    assert "&lt;b&gt;" in call.params["text"]


async def test_members_may_not_ask_for_it(town: Town) -> None:
    async with town.batch() as batch:
        await run_command(batch, command(BEN, "/gap", GROUP))
    assert not any("kubernetes" in str(c.params) or "🧭" in str(c.params) for c in await town.calls())


def test_there_is_a_sentence_when_there_is_nothing() -> None:
    assert all(say(language, "gap-none") for language in ("zh", "en"))
