"""The learned spam score in the running bot: moderators teach it, and it knows at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest_asyncio
from sqlalchemy import select

from bot.features.spam.model_updates import Keeper
from bot.features.spam.score_service import Spam
from bot.features.spam.text_features import features
from bot.features.spam.training_data import CannotLearn, Learned, Lesson, study
from storage import spam as stored
from storage.cases import CASE
from storage.spam import LABEL, MODEL
from tests.behaviour.conftest import World
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

SPAM = "诚招兼职，在家就能做，一天三百元当天结算，想赚零花钱的加我微信 ab123"
COPY = "诚招兼职，在家就能做，一天五百元当天结算，想赚零花钱的加我微信 xy99"
ODD = "Gardeners wanted: our tulip bulbs came early this year, write to me in private for a bulb"
RULES = """
rules:
  - id: learned
    title: looks like spam
    when: {spam: {level: likely, first: 3}}
    then: [delete]
"""


@pytest_asyncio.fixture
async def scored(tmp_path: Path) -> AsyncIterator[World]:
    """A bot whose rules ask for scores, with the model that is shipped."""
    rules = write_rules(tmp_path / "rules", moderation=RULES)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        await bot.settled()
        await pg.wait_for(lambda: loaded(bot.app.services.of(Spam).voices))
        yield World(pg, bot, chat)


async def loaded(voices: Mapping[int, object]) -> bool:
    """Whether a model is in force."""
    return bool(voices)


async def noted(world: World) -> None:
    """Wait until the newest label counts."""

    async def known() -> bool:
        voice = world.bot.app.services.of(Spam).voices[world.bot.app.community]
        with world.bot.store.read() as connection:
            return voice.noted_through == stored.newest_label(connection, world.bot.app.community)

    await world.bot.settled()
    await world.pg.wait_for(known)


async def test_advertising_is_found_without_any_word_list_and_the_case_says_why(scored: World) -> None:
    message = await scored.write(2, SPAM)
    assert await scored.deleted() == {message}
    (case,) = scored.bot.rows(select(CASE))
    assert case["rule"] == "learned"
    assert case["matched"] in SPAM
    assert case["trace"]["finding"]["values"]["percent"] > 90


async def test_members_who_have_written_enough_and_moderators_are_not_looked_at(scored: World) -> None:
    for n in range(3):
        await scored.write(2, f"晚上好，第 {n} 题我会了")
    await scored.write(2, SPAM)
    await scored.write(1, SPAM)
    assert await scored.deleted() == set()


async def test_spam_by_command_goes_with_its_author_and_near_copies_are_known_at_once(scored: World) -> None:
    message = await scored.write(2, ODD)
    command = await scored.write(1, "/spam", reply_to=message)
    assert message in await scored.deleted()
    (ban,) = await scored.bot.called("banChatMember")
    assert int(ban["user_id"]) == 2
    await noted(scored)
    copy = await scored.write(3, ODD.replace("a bulb", "more"))
    assert {message, copy} <= await scored.deleted()
    (label,) = scored.bot.rows(select(LABEL))
    assert (label["label"], label["source"]) == ("spam", "command")
    assert ODD.encode() not in label["features"]
    assert command


async def test_what_a_moderator_calls_ham_is_left_alone_and_so_are_its_copies(scored: World) -> None:
    first = await scored.write(1, COPY)  # a moderator tells what advertisers write
    await scored.write(1, "/ham", reply_to=first)
    assert any("Noted" in text for text in await scored.bot.said(scored.chat))
    await noted(scored)
    await scored.write(2, SPAM)
    assert await scored.deleted() <= {first + 1}


async def test_spam_and_ham_need_a_message_that_they_answer(scored: World) -> None:
    await scored.write(3, "good morning")
    await scored.write(1, "/spam @bob_builds")
    await scored.write(1, "/ham")
    said = await scored.bot.said(scored.chat)
    assert [t for t in said if "as a reply" in t] == said
    assert scored.bot.rows(select(LABEL)) == []
    assert await scored.bot.called("banChatMember") == []


async def test_members_teach_nothing(scored: World) -> None:
    message = await scored.write(3, "good morning")
    await scored.write(2, "/spam", reply_to=message)
    await scored.write(2, "/ham", reply_to=message)
    await scored.bot.settled()
    assert scored.bot.rows(select(LABEL)) == []
    assert await scored.deleted() == set()


async def test_without_a_rule_that_asks_no_model_is_loaded(world: World) -> None:
    await world.write(2, SPAM)
    await world.bot.settled()
    assert world.bot.app.services.of(Spam).voices == {}


async def test_a_new_model_is_learned_once_labels_came_to_rest_and_taken_over(scored: World) -> None:
    app, lessons = scored.bot.app, list[Lesson]()

    async def learn(lesson: Lesson) -> Learned:
        lessons.append(lesson)
        return await asyncio.to_thread(study, lesson)

    row = {"community_id": app.community, "digest": 7, "label": "spam", "source": "command", "at": 1}
    with app.store.write() as connection:
        stored.add_labels(connection, [row | {"by_id": None, "features": features([ODD]).pack()[0]}])
    keeper = Keeper(
        app.store, app.services.of(Spam), app.community, app.book, app.clock.now, quiet=0, study=learn
    )
    work = asyncio.create_task(keeper.run())

    async def taken_over() -> bool:
        return app.services.of(Spam).voices[app.community].row > 0

    await scored.pg.wait_for(taken_over)
    work.cancel()
    (lesson,) = lessons
    assert [(r.spam, r.weight > 1) for r in lesson.rows] == [(True, True)]
    (model,) = scored.bot.rows(select(MODEL))
    assert app.services.of(Spam).voices[app.community].model.name == model["name"]
    assert app.services.of(Spam).voices[app.community].learned_through == model["labels_through"] == 1


async def test_when_nothing_can_be_learned_the_model_in_force_stays(scored: World) -> None:
    app = scored.bot.app
    before = app.services.of(Spam).voices[app.community].model

    async def learn(_lesson: Lesson) -> Learned:
        raise CannotLearn("too little")

    app.services.of(Spam).voices[app.community].learned_at = 0.0
    keeper = Keeper(app.store, app.services.of(Spam), app.community, app.book, app.clock.now, study=learn)
    work = asyncio.create_task(keeper.run())

    async def tried() -> bool:
        return app.services.of(Spam).voices[app.community].learned_at > 0

    await scored.pg.wait_for(tried)
    work.cancel()
    assert app.services.of(Spam).voices[app.community].model is before
    assert scored.bot.rows(select(MODEL)) == []
