"""In which language people are spoken to."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.text.messages import plain, say
from storage.directory import PERSON
from tests.behaviour.conftest import INCENTIVES, MODERATION, World
from tests.behaviour.test_about import alone
from tests.behaviour.test_commands import ask
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

OWNER, MING, BOB, ENGLISH, CHINESE = 1, 2, 3, 11, 12
RULES = """
name: 学习社
language: zh
timezone: UTC
welcome: {zh: "欢迎 {member}", en: "Welcome {member}"}
rules: {zh: 友善交流, en: Be kind}
notice_seconds: 600
answer_seconds: 600
"""


@pytest_asyncio.fixture
async def chinese(tmp_path: Path) -> AsyncIterator[World]:
    """A Chinese group with an English member, 11, and a Chinese one, 12."""
    rules = write_rules(
        tmp_path / "rules",
        community=RULES,
        moderation=MODERATION,
        incentives=INCENTIVES,
        screening="captcha: {kind: button, within: 5m}",
    )
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        for number, name, code in ((ENGLISH, "Ed", "en-GB"), (CHINESE, "阿华", "zh-hans")):
            act = {"do": "create_person", "person": number, "first_name": name, "language_code": code}
            await pg.act(act)
        await bot.settled()
        yield world


async def comes(world: World, person: int) -> str:
    """What the group reads when somebody comes in."""
    before = len(await world.bot.said(world.chat))
    await world.pg.act({"do": "join", "chat": world.chat, "user": person})
    return "\n".join((await world.bot.said(world.chat))[before:])


@pytest.mark.parametrize(("person", "language"), [(ENGLISH, "en"), (CHINESE, "zh")])
async def test_whoever_comes_is_asked_in_their_language(chinese: World, person: int, language: str) -> None:
    assert say(language, "captcha-button") in await comes(chinese, person)
    posted = (await chinese.bot.called("sendMessage"))[-1]
    assert plain(language, "captcha-press") in json.dumps(posted["reply_markup"], ensure_ascii=False)


async def test_a_note_that_names_people_of_two_languages_is_in_both(chinese: World) -> None:
    await comes(chinese, ENGLISH)
    await comes(chinese, CHINESE)
    first, second = (await chinese.bot.said(chinese.chat))[-1].splitlines()
    assert say("zh", "captcha-button") in first
    assert say("en", "captcha-button") in second
    assert ("Ed" in first, "阿华" in first, "Ed" in second) == (True, True, False)
    changed = (await chinese.bot.called("editMessageText"))[-1]
    ((button,),) = changed["reply_markup"]["inline_keyboard"]
    assert button["text"] == f"{plain('zh', 'captcha-press')} · {plain('en', 'captcha-press')}"


async def test_a_note_that_names_people_of_one_language_is_in_theirs(chinese: World) -> None:
    await comes(chinese, ENGLISH)
    act = {"do": "create_person", "person": 13, "first_name": "Al", "language_code": "en"}
    await chinese.pg.act(act)
    await comes(chinese, 13)
    (note,) = (await chinese.bot.said(chinese.chat))[-1].splitlines()
    assert say("en", "captcha-button") in note


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "message removed, one warning. Reason: advertising"), ("zh", "原因：广告")],
)
async def test_a_removal_is_told_in_the_language_of_whom_it_befell(
    chinese: World, language: str, told: str
) -> None:
    await chinese.write(MING, f"/language {language}")
    assert told in await ask(chinese, MING, "buy now")


async def test_answers_come_in_the_language_of_whoever_asks(chinese: World) -> None:
    assert "points" in await ask(chinese, MING, "/me")
    await chinese.write(MING, "/language zh")
    assert "友善交流" in await ask(chinese, MING, "/rules")
    await chinese.pg.post("/sim/clock", {"advance": 60})
    await chinese.write(MING, "/language auto")
    assert "Be kind" in await ask(chinese, MING, "/rules")


async def test_a_chosen_language_stays_when_telegram_tells_another(chinese: World) -> None:
    await chinese.write(MING, "/language zh")
    await chinese.pg.act({"do": "profile", "user": MING, "first_name": "Ming"})
    assert "积分" in await ask(chinese, MING, "/me")
    (row,) = chinese.bot.rows(select(PERSON).where(PERSON.c.platform_id == MING))
    assert (row["language"], row["spoken"], row["name"]) == ("en", "zh", "Ming")


async def test_the_choice_holds_in_private(chinese: World) -> None:
    await chinese.pg.act({"do": "start", "user": MING})
    assert "以后我对你说中文" in await alone(chinese, MING, "/language 中文")
    assert "我是「学习社」的助手" in await alone(chinese, MING, "hello")


async def test_what_everybody_reads_is_in_the_groups_language(chinese: World) -> None:
    await chinese.write(OWNER, "/language en")
    await chinese.write(OWNER, "/slow 30s")
    assert "每" in (await chinese.bot.said(chinese.chat))[-1]


async def test_a_note_is_in_both_languages_where_operators_say_so(tmp_path: Path) -> None:
    screening = "captcha: {kind: word, within: 5m}"
    rules = write_rules(tmp_path / "rules", community=RULES + "both_languages: true\n", screening=screening)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        await pg.act({"do": "create_person", "person": CHINESE, "first_name": "阿华", "language_code": "zh"})
        first, second = (await comes(world, CHINESE)).splitlines()
        assert "哪" in first
        assert "Which word" in second


async def test_what_everybody_reads_comes_in_both_languages_where_operators_say_so(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", community=RULES + "both_languages: true\n")
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        answer = await ask(world, OWNER, "/lock links 2h")
        assert len(answer.splitlines()) == 2
        assert "链接" in answer
        assert "links" in answer
        assert "2 hours" in answer
        assert len((await ask(world, MING, "/rules")).splitlines()) == 1
