"""Kinds of messages that are rare, or that came up after this program, over the local Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.runtime.metrics import UNKNOWN_MESSAGES
from storage.cases import CASE
from storage.event_log import EVENT
from tests.behaviour.conftest import World
from tests.behaviour.test_commands import ask
from tests.bots import default_rules, running_bot
from tests.servers import Json, community, playground

OWNER, BOB, EVE = 1, 3, 4
CHANNEL: Json = {"id": -100777, "type": "channel", "title": "Elsewhere"}
ORIGIN: Json = {"type": "channel", "chat": CHANNEL, "message_id": 5, "date": 1_700_000_000}
GIVEAWAY: Json = {"giveaway_completed": {"winner_count": 3}, "forward_origin": ORIGIN}
PRICE: Json = {"currency": "XTR", "total_amount": 5, "start_parameter": ""}
INVOICE: Json = {"invoice": {"title": "VIP", "description": "one month", **PRICE}}
UNHEARD_OF: Json = {"something_of_next_year": {"a": [1]}}


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """The group under the rules that ship, and Eve, who has just joined it."""
    rules = default_rules(tmp_path / "rules")
    (rules / "screening.yaml").unlink()
    async with playground(flood=False, check=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        await pg.act({"do": "create_person", "person": EVE, "first_name": "Eve"})
        await pg.act({"do": "join", "chat": world.chat, "user": EVE})
        await bot.settled()
        yield world


@pytest.mark.parametrize("fields", [GIVEAWAY, INVOICE, UNHEARD_OF], ids=["giveaway", "invoice", "unheard of"])
async def test_what_a_newcomer_posts_is_judged_whatever_kind_it_is_of(town: World, fields: Json) -> None:
    message = await town.write(EVE, "", fields=fields)
    assert await town.deleted() == {message}
    assert [c["message_id"] for c in town.bot.rows(select(CASE).where(CASE.c.leads))] == [message]


async def test_what_is_of_an_unknown_kind_is_counted(town: World) -> None:
    before = UNKNOWN_MESSAGES._value.get()
    await town.write(OWNER, "", fields=UNHEARD_OF)
    await town.bot.settled()
    assert UNKNOWN_MESSAGES._value.get() == before + 1
    rows = town.bot.rows(select(EVENT.c.kind).where(EVENT.c.media == "unknown"))
    assert [r["kind"] for r in rows] == ["message"]


async def test_what_telegram_tells_of_a_newcomer_stays(town: World) -> None:
    message = await town.write(EVE, "", fields={"boost_added": {"boost_count": 1}})
    assert message not in await town.deleted()
    assert town.bot.rows(select(CASE)) == []


async def test_an_unknown_kind_of_a_newcomer_may_be_any_that_is_locked(town: World) -> None:
    await ask(town, OWNER, "/lock forwards")
    await town.pg.act({"do": "create_person", "person": 5, "first_name": "Kai"})
    message = await town.write(EVE, "", fields=UNHEARD_OF)
    owners = await town.write(OWNER, "", fields=UNHEARD_OF)
    gone = await town.deleted()
    assert (message in gone, owners in gone) == (True, False)


TITLES: dict[str, Json] = {
    "venue": {"venue": {"location": {"latitude": 1, "longitude": 1}, "title": "{}", "address": "Road 1"}},
    "song": {"audio": {"file_id": "a", "file_unique_id": "a", "duration": 1, "title": "{}"}},
    "game": {"game": {"title": "{}", "description": "play", "photo": []}},
}


@pytest.mark.parametrize("fields", TITLES.values(), ids=TITLES)
async def test_words_of_a_title_are_looked_at(town: World, fields: Json) -> None:
    ((name, value),) = fields.items()
    lure = {
        key: "每天稳赚不赔，加微信 vx88wealth 领取" if text == "{}" else text for key, text in value.items()
    }
    message = await town.write(BOB, "", fields={name: lure})
    harmless = await town.write(
        BOB, "", fields={name: value | {k: "Home" for k, v in value.items() if v == "{}"}}
    )
    gone = await town.deleted()
    assert (message in gone, harmless in gone) == (True, False)
