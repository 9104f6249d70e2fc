"""Undo that Telegram refuses: nobody hears that something is back which is not, and it can be tried again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.text.messages import plain
from storage.cases import CASE
from storage.chats import MEMBER
from tests.behaviour.conftest import INCENTIVES, World
from tests.behaviour.test_captcha import EVE as NEW
from tests.behaviour.test_captcha import visit
from tests.behaviour.test_cases import (
    BOB,
    MANY,
    OWNER,
    ROOM,
    RULES,
    cards,
    data,
    offers,
    push,
    settle,
    undone,
    writes,
)
from tests.behaviour.test_commands import ask
from tests.behaviour.test_receipts import heard, refuse
from tests.behaviour.test_undoing import card_of, doors, fails_captcha
from tests.bots import running_bot, write_rules
from tests.servers import Json, community, playground

NEVER = ("Undone", "may write again", "may come back", "took back")


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """The group, and a moderators' group; Bob has the private chat open."""
    rules = write_rules(tmp_path / "rules", moderation=RULES, incentives=INCENTIVES)
    with (rules / "community.yaml").open("a", encoding="utf-8") as file:
        file.write(MANY)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = await settle(World(pg, bot, await community(pg, drain=False)))
        await pg.act({"do": "start", "user": BOB})
        await world.write(BOB, "hello, I am new to this")
        await bot.settled()
        yield world


async def again(world: World, card: Json) -> Json:
    """The card as it is now."""
    return next(c for c in await cards(world) if c["message_id"] == card["message_id"])


SANCTIONS = [
    ("/mute @bob_builds 1h", "restrictChatMember", "giving the right to write back"),
    ("/ban @bob_builds", "unbanChatMember", "letting them come back"),
]


@pytest.mark.parametrize(("command", "method", "what"), SANCTIONS)
async def test_a_sanction_that_telegram_does_not_lift_is_not_said_to_be_lifted(
    town: World, command: str, method: str, what: str
) -> None:
    await ask(town, OWNER, command)
    (card,) = await cards(town)
    privately = await town.bot.said(BOB)
    await refuse(town, method)
    before = await heard(town)
    assert await push(town, card, "undo") == plain("en", "press-undoing")
    shown = await again(town, card)
    assert what in shown["text"]
    assert "Ban users" in shown["text"]
    for words in NEVER:
        assert words not in shown["text"]
        assert words not in (await heard(town)).removeprefix(before)
    assert await town.bot.said(BOB) == privately
    assert "undo" in offers(shown)
    assert not await writes(town, BOB)
    await town.pg.clear_faults()
    assert "Undone by Olga" in await undone(town, shown)
    assert "Not carried out" not in (await again(town, card))["text"]
    assert any("Good news" in t for t in await town.bot.said(BOB))


@pytest.mark.parametrize(("command", "method", "what"), SANCTIONS)
async def test_the_command_undo_answers_by_what_telegram_did(
    town: World, command: str, method: str, what: str
) -> None:
    await ask(town, OWNER, command)
    (row,) = town.bot.rows(select(CASE))
    standing = select(MEMBER.c.role, MEMBER.c.muted_until).where(MEMBER.c.person_id == row["person_id"])
    stood = town.bot.rows(standing)
    await refuse(town, method)
    said = await ask(town, OWNER, f"/undo {row['id']}")
    assert what in said
    assert said.count("Ban users") == 1
    assert "Undone" not in said
    assert town.bot.rows(standing) == stood
    await town.pg.clear_faults()
    assert (await ask(town, OWNER, f"/undo {row['id']}")).startswith("Undone: ")


async def test_what_is_back_is_told_apart_from_what_is_not(town: World) -> None:
    await town.write(BOB, "please buy now, at example.com")
    (card,) = await cards(town)
    await refuse(town, "restrictChatMember")
    back = await undone(town, card)
    assert "one message restored" in back
    assert "one warning undone" in back
    assert "may write again" not in back
    shown = await again(town, card)
    assert "Not carried out: giving the right to write back" in shown["text"]
    news = next(t for t in await town.bot.said(BOB) if "Good news" in t)
    assert "may write again" not in news
    await town.pg.clear_faults()
    await ask(town, OWNER, "/unmute @bob_builds")
    assert await writes(town, BOB)


async def test_messages_that_are_not_posted_again_are_not_said_to_be_restored(town: World) -> None:
    await town.write(BOB, "what a rude word")
    (card,) = await cards(town)
    await town.bot.settled()
    await town.pg.faults(
        {"kind": "refusal", "method": "sendMessage", "chat": town.chat, "text": "Bad Request: TOPIC_CLOSED"}
    )
    back = await undone(town, card)
    assert "one warning undone" in back
    assert "restored" not in back
    assert "Not carried out: posting the messages again" in (await again(town, card))["text"]


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_while_telegram_is_asked_nobody_hears_that_it_is_done(town: World, language: str) -> None:
    await town.pg.act({"do": "profile", "user": OWNER, "language_code": language})
    await ask(town, OWNER, "/mute @bob_builds 1h")
    (card,) = await cards(town)
    await town.pg.faults({"kind": "late", "method": "restrictChatMember", "seconds": 60})
    press = {"do": "press", "chat": ROOM, "user": OWNER, "message": card["message_id"]}
    number = (await town.pg.act(press | {"data": data(card, "undo")}))["callback_id"]

    answer = (await town.pg.get(f"/sim/answers/{number}", timeout=25))["answer"]
    assert answer["text"] == plain(language, "press-undoing")

    async def edited() -> str:
        found = [m["message"] for m in await town.pg.messages(ROOM)]
        shown = next(m for m in found if m["message_id"] == card["message_id"])
        return str(shown["text"]) if "↩️" in shown["text"] else ""

    assert "is undoing this" in await town.pg.wait_for(edited)
    await town.pg.clear_faults()
    assert "Undone by Olga" in (await again(town, card))["text"]


async def test_an_appeal_that_is_granted_is_not_said_to_be_carried_out(town: World) -> None:
    await ask(town, OWNER, "/mute @bob_builds 1h")
    (row,) = town.bot.rows(select(CASE))
    words = f"/appeal {row['id']} it was a quotation"
    await town.pg.act({"do": "message", "chat": BOB, "user": BOB, "text": words})
    card = (await cards(town))[-1]
    await refuse(town, "restrictChatMember")
    said = await push(town, card, "uphold")
    assert "undone" not in said.lower().replace("the undo", "")
    shown = await again(town, card)
    assert "giving the right to write back" in shown["text"]
    assert "undo" in offers(shown)
    assert not any("Good news" in t for t in await town.bot.said(BOB))


async def test_a_captcha_that_is_forgiven_in_vain_is_failed_as_before(tmp_path: Path) -> None:
    async for world in doors(tmp_path, "captcha: {kind: arithmetic, tries: 1, fail: stay}\n"):
        await fails_captcha(world)
        before = visit(world)
        await refuse(world, "restrictChatMember")
        card = await card_of(world)
        await push(world, card, "undo")
        shown = await again(world, card)
        assert "giving the right to write back" in shown["text"]
        assert "forgiven" not in shown["text"]
        assert visit(world) == before
        assert not await writes(world, NEW)
        await world.pg.clear_faults()
        assert "the captcha is forgiven" in await undone(world, shown)
        assert await writes(world, NEW)


async def test_a_lock_that_is_there_again_only_in_words_is_not_said_to_be(tmp_path: Path) -> None:
    async for world in doors(tmp_path, "captcha: {kind: 'off'}\n"):
        await ask(world, OWNER, "/lock media")
        await ask(world, OWNER, "/unlock media")
        (_, row) = world.bot.rows(select(CASE).order_by(CASE.c.id))
        for method in ("setChatPermissions", "getChat"):
            await refuse(world, method)
            said = await ask(world, OWNER, f"/undo {row['id']}")
            assert "Not done: the lock" in said
            assert "Undone" not in said
            await world.pg.clear_faults()
        assert (await ask(world, OWNER, f"/undo {row['id']}")).startswith("Undone: ")
        assert not (await world.pg.chat(world.chat))["permissions"]["can_send_photos"]
