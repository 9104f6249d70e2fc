"""Questions that nobody answered, the weekly digest and anniversaries: quiet, asked for, and once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import update

from bot.features.digest.anniversaries import years_since
from bot.features.questions_answers.reminding import experts
from rules.config.schedule import Job
from storage.chats import MEMBER
from tests.behaviour.conftest import World
from tests.behaviour.shop import pass_
from tests.bots import COMMUNITY, running_bot, write_rules
from tests.servers import community, playground

HOUR, DAY = 3_600, 86_400
MANY = "\ncommands: {times: 1000, within: 30s}\n"
INCENTIVES = """
givers: {member_for: 0s, messages: 0}
accepted: {points: 15}
thanks: {points: 5, words: [thanks]}
"""
COURSE = '  - {{id: {0}, title: "{0}", language: any}}\n'


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """The group; Ming 2 and Bob 3 opened the private chat."""
    rules = write_rules(
        tmp_path / "rules",
        moderation="rules: []\n",
        incentives=INCENTIVES,
        community=COMMUNITY + MANY,
        courses="courses:\n" + COURSE.format("py"),
        schedule="quiet: off\njobs: []\n",
    )
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        for user in (2, 3):
            await world.pg.act({"do": "profile", "user": user, "language_code": "en"})
            await world.pg.act({"do": "start", "user": user})
        await bot.settled()
        yield world


async def run(world: World, name: str, planned_at: int) -> None:
    """One run of a job."""
    job = Job(id=name, job=name, cron="0 * * * *", timezone="UTC", options={})
    await world.bot.app.scheduler.run(job, planned_at)
    await world.bot.settled()


async def asked(world: World, text: str) -> None:
    """Olga asks."""
    await world.write(1, f"/ask {text}")
    await world.bot.settled()


async def test_who_asked_for_questions_and_talks_of_the_topic_is_shown_one_a_day(town: World) -> None:
    for user in (2, 3):
        await town.write(user, "I merge pandas tables all day long, merge is easier than join in pandas")
    await town.write(3, "/optin questions", chat=3)
    await asked(town, "how do I merge two pandas tables by date?")
    await asked(town, "why do pandas tables merge twice as long?")
    await run(town, "unanswered", 1)
    assert not [t for t in await town.bot.said(3) if "sounds like" in t], "it is not old enough"
    await pass_(town, 5 * HOUR)
    for planned in (2, 3):
        await run(town, "unanswered", planned)
    assert len([t for t in await town.bot.said(3) if "sounds like" in t]) == 1
    assert not [t for t in await town.bot.said(2) if "sounds like" in t], "who did not ask hears nothing"
    await pass_(town, DAY + HOUR)
    await run(town, "unanswered", 4)
    shown = [m["message"] for m in await town.pg.messages(3) if "sounds like" in m["message"].get("text", "")]
    assert len(shown) == 2
    assert len({m["text"] for m in shown}) == 2
    data = shown[-1]["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    act = {"do": "press", "chat": 3, "user": 3, "message": shown[-1]["message_id"], "data": data}
    await town.pg.act(act)
    await asked(town, "which pandas tables can I merge without a common date?")
    await pass_(town, 2 * DAY)
    await run(town, "unanswered", 5)
    assert len([t for t in await town.bot.said(3) if "sounds like" in t]) == 2, "the button ends it"


async def test_questions_that_are_answered_or_about_something_else_reach_nobody(town: World) -> None:
    await town.write(3, "I merge pandas tables all day long, merge is easier than join in pandas")
    await town.write(3, "/optin questions", chat=3)
    await asked(town, "how do I cook rice for a lot of people?")
    question = await town.write(1, "/ask how do I merge two pandas tables by date?")
    await town.bot.settled()
    await town.write(2, "with merge and on", reply_to=question)
    await pass_(town, 5 * HOUR)
    await run(town, "unanswered", 1)
    assert not [t for t in await town.bot.said(3) if "sounds like" in t]


async def test_the_digest_is_one_quiet_post_without_pings_and_nothing_where_nothing_was(town: World) -> None:
    now = int(town.bot.app.clock.now()) + HOUR
    await run(town, "digest", now)
    assert not [t for t in await town.bot.said(town.chat) if "The last days" in t]
    question = await town.write(2, "/ask how do I merge two pandas tables by date?")
    await town.bot.settled()
    answer = await town.write(3, "use merge with on and how", reply_to=question)
    await town.write(2, "/solved", reply_to=answer)
    best = await town.write(3, "a long text about joins that is worth reading again")
    await town.write(1, "/essence", reply_to=best)
    await town.bot.settled()
    path, known = town.bot.app.settings.rules / "courses.yaml", town.bot.app.book().hash
    path.write_text(path.read_text() + COURSE.format("sql"))

    async def taken() -> bool:
        return town.bot.app.book().hash != known

    await town.pg.wait_for(taken)
    await run(town, "digest", now + 1)
    posts = [t for t in await town.bot.said(town.chat) if "The last days" in t]
    assert len(posts) == 1
    for part in ("Answers that helped", "Among the best", "Helped most: Bob", "sql"):
        assert part in posts[0]
    assert "• py" not in posts[0]
    (call,) = [c for c in await town.bot.called("sendMessage") if "The last days" in str(c["text"])]
    assert call["disable_notification"]
    assert "tg://" not in call["text"]


async def test_an_anniversary_is_one_quiet_line_unless_somebody_wants_none(town: World) -> None:
    now = int(town.bot.app.clock.now())
    for user in (2, 3):
        await town.write(user, "good morning to all of you")
    await town.write(3, "/optout anniversaries", chat=3)
    await town.bot.settled()
    year = datetime.fromtimestamp(now, UTC)
    before = int(year.replace(year=year.year - 2).timestamp())
    with town.bot.store.write() as connection:
        connection.execute(update(MEMBER).values(joined_at=before))
    await run(town, "anniversaries", now)
    said = [t for t in await town.bot.said(town.chat) if "🎂" in t]
    assert len(said) == 1
    assert "小明 has been with us for 2 years today." in said[0]
    assert "Bob" not in said[0]
    await run(town, "anniversaries", now + DAY)
    assert len([t for t in await town.bot.said(town.chat) if "🎂" in t]) == 1


@pytest.mark.parametrize(
    ("joined", "today", "years"),
    [
        ("2024-02-29T12:00", "2026-02-28T12:00", 2),
        ("2024-02-29T12:00", "2028-02-29T12:00", 4),
        ("2024-02-29T12:00", "2026-03-01T12:00", 0),
        ("2025-05-01T15:59", "2026-05-01T16:01", 0),  # in Shanghai these are two days
        ("2025-05-01T16:01", "2026-05-02T10:00", 1),
        ("2026-05-01T12:00", "2026-05-01T12:00", 0),
    ],
)
def test_anniversaries_are_told_by_the_communitys_calendar(joined: str, today: str, years: int) -> None:
    then, now = (int(datetime.fromisoformat(t).replace(tzinfo=UTC).timestamp()) for t in (joined, today))
    assert years_since(then, now, "Asia/Shanghai") == years


def test_experts_are_told_by_words_that_few_use() -> None:
    talk = {
        1: {"merge": 5, "pandas": 4, "date": 1},
        2: {"hello": 9, "pandas": 1},
        3: {"rice": 3, "cook": 2, "hello": 1},
        4: dict[str, int](),
    }
    assert [p for _, p in experts(["merge", "pandas", "date"], talk)] == [1]
    assert [p for _, p in experts(["rice"], talk)] == [3]
    assert experts(["violin"], talk) == []
    assert experts([], talk) == []
