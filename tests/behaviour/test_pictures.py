"""Pictures with QR codes: found beside everything else, judged as events of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.backtest.command import Wanted, over_database
from bot.features.pictures.scan_queue import Pictures
from bot.runtime.settings import Settings
from rules.config.rule_book_store import load_book
from storage.cases import CASE
from storage.event_log import EVENT
from storage.timers import TIMER
from tests.behaviour.conftest import World
from tests.behaviour.test_cases import cards, settle, undone
from tests.bots import default_rules, running_bot, write_rules
from tests.databases import new_database
from tests.drawing import code, encoded, medium, poster
from tests.servers import community, playground

RULES = """
rules:
  - {id: ads, title: advertising, when: {words: buy now}, then: [delete]}
  - {id: codes, title: a QR code, on: picture, when: {qr: [telegram, wechat]}, then: [delete, warn, alert]}
  - {id: words, on: picture, mode: shadow, when: {words: 加微信}, then: [delete]}
"""
INVITE, WECHAT = "https://t.me/+AbCdEf", "https://u.wechat.com/kGh2aBc"
PHOTO = medium(encoded(poster(INVITE), "JPEG"))


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The group, with rules about codes."""
    rules = write_rules(tmp_path / "rules", moderation=RULES)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        await bot.settled()
        yield World(pg, bot, chat)


async def looked_at(world: World) -> list[tuple[str, str]]:
    """Wait until no picture waits any more; every case: its rule and what it matched."""
    await world.bot.settled()
    await world.bot.app.services.of(Pictures).waiting.join()
    await world.bot.settled()
    return [(c["rule"], c["matched"]) for c in world.bot.rows(select(CASE).order_by(CASE.c.id))]


async def fetched(world: World) -> int:
    """How many pictures were asked for."""
    return len(await world.bot.called("getFile"))


@pytest.mark.parametrize(
    "sent",
    [
        PHOTO,
        medium(encoded(code(INVITE)), "document", "scan.png"),
        medium(encoded(code(INVITE), "WEBP"), "document", "scan.webp"),
    ],
)
async def test_a_newcomers_picture_with_a_code_goes(world: World, sent: dict[str, Any]) -> None:
    message = await world.write(3, "what a day", media=sent)
    assert await looked_at(world) == [("codes", INVITE)]
    assert await world.deleted() == {message}


async def test_a_harmless_picture_stays_and_is_no_event(world: World) -> None:
    await world.write(3, "", media=medium(encoded(poster(), "JPEG")))
    await world.write(3, "", media=medium(encoded(poster("practice 2"), "JPEG")))
    assert await looked_at(world) == []
    assert await fetched(world) == 2
    assert await world.deleted() == set()
    kinds = [e["kind"] for e in world.bot.rows(select(EVENT.c.kind).where(EVENT.c.kind == "picture"))]
    assert kinds == ["picture"]


async def test_what_a_code_says_is_looked_at_like_any_text(world: World) -> None:
    await world.write(3, "", media=medium(encoded(poster("加微信 abc123"))))
    assert await looked_at(world) == [("words", "加微信")]


async def test_only_pictures_of_members_without_trust_are_fetched(world: World) -> None:
    await world.write(1, "", media=PHOTO)
    await world.write(2, "buy now", media=PHOTO)  # goes for its words
    await world.write(2, "", media="video")
    await world.write(2, "", media=medium(b"%PDF-1.7", "document", "notes.pdf"))
    assert [rule for rule, _ in await looked_at(world)] == ["ads"]
    assert await fetched(world) == 0


async def test_a_picture_that_is_put_in_later_is_looked_at_too(world: World) -> None:
    message = await world.write(3, "", media=medium(encoded(poster(), "JPEG")))
    assert await looked_at(world) == []
    edit = {"do": "edit", "chat": world.chat, "user": 3, "message": message, "text": ""}
    await world.pg.act(edit)
    assert await looked_at(world) == []
    assert await fetched(world) == 1
    await world.pg.act(edit | {"media": PHOTO})
    assert await looked_at(world) == [("codes", INVITE)]
    assert await world.deleted() == {message}


async def test_an_album_goes_as_a_whole(world: World) -> None:
    plain = medium(encoded(poster(), "JPEG"))
    parts = [await world.write(3, "", media=sent, album="a1") for sent in (plain, PHOTO, plain)]
    assert [rule for rule, _ in await looked_at(world)] == ["codes"]
    assert await world.deleted() == set(parts)


@pytest.mark.parametrize("content", [b"no picture", encoded(code(INVITE))[:200], b"\xff\xd8\xff" * 9])
async def test_bad_pictures_change_nothing(world: World, content: bytes) -> None:
    await world.write(3, "", media=medium(content))
    message = await world.write(3, "", media=PHOTO)
    assert await looked_at(world) == [("codes", INVITE)]
    assert await world.deleted() == {message}


async def test_a_decision_about_the_message_does_not_wait_for_its_picture(world: World) -> None:
    await world.pg.faults({"method": "getFile", "kind": "timeout_after", "seconds": 2, "times": 1})
    await world.write(3, "look", media=PHOTO)
    message = await world.write(3, "buy now", media=PHOTO)
    assert await world.deleted() == {message}
    assert world.bot.rows(select(TIMER).where(TIMER.c.kind == "picture")) == []
    assert [rule for rule, _ in await looked_at(world)] == ["ads"]


async def test_what_is_found_in_a_picture_is_carried_no_longer_than_needed(world: World) -> None:
    await world.write(3, "", media=PHOTO)
    await looked_at(world)
    (timer,) = world.bot.rows(select(TIMER).where(TIMER.c.kind == "picture"))
    assert (timer["payload"], timer["fired_at"] > 0) == ("", True)


async def test_a_back_test_finds_again_what_the_pictures_held(world: World, tmp_path: Path) -> None:
    await world.write(3, "", media=PHOTO)
    await world.write(2, "hello", media=medium(encoded(poster("加微信 abc123"))))
    assert [rule for rule, _ in await looked_at(world)] == ["codes", "words"]
    book = load_book(tmp_path / "rules")[0]
    assert book is not None
    settings = Settings(_env_file=None, database=new_database(tmp_path, "bot.db"))
    ran = over_database(settings, Wanted(book=book, since=0), lambda done, total: None)
    found = {r.rule: (r.hits, r.new, r.gone) for r in ran.report.rules}
    assert (found["codes"], found["words"]) == ((1, 0, 0), (1, 0, 0))
    assert (ran.report.changed, ran.unknown) == (0, 0)


async def test_the_rules_that_ship_hold_a_newcomers_code_for_the_moderators(tmp_path: Path) -> None:
    async with (
        playground(flood=False) as pg,
        running_bot(pg, tmp_path, default_rules(tmp_path / "rules")) as bot,
    ):
        world = World(pg, bot, await community(pg, drain=False))
        await bot.settled()
        harmless = "https://github.com/pandas-dev/pandas"
        await world.write(3, "", media=medium(encoded(poster(harmless), "JPEG")))
        message = await world.write(3, "", media=medium(encoded(poster(WECHAT), "JPEG")))
        assert await looked_at(world) == [("qr-codes", WECHAT)]
        assert await world.deleted() == {message}
        assert await bot.called("restrictChatMember") == []
        (case,) = bot.rows(select(CASE))
        assert case["mode"] == "review"


async def test_a_moderator_sees_what_the_code_says_and_gives_the_picture_back(world: World) -> None:
    await settle(world)
    await world.write(3, "what a day", media=PHOTO)
    await looked_at(world)
    (card,) = await cards(world)
    assert "me/+AbCdEf" in card["text"]
    assert "one message restored" in await undone(world, card)
    assert [c["caption"] for c in await world.bot.called("sendPhoto")] != []
