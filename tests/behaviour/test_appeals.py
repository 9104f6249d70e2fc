"""Members ask why, object in private, and hear what became of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from sqlalchemy import select

from bot.text.messages import plain
from storage.cases import CASE
from storage.casework import APPEAL
from tests.behaviour.conftest import INCENTIVES, World
from tests.behaviour.test_buttons import ask, behind, press
from tests.behaviour.test_cases import BOB, EVE, MANY, OWNER, RULES, cards, offers, push, settle, writes
from tests.bots import running_bot, write_rules
from tests.servers import community, playground


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """Bob was muted for an advertisement, and has opened the private chat."""
    rules = write_rules(tmp_path / "rules", moderation=RULES, incentives=INCENTIVES)
    with (rules / "community.yaml").open("a", encoding="utf-8") as file:
        file.write(MANY)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = await settle(World(pg, bot, await community(pg, drain=False)))
        await world.write(BOB, "they say buy now, can you believe it")
        for person in (BOB, EVE):
            await pg.act({"do": "start", "user": person})
        await bot.settled()
        yield world


def number(world: World) -> int:
    """The case's number."""
    (case,) = world.bot.rows(select(CASE))
    return int(case["id"])


async def test_why_shows_the_case_and_a_press_on_its_button_objects(town: World) -> None:
    case = number(town)
    answer = await ask(town, BOB, "/why", BOB)
    assert f"case {case}" in answer["text"]
    assert "advertising" in answer["text"]
    said = await press(town, BOB, answer["message_id"], behind(answer)[0], BOB)
    assert "is with the moderators" in said
    first, again = await cards(town)
    assert "The member appeals" in first["text"]
    assert "The member appeals" in again["text"]
    assert offers(again)[:2] == ["uphold", "refuse"]


async def test_an_upheld_objection_takes_everything_back_and_the_member_hears_of_it(town: World) -> None:
    case = number(town)
    await ask(town, BOB, f"/appeal {case} it was a quotation", BOB)
    *_, card = await cards(town)
    assert "it was a quotation" in card["text"]
    assert await push(town, card, "uphold") == plain("en", "appeal-now-upheld")
    assert await writes(town, BOB)
    assert "Good news" in (await town.bot.said(BOB))[-1]
    (row,) = town.bot.rows(select(APPEAL))
    assert row["state"] == "upheld"
    for after in await cards(town):
        assert "Appeal granted by Olga" in after["text"]
        assert "Undone by Olga" in after["text"]


async def test_a_refused_objection_leaves_everything_and_is_the_last(town: World) -> None:
    case = number(town)
    await ask(town, BOB, f"/appeal {case}", BOB)
    *_, card = await cards(town)
    await push(town, card, "refuse")
    assert not await writes(town, BOB)
    assert "leave it as it is" in (await town.bot.said(BOB))[-1]
    answer = await ask(town, BOB, f"/appeal {case} please", BOB)
    assert "has been decided" in answer["text"]


async def test_words_are_added_to_an_objection_that_waits(town: World) -> None:
    case = number(town)
    await ask(town, BOB, f"/appeal {case} first", BOB)
    assert (await ask(town, BOB, f"/appeal {case} second", BOB))["text"] == plain("en", "appeal-added")
    assert "first\nsecond" in (await cards(town))[-1]["text"]


async def test_nobody_objects_to_what_is_about_somebody_else(town: World) -> None:
    case = number(town)
    answer = await ask(town, EVE, f"/appeal {case} let him go", EVE)
    assert answer["text"] == f"There is no case {case} about you."
    assert town.bot.rows(select(APPEAL)) == []


async def test_in_a_group_why_leads_to_the_private_chat(town: World) -> None:
    await push(town, (await cards(town))[0], "undo")
    answer = await ask(town, BOB, "/why")
    (button,) = answer["reply_markup"]["inline_keyboard"][0]
    assert button["url"].endswith("?start=why")
    led = await ask(town, BOB, "/start why", BOB)
    assert "undone" in led["text"]


async def test_whoever_moderates_no_group_of_it_decides_no_objection(town: World) -> None:
    await ask(town, BOB, f"/appeal {number(town)}", BOB)
    *_, card = await cards(town)
    assert await push(town, card, "uphold", EVE) == plain("en", "case-not-yours")
    assert await push(town, card, "uphold", OWNER) == plain("en", "appeal-now-upheld")
