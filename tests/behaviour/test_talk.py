"""What is written to the bot in private without a command, or with one it does not have."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

import rules
from bot.features import extensions
from bot.features.community.senses import asked_about
from bot.features.community.talk import fitting
from rules.config.book import load_book
from rules.engine.normalize import normalize
from storage.casework import APPEAL
from tests.behaviour.conftest import World
from tests.behaviour.test_about import alone
from tests.behaviour.test_appeals import number, town
from tests.behaviour.test_buttons import ask, behind, press
from tests.behaviour.test_cases import BOB
from tests.behaviour.test_commands import ask as ask_in_group
from tests.bots import default_rules, running_bot
from tests.servers import community, playground

__all__ = ["town"]
OWNER, MING, STRANGER = 1, 2, 6
COURSES = load_book(Path(rules.__file__).parent, extensions())[0].courses  # type: ignore[union-attr]  # it loads


@pytest_asyncio.fixture
async def school(tmp_path: Path) -> AsyncIterator[World]:
    """The group with the catalogue that comes along; Ming, Olga and a stranger opened the private chat."""
    folder = default_rules(tmp_path / "rules")
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, folder) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        await pg.act({"do": "create_person", "person": STRANGER, "first_name": "Sam", "language_code": "en"})
        for person in (OWNER, MING, STRANGER):
            await pg.act({"do": "start", "user": person})
        await bot.settled()
        yield world


@pytest.mark.parametrize(
    "text", ["你好", "你好呀！", "hello", "Hi there!", "what can you do?", "你能做什么？", "在吗"]
)
async def test_a_greeting_is_greeted_with_what_fits(school: World, text: str) -> None:
    answer = await alone(school, MING, text)
    assert "知群学习社" in answer
    assert "/courses" in answer
    assert "/settings" not in answer


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("我不想再收到推荐了", "/optout"),
        ("stop suggestions please", "/optout"),
        ("退订", "/optout"),
        ("我被禁言了，为什么", "/appeal"),
        ("怎么申诉", "/appeal"),
        ("why was I muted?", "/appeal"),
        ("please unmute me", "/appeal"),
        ("怎么打卡", "in the group"),
        ("how do I check in?", "in the group"),
        ("删除我的数据", "moderators can see to that"),
        ("delete my data", "moderators can see to that"),
        ("再见", "See you"),
        ("bye!", "See you"),
        ("我想学做饭", "no course about that"),
        ("I want to learn cooking", "no course about that"),
        ("有免费的课吗", "free"),
        ("any free courses?", "free"),
        ("are you human", "I am the assistant"),
        ("你是真人吗", "I am the assistant"),
    ],
)
async def test_what_is_asked_is_answered_and_nothing_else_is_suggested(
    school: World, text: str, said: str
) -> None:
    answer = await alone(school, MING, text)
    assert said in answer
    assert "🎯" not in answer


async def test_a_member_whom_the_bot_never_saw_is_answered_at_their_first_word(school: World) -> None:
    await school.pg.act({"do": "start", "user": BOB})
    await school.bot.settled()
    (said,) = await school.bot.said(BOB)
    assert "查积分" in said
    assert "只为群内成员服务" not in said


async def test_a_stranger_is_asked_about_once_and_invited_once(school: World) -> None:
    before = len(await school.bot.said(STRANGER))
    asked = len(await school.bot.called("getChatMember"))
    await alone(school, STRANGER, "hello")
    assert len(await school.bot.said(STRANGER)) == before + 1
    assert len(await school.bot.called("getChatMember")) == asked + 1


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("how do I delete my rows in pandas", ""),
        ("怎么删除列表元素", ""),
        ("怎么封装一个类", ""),
        ("stop words in nlp", ""),
        ("凭什么禁言", "appeal"),
        ("forget me", "forget"),
    ],
)
def test_questions_about_a_subject_are_not_taken_for_a_complaint(text: str, about: str) -> None:
    assert asked_about(normalize(text)) == about


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("谢谢", "You are welcome"),
        ("好的，谢谢老师！", "You are welcome"),
        ("thanks a lot!", "You are welcome"),
        ("打卡", "in the group"),
        ("check in", "in the group"),
        ("我的积分", "0 points"),
        ("my points?", "0 points"),
        ("排行榜", "Nobody has points yet"),
        ("群规", "Be kind"),
        ("怎么退款？", "@admin"),
        ("I want a refund please", "@admin"),
        ("我的账号登录不了", "@admin"),
    ],
)
async def test_what_is_meant_without_a_command_is_answered(school: World, text: str, said: str) -> None:
    assert said in await alone(school, MING, text)


async def test_a_moderator_is_shown_what_moderators_use(school: World) -> None:
    assert "/settings" in await alone(school, OWNER, "你好")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我想学英语，有什么推荐？", "English"),
        ("hello, I want to learn Excel", "Excel"),
        ("有没有 SQL 的课", "SQL"),
        ("how to use pandas", "Pandas"),
    ],
)
async def test_the_catalogue_is_searched_with_the_words(school: World, text: str, found: str) -> None:
    answer = await alone(school, MING, text)
    assert found in answer
    assert "📚" in answer


async def test_a_wish_without_a_subject_is_answered_with_a_suggestion(school: World) -> None:
    answer = await alone(school, MING, "有什么课推荐？")
    assert "🎯" in answer or "/courses" in answer


async def test_what_is_not_understood_is_answered_with_what_fits(school: World) -> None:
    assert "/courses" in await alone(school, MING, "blorp zzz")


@pytest.mark.parametrize(
    ("text", "meant"), [("/cuorses", "/courses"), ("/xyzzy", "/help"), ("/setings", "/help")]
)
async def test_an_unknown_command_gets_a_hint_in_private(school: World, text: str, meant: str) -> None:
    assert meant in await alone(school, MING, text)


async def test_an_unknown_command_is_met_with_silence_in_a_group(school: World) -> None:
    assert await ask_in_group(school, MING, "/cuorses") == ""


@pytest.mark.parametrize(
    "text",
    ["hello", "I want to learn Excel", "/xyzzy", "/ban 123456789 spam", "/cases", "/lock all", "/info"],
)
async def test_a_stranger_gets_the_invitation_whatever_they_send(school: World, text: str) -> None:
    answer = await alone(school, STRANGER, text)
    assert "answer those who are in one of its groups" in answer
    assert "/courses" not in answer
    assert "moderators" not in answer.lower()


async def test_the_reason_of_an_objection_may_be_plain_text(town: World) -> None:
    case = number(town)
    answer = await ask(town, BOB, "/why", BOB)
    await press(town, BOB, answer["message_id"], behind(answer)[0], BOB)
    assert "Just write it here" in (await town.bot.said(BOB))[-1]
    assert "added that" in await alone(town, BOB, "it was only a quotation")
    (appeal,) = town.bot.rows(select(APPEAL))
    assert (appeal["case_id"], appeal["text"]) == (case, "it was only a quotation")
    assert "added that" not in await alone(town, BOB, "and what else is new")


@pytest.mark.parametrize(
    ("said", "first"),
    [("英语", "英语"), ("python 入门", "Python 零基础入门"), ("statistics please", "生活中的统计学")],
)
def test_the_best_course_comes_first(said: str, first: str) -> None:
    assert first in fitting(COURSES, said)[0].title["zh"]


@pytest.mark.parametrize("said", ["", "!!!", "的了吗", "the and of", "zzzz", "🎉"])
def test_words_that_name_no_subject_find_nothing(said: str) -> None:
    assert fitting(COURSES, said) == ()
