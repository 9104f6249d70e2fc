"""Taking back what a case did besides words and rights: files, tags, pins, points, and what the door did."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from storage.cases import CASE
from storage.ledger import LEDGER
from tests.behaviour.conftest import INCENTIVES, World
from tests.behaviour.test_captcha import EVE as NEW
from tests.behaviour.test_captcha import join, member, notes, wrong
from tests.behaviour.test_captcha import press as answer
from tests.behaviour.test_cases import BOB, OWNER, ROOM, cards, push, settle, undone, writes
from tests.behaviour.test_commands import ask
from tests.behaviour.test_join_requests import ask as request
from tests.behaviour.test_join_requests import eve as somebody_new
from tests.behaviour.test_join_requests import waits
from tests.bots import running_bot, write_rules
from tests.servers import Json, playground
from tests.servers import community as group

KINDS = {"photo", "video", "animation", "document", "audio", "voice", "sticker", "video_note"}
RULES = """
rules:
  - {id: ads, when: {text: {includes: buy now}}, then: [delete, alert]}
  - {id: album, when: {rate: {times: 3, within: 1m, of: media}}, then: [{delete: {matched: true}}, alert]}
  - {id: tagged, when: {words: my tag}, then: [{tag: helper}, alert]}
  - {id: pinned, when: {words: pin me}, then: [pin, alert]}
  - {id: paid, when: {words: homework}, then: [{award: 7}, alert]}
  - {id: idle, when: {words: farming}, then: [void, alert]}
"""


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """The group, and a moderators' group."""
    rules = write_rules(tmp_path / "rules", moderation=RULES, incentives=INCENTIVES)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        yield await settle(World(pg, bot, await group(pg, drain=False)))


async def undo_last(world: World) -> str:
    """Press Undo on the newest card; what it says is back."""
    return await undone(world, (await cards(world))[-1])


def file_id(shown: Any) -> str:
    """Of a file, or of a photo's sizes."""
    return str((shown[-1] if isinstance(shown, list) else shown)["file_id"])


async def posted(world: World) -> list[Json]:
    """The bot's messages in the group that carry something."""
    await world.bot.settled()
    found = await world.pg.messages(world.chat, limit=99)
    return [m["message"] for m in found if m["author"] == world.pg.bot_id and KINDS & m["message"].keys()]


@pytest.mark.parametrize("kind", ["photo", "video", "animation", "document", "audio", "voice"])
async def test_a_removed_file_comes_back_with_its_words_and_its_authors_name(town: World, kind: str) -> None:
    await town.write(BOB, "", media=kind, caption="buy now <b>")
    assert "one message restored" in await undo_last(town)
    (message,) = await posted(town)
    original = next(m["message"] for m in await town.pg.messages(town.chat) if m["author"] == BOB)
    assert file_id(message[kind]) == file_id(original[kind])
    assert message["caption"].replace("\n", "") == "Bobbuy now <b>"
    assert any("put this back" in t for t in await town.bot.said(town.chat))


async def test_a_flood_of_files_comes_back_whole(town: World) -> None:
    for kind in ("photo", "sticker", "video_note"):
        await town.write(BOB, "", media=kind)
    await town.bot.settled()
    assert len(await town.deleted()) == 3
    assert "3 messages restored" in await undo_last(town)
    assert [k for m in await posted(town) for k in ("photo", "sticker", "video_note") if k in m] == [
        "photo",
        "sticker",
        "video_note",
    ]


async def test_what_cannot_be_brought_back_whole_is_told(town: World) -> None:
    await town.write(BOB, "", media="contact")
    for _ in range(2):
        await town.write(BOB, "", media="contact")
    said = await undo_last(town)
    assert "3 messages cannot be restored whole" in said
    assert "cannot be restored whole" in (await cards(town))[-1]["text"]


async def test_a_tag_becomes_what_it_was(town: World) -> None:
    await town.pg.call("setChatMemberTag", chat_id=town.chat, user_id=BOB, tag="chess")
    await town.write(BOB, "my tag")
    await town.bot.settled()
    assert (await member(town, BOB))["tag"] == "helper"
    assert "the tag is as it was" in await undo_last(town)
    await town.bot.settled()
    assert (await member(town, BOB))["tag"] == "chess"


async def test_what_a_rule_pinned_is_unpinned_and_other_pins_stay(town: World) -> None:
    other = await town.write(OWNER, "read this first")
    await town.pg.act({"do": "pin", "chat": town.chat, "user": OWNER, "message": other})
    await town.write(BOB, "pin me")
    assert "unpinned" in await undo_last(town)
    await town.bot.settled()
    assert (await town.pg.chat(town.chat))["pinned"] == [other]


async def test_points_that_a_rule_gave_are_taken_back_once(town: World) -> None:
    await town.write(BOB, "my homework")
    assert "7 points taken off" in await undo_last(town)
    rows = town.bot.rows(select(LEDGER).where(LEDGER.c.source == "rule").order_by(LEDGER.c.id))
    assert [r["granted"] for r in rows] == [7, -7]


async def test_points_that_a_rule_voided_are_returned(town: World) -> None:
    message = await town.write(BOB, "a good answer")
    await town.pg.act({"do": "edit", "chat": town.chat, "user": BOB, "message": message, "text": "farming"})
    assert "2 points returned" in await undo_last(town)
    rows = town.bot.rows(select(LEDGER.c.granted).order_by(LEDGER.c.id))
    assert [r["granted"] for r in rows] == [2, -2, 2]


async def test_points_that_were_never_given_are_told_apart(town: World) -> None:
    await town.write(BOB, "farming again")
    assert "never given" in await undo_last(town)


async def doors(tmp_path: Path, screening: str, **chat: bool) -> AsyncIterator[World]:
    """A group with this door, Eve outside, and a moderators' group."""
    rules = write_rules(tmp_path / "rules", screening=screening)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = await settle(World(pg, bot, await group(pg, drain=False, **chat)))
        await somebody_new(pg)
        yield world


async def card_of(world: World) -> Json:
    """The newest case's card, shown on request."""
    await world.bot.settled()
    case = world.bot.rows(select(CASE).order_by(CASE.c.id))[-1]
    await world.pg.act({"do": "message", "chat": ROOM, "user": OWNER, "text": f"/case {case['id']}"})
    return (await cards(world))[-1]


async def fails_captcha(world: World) -> None:
    """Eve joins and gives a wrong answer."""
    await join(world, NEW)
    (note,) = await notes(world)
    await answer(world, NEW, note, wrong(note))


async def test_a_captchas_kick_taken_back_lets_them_in_without_another(tmp_path: Path) -> None:
    async for world in doors(tmp_path, "captcha: {kind: arithmetic, tries: 1}\n"):
        await fails_captcha(world)
        assert (await member(world, NEW))["status"] == "left"
        assert "the captcha is forgiven" in await undone(world, await card_of(world))
        await join(world, NEW)
        assert await notes(world) == []
        assert await writes(world, NEW)


async def test_a_captchas_silence_taken_back_gives_back_the_right_to_write(tmp_path: Path) -> None:
    async for world in doors(tmp_path, "captcha: {kind: arithmetic, tries: 1, fail: stay}\n"):
        await fails_captcha(world)
        assert not await writes(world, NEW)
        assert "the captcha is forgiven" in await undone(world, await card_of(world))
        await world.bot.settled()
        assert await writes(world, NEW)


async def test_a_captchas_silence_outlasts_the_undoing_of_another_case(tmp_path: Path) -> None:
    async for world in doors(tmp_path, "captcha: {kind: arithmetic, tries: 1, fail: stay}\n"):
        await fails_captcha(world)
        await world.pg.act({"do": "message", "chat": world.chat, "user": OWNER, "text": "/mute @eve_x 1h"})
        card = await card_of(world)
        assert "/\u2060mute" in card["text"]  # written so that it is no command
        await push(world, card, "undo")
        await world.bot.settled()
        assert not await writes(world, NEW)


@pytest.mark.parametrize("then", ["kick", "ban"])
async def test_a_name_that_was_turned_away_may_come_in_once_a_moderator_said_so(
    tmp_path: Path, then: str
) -> None:
    async for world in doors(tmp_path, f"door: {{names: [eve_x], then: {then}}}\n"):
        await join(world, NEW)
        assert (await member(world, NEW))["status"] == ("left" if then == "kick" else "kicked")
        assert "may come back" in await undone(world, await card_of(world))
        await world.bot.settled()
        await join(world, NEW)
        assert (await member(world, NEW))["status"] == "member"


@pytest.mark.parametrize("then", ["kick", "ban"])
async def test_a_bio_that_was_turned_away_may_ask_again_once_a_moderator_said_so(
    tmp_path: Path, then: str
) -> None:
    screening = f"door: {{bios: [teach chess], then: {then}}}\nrequests: {{mode: screen}}\n"
    async for world in doors(tmp_path, screening, asks=True):
        await request(world)
        assert not await waits(world)
        assert "may ask to join again" in await undone(world, await card_of(world))
        await world.bot.settled()
        await request(world)
        assert await waits(world)


async def test_a_member_may_object_to_what_the_door_did(tmp_path: Path) -> None:
    async for world in doors(tmp_path, "captcha: {kind: arithmetic, tries: 1, fail: stay}\n"):
        await fails_captcha(world)
        case = world.bot.rows(select(CASE))[-1]["id"]
        for text in ("/start", f"/appeal {case} I am a person"):
            await world.pg.act({"do": "message", "chat": world.pg.bot_id, "user": NEW, "text": text})
        await push(world, (await cards(world))[-1], "uphold")
        await world.bot.settled()
        assert await writes(world, NEW)
        assert "/case" not in await ask(world, OWNER, "good morning")
