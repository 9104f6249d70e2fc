"""Albums over the local Telegram: ten pictures are one message, and all of them go or none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from storage import figures
from storage.cases import CASE
from storage.casework import EVIDENCE
from storage.chats import CHAT
from storage.ledger import LEDGER
from storage.members import MEMBER
from tests.behaviour.conftest import INCENTIVES, World
from tests.behaviour.test_cases import BOB, EVE, MING, OWNER, ROOM, cards, settle, undone
from tests.behaviour.test_commands import ask
from tests.behaviour.test_undoing import posted
from tests.bots import default_rules, running_bot, write_rules
from tests.servers import Json, community, playground

RULES = """
escalation:
  expires: 30d
  steps:
    - {points: 9, then: {mute: 1h}}
rules:
  - {id: ads, title: advertising, when: {words: [buy now]}, then: [delete, warn, alert]}
  - {id: held, when: {words: [look at this]}, then: [review]}
  - {id: reported, on: report, when: {reports: {times: 2, within: 1h}}, then: [delete]}
  - id: flood
    on: message
    when: {rate: {times: 4, within: 10s}}
    then: [{delete: {matched: true}}, {mute: 10m}]
"""


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """The group, and a moderators' group."""
    rules = write_rules(tmp_path / "rules", moderation=RULES, incentives=INCENTIVES)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        yield await settle(World(pg, bot, await community(pg, drain=False)))


def album(world: World, captions: list[str], *, user: int = BOB, name: str = "777000111") -> list[Json]:
    """Somebody posts pictures with these captions in one album."""
    base = {"do": "message", "chat": world.chat, "user": user, "media": "photo", "album": name}
    return [base | {"caption": words} for words in captions]


async def post(world: World, captions: list[str], *, together: bool = True, user: int = BOB) -> list[int]:
    """The same: all parts at once, or each after the bot has decided about the one before."""
    results: list[Json] = []
    acts = album(world, captions, user=user)
    for part in [acts] if together else [[act] for act in acts]:
        results += await world.pg.acts(part)
        await world.bot.settled()
    assert all(r["ok"] for r in results), results
    return [int(r["message_id"]) for r in results]


AD = "buy now"
CAPTIONED = [[AD, "", ""], ["", AD, ""], ["", "", AD]]
TOGETHER = pytest.mark.parametrize("together", [True, False])


@TOGETHER
async def test_ten_pictures_in_one_album_are_no_flood_and_one_message(town: World, together: bool) -> None:
    await post(town, ["our connection", *[""] * 9], together=together)
    assert await town.deleted() == set()
    assert town.bot.rows(select(CASE)) == []
    (counted,) = town.bot.rows(select(MEMBER.c.messages).where(MEMBER.c.messages > 0))
    assert counted["messages"] == 1
    assert len(town.bot.rows(select(LEDGER).where(LEDGER.c.source == "message"))) == 1
    with town.bot.store.read() as connection:
        (chat,) = connection.execute(select(CHAT.c.id).where(CHAT.c.role == "members")).scalars()
        assert figures.of_group(connection, chat, 0).messages == 1


async def test_four_albums_in_a_row_are_a_flood(town: World) -> None:
    acts = [act for n in "1234" for act in album(town, ["", ""], name=n)]
    await town.pg.acts(acts)
    assert len(await town.deleted()) == 8
    assert [c["rule"] for c in town.bot.rows(select(CASE).where(CASE.c.leads))] == ["flood"]


@TOGETHER
@pytest.mark.parametrize("captions", CAPTIONED)
async def test_an_advertisement_goes_with_all_its_pictures_in_one_case(
    town: World, captions: list[str], together: bool
) -> None:
    parts = await post(town, captions, together=together)
    assert await town.deleted() == {*parts}
    (case,) = town.bot.rows(select(CASE))
    evidence = town.bot.rows(select(EVIDENCE).where(EVIDENCE.c.case_id == case["id"]))
    assert {e["message_id"] for e in evidence if e["removed"]} == {*parts}
    said = await town.bot.said(town.chat)
    assert sum("advertising" in text for text in said) == 1
    assert len(await cards(town)) == 1
    assert town.bot.rows(select(MEMBER.c.messages).where(MEMBER.c.messages > 0))[0]["messages"] == 1


@TOGETHER
@pytest.mark.parametrize("captions", CAPTIONED)
async def test_undoing_it_brings_every_picture_back(town: World, captions: list[str], together: bool) -> None:
    await post(town, captions, together=together)
    (card,) = await cards(town)
    assert "3 messages restored" in await undone(town, card)
    assert [m.get("caption", "").endswith(AD) for m in await posted(town)] == [bool(c) for c in captions]


async def test_parts_after_a_restart_go_along_too(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", moderation=RULES, incentives=INCENTIVES)
    async with playground(flood=False) as pg:
        async with running_bot(pg, tmp_path, rules) as bot:
            world = World(pg, bot, await community(pg, drain=False))
            await bot.settled()
            first = await post(world, [AD, ""])
        async with running_bot(pg, tmp_path, rules) as bot:
            world = World(pg, bot, world.chat)
            last = await post(world, ["", ""])
            assert await world.deleted() == {*first, *last}
            assert len(bot.rows(select(CASE))) == 1


@pytest.mark.parametrize("command", ["/del", "/dwarn", "/warn", "/spam", "/dban"])
@pytest.mark.parametrize("answered", [0, 2])
async def test_a_moderators_removal_takes_the_whole_album(town: World, command: str, answered: int) -> None:
    parts = await post(town, ["join my channel", "", ""])
    await town.write(OWNER, command, reply_to=parts[answered])
    assert await town.deleted() >= {*parts}
    (case,) = town.bot.rows(select(CASE).where(CASE.c.leads))
    assert len(town.bot.rows(select(EVIDENCE).where(EVIDENCE.c.case_id == case["id"]))) == 3


async def test_a_moderators_own_album_goes_whole_and_so_do_parts_that_come_later(town: World) -> None:
    parts = await post(town, ["a slip", ""], user=OWNER)
    await town.write(OWNER, "/del", reply_to=parts[1])
    assert await town.deleted() >= {*parts}
    later = await post(town, [""], user=OWNER)
    assert await town.deleted() >= {*parts, *later}


async def test_reports_of_an_albums_parts_are_of_one_message_and_it_goes_whole(town: World) -> None:
    await town.pg.act({"do": "join", "chat": town.chat, "user": EVE})
    parts = await post(town, ["", "join my channel", ""])
    await town.write(MING, "/report", reply_to=parts[2])
    assert await town.deleted() & {*parts} == set()
    (card,) = await cards(town)
    assert "join my channel" in card["text"]
    await town.write(EVE, "/report", reply_to=parts[0])
    assert await town.deleted() >= {*parts}


async def test_an_edited_caption_takes_the_whole_album_along(town: World) -> None:
    parts = await post(town, ["hello", "", ""])
    await town.pg.act({"do": "edit", "chat": town.chat, "user": BOB, "message": parts[0], "text": AD})
    assert await town.deleted() == {*parts}


@TOGETHER
async def test_a_held_album_is_shown_to_the_moderators_whole(town: World, together: bool) -> None:
    parts = await post(town, ["", "look at this", ""], together=together)
    assert await town.deleted() == {*parts}
    copied = [c for c in await town.bot.called("copyMessage") if int(c["chat_id"]) == ROOM]
    assert sorted(int(c["message_id"]) for c in copied) == sorted(parts)


@TOGETHER
async def test_slow_mode_lets_an_album_through_as_one_message(town: World, together: bool) -> None:
    await ask(town, OWNER, "/slow 5m")
    first = await post(town, ["our connection", "", ""], together=together)
    assert await town.deleted() & {*first} == set()
    acts = album(town, ["more of it", "", ""], name="888")
    second = [int(r["message_id"]) for r in await town.pg.acts(acts)]
    assert await town.deleted() & {*first, *second} == {*second}
    said = [c["text"] for c in await town.bot.called("sendMessage")]
    heard = [text for text in said if not text.startswith("🔔")]  # beside the card for moderators
    assert len([text for text in heard if "one message in 5 minutes" in text]) == 1


async def test_a_locked_kind_in_one_caption_takes_the_album_along(town: World) -> None:
    await ask(town, OWNER, "/lock links")
    parts = await post(town, ["", "see https://example.org", ""])
    assert await town.deleted() >= {*parts}


async def test_a_purge_that_begins_within_an_album_begins_at_its_first_part(town: World) -> None:
    parts = await post(town, ["", "", ""])
    await town.write(OWNER, "/purge", reply_to=parts[1])
    assert await town.deleted() >= {*parts}


async def test_the_rules_that_ship_leave_an_album_of_ten_alone(tmp_path: Path) -> None:
    rules = default_rules(tmp_path / "rules")
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        await bot.settled()
        await post(world, ["我们上周的活动照片", *[""] * 9])
        assert await world.deleted() == set()
