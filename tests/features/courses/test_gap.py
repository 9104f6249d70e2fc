"""Questions, topics and what the catalogue covers of them."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.content_gap.coverage import Coverage
from bot.features.content_gap.question_detection import asks, subject
from bot.features.content_gap.question_gathering import sort_out
from bot.features.content_gap.rendering import example
from bot.features.content_gap.topics import Asked, grouped, matched
from tests.features.courses.worlds import CATALOGUE, course

ASKING = (
    "请问 Docker 怎么部署",
    "有没有讲剪辑的课",
    "想学油画",
    "这门课有回放吗",
    "Rust 难学吗？",
    "how do I deploy with docker",
    "Hi all, can anyone recommend a book on Rust",
    "Is there a class about soldering?",
    "I want to learn painting",
)
NOT_ASKING = (
    "",
    "?",
    "今天打卡完成",
    "我知道怎",
    "thanks, that helped",
    "see https://example.com/?page=2",
    "@ann which version do you have?",
    "look at `a ? b : c` here",
    "> how do I deploy\nlike this",
)


@pytest.mark.parametrize("text", ASKING)
def test_a_question_is_told_with_and_without_its_mark(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", NOT_ASKING)
def test_what_asks_nobody_anything_is_no_question(text: str) -> None:
    assert not asks(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("请问 Docker 怎么部署？", ["docker", "部署"]),
        ("@ann 有没有 https://e.com/rust 的教程", []),
        ("how do I start with `secret` soldering?", ["soldering"]),
        ("大家觉得应该怎么办？", []),
    ],
)
def test_the_subject_is_what_is_left_without_the_words_of_asking(text: str, words: list[str]) -> None:
    assert subject(text) == words


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    asks(text)
    assert len(subject(text)) <= 12


def asked(person: int, words: str, at: int = 0, message: int = 0, answered: bool = False) -> Asked:
    """A question of somebody's."""
    return Asked(1, message, person, at, frozenset(words.split()), answered)


def test_a_topic_counts_people_and_not_how_often_one_of_them_asks() -> None:
    one = [asked(1, "docker", message=n) for n in range(9)]
    assert grouped(one, 9) == []
    (topic,) = grouped([*one, asked(2, "docker compose")], 9)
    assert (topic.head, topic.askers, len(topic.questions)) == ("docker", 2, 10)


def test_words_that_are_asked_about_together_name_one_topic() -> None:
    questions = [asked(n, "docker compose") for n in range(4)] + [asked(9, "rust"), asked(8, "rust")]
    docker, rust = grouped(questions, 9)
    assert set(docker.weights) == {"docker", "compose"}
    assert rust.weights == {"rust": 1.0}


def test_a_word_that_a_third_of_many_people_use_names_no_topic() -> None:
    questions = [asked(n, "chat docker" if n % 5 == 0 else "chat") for n in range(40)]
    assert [t.head for t in grouped(questions, 9)] == ["docker"]


WORDS = st.frozensets(st.sampled_from("abcdef"), max_size=4)
QUESTIONS = st.lists(st.builds(Asked, st.just(1), st.integers(1, 99), st.integers(1, 6), st.just(0), WORDS))


@given(QUESTIONS)
def test_a_question_counts_for_one_topic_whatever_is_asked(questions: list[Asked]) -> None:
    found = grouped(questions, 20)
    assert sum(len(t.questions) for t in found) <= len(questions)
    assert all(t.askers >= 2 and t.head in t.weights for t in found)
    assert len({t.head for t in found}) == len(found)


@given(QUESTIONS)
def test_the_same_questions_a_period_earlier_are_counted_the_same(questions: list[Asked]) -> None:
    found = grouped(questions, 20)
    assert matched(found, questions) == [t.askers for t in found]


@cache
def _coverage() -> Coverage:
    return Coverage(CATALOGUE)


@pytest.mark.parametrize(
    ("words", "nearest", "low", "high"),
    [
        ({"python": 1.0}, "python", 1, 1),
        ({"理财": 1.0, "基金": 0.5}, "saving", 1, 1),
        ({"docker": 1.0}, "", 0, 0),
        ({"docker": 1.0, "python": 0.5}, "python", 0.05, 0.3),
        ({"python": 1.0, "docker": 0.5}, "python", 0.6, 0.95),
        ({}, "", 0, 0),
    ],
)
def test_a_topic_is_covered_as_far_as_a_course_has_its_words(
    words: dict[str, float], nearest: str, low: float, high: float
) -> None:
    found = _coverage().of(words)
    assert found.course == nearest
    assert low <= found.coverage <= high


def test_what_a_description_mentions_in_passing_covers_half() -> None:
    made = Coverage((course("a", title="Alpha", description="a little docker"), course("b", title="Beta")))
    assert made.of({"docker": 1.0}) == ("a", 0.5)


def test_hidden_courses_and_empty_catalogues_cover_nothing() -> None:
    assert Coverage(()).of({"python": 1.0}) == ("", 0.0)
    assert Coverage((course("a", title="Docker", hidden=True),)).of({"docker": 1.0}) == ("", 0.0)


def said(person: int, text: str, at: int, message: int, reply_to: int = 0) -> Any:
    """A message as the database gives it."""
    return SimpleNamespace(
        chat_id=1, person_id=person, text=text, at=at, message_id=message, reply_to=reply_to, expires_at=9
    )


QUESTION = said(1, "请问 Docker 怎么部署？", 100, 1)


@pytest.mark.parametrize(
    ("message", "answered"),
    [
        (said(2, "看文档", 200, 2, reply_to=1), True),
        (said(2, "docker 装好就行", 200, 2), True),
        (said(2, "docker 装好就行", 100 + 1801, 2), False),
        (said(2, "吃饭了", 200, 2), False),
        (said(2, "我也想问 docker 怎么装？", 200, 2), False),
        (said(1, "docker 装好了", 200, 2), False),
    ],
)
def test_a_reply_or_somebody_elses_words_on_the_same_subject_answer(message: Any, answered: bool) -> None:
    new, answers = sort_out([QUESTION, message], [], 7)
    assert new[0]["words"] == ["docker", "部署"]
    assert [a[1] for a in answers] == ([1] if answered else [])


def test_a_question_of_the_last_time_is_answered_in_this_one() -> None:
    (row,), _ = sort_out([QUESTION], [], 7)
    assert sort_out([said(2, "docker 很简单", 300, 5)], [SimpleNamespace(**row)], 7) == ([], [(1, 1, 2, 300)])


def test_who_asks_back_asks_no_question_of_their_own() -> None:
    assert sort_out([said(2, "哪个系统的 docker？", 300, 5, reply_to=1)], [], 7)[0] == []


def test_an_example_is_short_and_leads_to_nobody() -> None:
    assert example("@ann  how\nto t.me/ann https://e.com/x weld") == "… how to … … weld"
    assert len(example("x" * 500)) == 120
